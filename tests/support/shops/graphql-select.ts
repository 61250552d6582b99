// Answers a GraphQL query with the fields that were asked for and no others. A field that the type does not have is
// refused, as a real server does.

import { GraphError, parseQuery, type Field, type GraphArguments, type Selected } from './graphql-parse.ts'

export type GraphValue = null | string | number | boolean | GraphObject | readonly GraphValue[]

/** A type's fields; a function is a field that takes arguments. */
export type GraphObject = { readonly [field: string]: GraphValue | ((args: GraphArguments) => GraphValue) }

export type GraphAnswer =
  | { readonly data: Record<string, unknown>; readonly objects: number }
  | {
      readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
    }

/** Answers `query` from `root`; `objects` counts what was answered, which is what platforms charge for. */
export function answerQuery(root: GraphObject, query: string, variables: GraphArguments = {}): GraphAnswer {
  try {
    const { selection, fragments } = parseQuery(query, variables)
    let objects = 0
    const pick = (object: GraphObject, selected: readonly Selected[]): Record<string, unknown> => {
      objects += 1
      const picked: Record<string, unknown> = {}
      for (const one of selected) {
        if (one.kind === 'spread') Object.assign(picked, pick(object, fragmentOf(fragments, one.name)))
        else picked[one.alias] = complete(one, valueOf(object, one))
      }
      return picked
    }
    const complete = (field: Field, value: GraphValue): unknown => {
      if (value === null) return null
      if (Array.isArray(value)) return value.map((item: GraphValue) => complete(field, item))
      if (typeof value !== 'object') return value
      if (!field.selection)
        throw new GraphError(`Field '${field.name}' must have selections`, 'selectionMismatch')
      return pick(value as GraphObject, field.selection)
    }
    return { data: pick(root, selection), objects }
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    return { errors: [{ message: error.message, extensions: { code: error.code } }] }
  }
}

function valueOf(object: GraphObject, { name, args }: Field): GraphValue {
  const value = object[name]
  if (value === undefined) {
    const type = typeof object['__typename'] === 'string' ? object['__typename'] : 'QueryRoot'
    throw new GraphError(`Field '${name}' doesn't exist on type '${type}'`, 'undefinedField')
  }
  return typeof value === 'function' ? value(args) : value
}

function fragmentOf(fragments: ReadonlyMap<string, readonly Selected[]>, name: string): readonly Selected[] {
  const fragment = fragments.get(name)
  if (!fragment) throw new GraphError(`Fragment ${name} was used, but not defined`, 'useAndDefineFragment')
  return fragment
}

export type ConnectionOf<Row> = {
  readonly rows: readonly Row[]
  /** Where a row stands in the sorting; without one, its index. */
  readonly placeOf?: (row: Row) => readonly number[]
  readonly isReversed?: boolean
  readonly node: (row: Row) => GraphObject
}

/** A connection over sorted `rows`. A cursor names a place, not a row: it holds when rows move meanwhile. */
export function connection<Row>(
  typename: string,
  { rows, placeOf, isReversed = false, node }: ConnectionOf<Row>,
): (args: GraphArguments) => GraphObject {
  return ({ first, after }) => {
    if (typeof first !== 'number' || first < 1 || first > PAGE_MAX) {
      throw new GraphError('you must provide one of first or last, at most 250', 'BAD_REQUEST')
    }
    const placed = rows.map((row, index) => ({ row, place: placeOf?.(row) ?? [index] }))
    const from = typeof after === 'string' ? placeIn(after) : undefined
    const rest = from ? placed.filter(({ place }) => isBeyond(place, from, isReversed)) : placed
    const edges = rest.slice(0, first).map(({ row, place }) => ({
      __typename: `${typename}Edge`,
      cursor: cursorOf(place),
      node: node(row),
    }))
    return {
      __typename: `${typename}Connection`,
      nodes: edges.map((edge) => edge.node),
      edges,
      pageInfo: {
        __typename: 'PageInfo',
        hasNextPage: rest.length > first,
        hasPreviousPage: rest.length < rows.length,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    }
  }
}

/** Most rows of one page (shopify.dev, "Pagination"). */
const PAGE_MAX = 250

function cursorOf(place: readonly number[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64')
}

function placeIn(cursor: string): readonly number[] {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')) as readonly number[]
  } catch {
    throw new GraphError('Invalid cursor for current pagination sort.', 'BAD_REQUEST')
  }
}

function isBeyond(place: readonly number[], from: readonly number[], isReversed: boolean): boolean {
  const index = place.findIndex((value, i) => value !== from[i])
  if (index < 0) return false
  const isLater = (place[index] ?? 0) > (from[index] ?? 0)
  return isReversed ? !isLater : isLater
}
