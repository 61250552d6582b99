// Reads enough of GraphQL: one query with variables, fragments and aliases.

export type GraphArguments = Readonly<Record<string, unknown>>

export type Field = {
  readonly kind: 'field'
  readonly alias: string
  readonly name: string
  readonly args: GraphArguments
  readonly selection: readonly Selected[] | undefined
}

export type Selected = Field | { readonly kind: 'spread'; readonly name: string }

export type ParsedQuery = {
  readonly selection: readonly Selected[]
  readonly fragments: ReadonlyMap<string, readonly Selected[]>
}

/** What a server answers in place of data. */
export class GraphError extends Error {
  readonly code: string
  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

type Reader = {
  readonly peek: () => string
  /** The next token; refused when it is not the one that is wanted. */
  readonly take: (wanted?: string) => string
  readonly variables: Record<string, unknown>
}

const TOKEN =
  /\s+|,|#[^\n]*|(\.\.\.|[A-Za-z_]\w*|"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?|[{}()[\]:$!=@|])/gy

/** Throws {@link GraphError} for what cannot be read. */
export function parseQuery(query: string, given: GraphArguments): ParsedQuery {
  const tokens = tokensOf(query)
  let at = 0
  const peek = (): string => tokens[at] ?? ''
  const reader: Reader = {
    peek,
    take: (wanted) => {
      const token = peek()
      if (token === '' || (wanted !== undefined && token !== wanted)) {
        throw new GraphError(`Parse error on "${token}", expected ${wanted ?? 'more'}`, 'parseError')
      }
      at += 1
      return token
    },
    variables: { ...given },
  }
  const fragments = new Map<string, readonly Selected[]>()
  let selection: readonly Selected[] = []
  while (peek() !== '') {
    if (peek() === 'fragment') {
      reader.take()
      const name = reader.take()
      reader.take('on')
      reader.take()
      fragments.set(name, selectionSet(reader))
      continue
    }
    if (peek() === 'query') reader.take()
    if (/^[A-Za-z_]/.test(peek())) reader.take()
    readDefinitions(reader)
    selection = selectionSet(reader)
  }
  return { selection, fragments }
}

function readDefinitions(reader: Reader): void {
  const { peek, take, variables } = reader
  if (peek() !== '(') return
  take('(')
  while (peek() !== ')') {
    take('$')
    const name = take()
    take(':')
    while (/^[\w[\]!]+$/.test(peek())) take()
    if (peek() === '=') {
      take('=')
      variables[name] ??= readValue(reader)
    }
    variables[name] ??= null
  }
  take(')')
}

function selectionSet(reader: Reader): readonly Selected[] {
  const { peek, take } = reader
  take('{')
  const selected: Selected[] = []
  while (peek() !== '}') selected.push(...readSelected(reader))
  take('}')
  return selected
}

function readSelected(reader: Reader): readonly Selected[] {
  const { peek, take } = reader
  if (peek() !== '...') return [readField(reader)]
  take('...')
  if (peek() !== 'on') return [{ kind: 'spread', name: take() }]
  take('on')
  take()
  return selectionSet(reader)
}

function readField(reader: Reader): Field {
  const { peek, take } = reader
  const alias = take()
  let name = alias
  if (peek() === ':') {
    take(':')
    name = take()
  }
  const args = peek() === '(' ? readEntries(reader, '(', ')') : {}
  return { kind: 'field', alias, name, args, selection: peek() === '{' ? selectionSet(reader) : undefined }
}

function readEntries(reader: Reader, from: string, to: string): GraphArguments {
  const { peek, take } = reader
  take(from)
  const entries: [string, unknown][] = []
  while (peek() !== to) {
    const name = take()
    take(':')
    entries.push([name, readValue(reader)])
  }
  take(to)
  return Object.fromEntries(entries)
}

function readValue(reader: Reader): unknown {
  const { peek, take } = reader
  if (peek() === '{') return readEntries(reader, '{', '}')
  const token = take()
  if (token === '$') return variableNamed(take(), reader.variables)
  if (token === '[') {
    const items: unknown[] = []
    while (peek() !== ']') items.push(readValue(reader))
    take(']')
    return items
  }
  if (token.startsWith('"')) return JSON.parse(token) as string
  if (token === 'true' || token === 'false') return token === 'true'
  if (token === 'null') return null
  return /^-?\d/.test(token) ? Number(token) : token
}

function variableNamed(name: string, variables: GraphArguments): unknown {
  if (!(name in variables)) {
    throw new GraphError(`Variable $${name} is used but not declared`, 'variableNotDefined')
  }
  return variables[name]
}

function tokensOf(query: string): readonly string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < query.length) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(query)
    if (!match) throw new GraphError(`Parse error at ${from}`, 'parseError')
    if (match[1] !== undefined) tokens.push(match[1])
  }
  return tokens
}
