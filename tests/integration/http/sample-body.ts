// A body for any address of the API, made from what its description says of it: every id in it is one's own choice, so
// that it can be another shop's.

import { readFileSync } from 'node:fs'

const description = JSON.parse(
  readFileSync(new URL('../../../docs/reference/openapi.json', import.meta.url), 'utf8'),
) as Node

type Node = { readonly [name: string]: unknown }

/** Texts of which one fits nearly every pattern. */
const TEXTS = [
  '1.00',
  'USD',
  'https://tea.example/',
  '2026-11-20T12:00:00.000Z',
  '2026-11-20',
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  'mia@example.com',
  'abc',
  '1',
]

/** A body of `POST path`; undefined where it takes none in JSON. `ids` stand where a property has such a name. */
export function sampleBody(path: string, ids: Readonly<Record<string, string>>): unknown {
  const place = path.replaceAll(/:(\w+)/g, '{$1}')
  const schema = at(
    description,
    'paths',
    place,
    'post',
    'requestBody',
    'content',
    'application/json',
    'schema',
  )
  return schema === undefined ? undefined : sample(schema, '', ids)
}

function sample(node: Node, name: string, ids: Readonly<Record<string, string>>): unknown {
  const schema = resolved(node)
  const [first] = ['anyOf', 'oneOf', 'allOf'].flatMap((union) => (schema[union] as Node[] | undefined) ?? [])
  if (first) return sample(first, name, ids)
  if (schema['const'] !== undefined) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  switch (schema['type']) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Node>>).map(([key, part]) => [
          key,
          sample(part, key, ids),
        ]),
      )
    case 'array':
      return [sample((schema['items'] ?? {}) as Node, name, ids)]
    case 'integer':
    case 'number':
      return schema['minimum'] ?? 1
    case 'boolean':
      return true
    default:
      return ids[name] ?? (name === 'people' ? ids['recommenderId'] : textFor(schema))
  }
}

function textFor({ pattern }: Node): string {
  if (typeof pattern !== 'string') return 'text'
  return TEXTS.find((text) => new RegExp(pattern).test(text)) ?? 'text'
}

function resolved(node: Node): Node {
  const reference = node['$ref']
  if (typeof reference !== 'string') return node
  return at(description, ...reference.slice(2).split('/')) ?? {}
}

function at(node: Node, ...names: readonly string[]): Node | undefined {
  let found: Node | undefined = node
  for (const name of names) found = found?.[name] as Node | undefined
  return found
}
