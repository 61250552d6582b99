// Bodies made from the JSON Schema of what an address takes: right ones as far as a schema tells, and each way of
// being wrong.

import type { Json } from '../integration/http/hostile-bodies.ts'
import type { Dice } from '../differential/dice.ts'
import { BAD_ADDRESSES, BAD_ADDRESSES_OF_HOSTS, BAD_AMOUNTS, NASTY_TEXTS } from './bad-values.ts'

/** JSON Schema (draft 2020-12), as far as it is looked at. */
export type JsonSchema = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema | boolean
  readonly enum?: readonly Json[]
  readonly const?: Json
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly format?: string
  readonly minimum?: number
  readonly $ref?: string
}

/** Deepest level that is filled: policies nest four deep. */
const DEPTH_MAX = 6

/** What stands for a text by the name of its field, where a pattern would have to be met. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/payee|address|wallet|signer|owner/i, '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'],
  [/url|site/i, 'https://shop.example/'],
  [/currency/i, 'USD'],
  [/amount|cap|capacity|perday|fee|price|budget|threshold/i, '5.00'],
  [/from|to$|at$|date/i, '2026-12-01T00:00:00Z'],
  [/hash|root|signature/i, `0x${'ab'.repeat(32)}`],
  [/email/i, 'mia@example.com'],
]

/** A body that fits `schema` where its types say enough. */
export function sampleBody(dice: Dice, schema: JsonSchema, name = '', depth = 0): Json {
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return sampleBody(dice, dice.of(variants), name, depth)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return dice.of(schema.enum)
  const type = Array.isArray(schema.type) ? dice.of(schema.type as string[]) : schema.type
  if (depth > DEPTH_MAX) return null
  if (type === 'object' || schema.properties) return sampleObject(dice, schema, depth)
  if (type === 'array') {
    return typeof schema.items === 'object' ? [sampleBody(dice, schema.items, name, depth + 1)] : []
  }
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1)
  if (type === 'boolean') return dice.chance(0.5)
  if (type === 'null') return null
  return TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'tea'
}

function sampleObject(dice: Dice, schema: JsonSchema, depth: number): Json {
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) === true || dice.chance(0.3),
  )
  return Object.fromEntries(fields.map(([name, field]) => [name, sampleBody(dice, field, name, depth + 1)]))
}

/** `good` with one thing wrong in it, or a text that is no such body at all. */
export function spoilBody(dice: Dice, good: Json): string | Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(good)
  const ways: readonly (() => string | Uint8Array<ArrayBuffer>)[] = [
    () => text.slice(0, dice.below(text.length)),
    () => text + text,
    () => `[${text}]`,
    () =>
      dice.of(['', 'null', 'true', '7', '"text"', '[]', '{}', ' ', 'NaN', "{'a':1}", '{"a":1,}', '\ufeff{}']),
    () => text.replace('{', '{"unknown":1,').replace(',}', '}'),
    () => text.replace('{', '{"__proto__":{"admin":true},').replace(',}', '}'),
    () => text.replace('{', '{"constructor":{"prototype":{}},').replace(',}', '}'),
    () => text.replace('{', '{"a\\u0000":1,').replace(',}', '}'),
    () => `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    () => '['.repeat(30_000),
    () => `{"a":"${'x'.repeat(70_000)}"}`,
    () => Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d),
  ]
  // Mostly one field: what a schema lets through is where mistakes are.
  if (dice.chance(0.7)) return JSON.stringify(spoilField(dice, good))
  return dice.of(ways)()
}

function spoilField(dice: Dice, value: Json, name = ''): Json {
  if (Array.isArray(value)) {
    if (value.length === 0 || dice.chance(0.3))
      return dice.of([null, {}, 'x', Array(2_000).fill(value[0] ?? null)])
    return value.map((item: Json) => spoilField(dice, item, name))
  }
  if (typeof value !== 'object' || value === null) return badValue(dice, name)
  const names = Object.keys(value)
  const chosen = names.length === 0 ? undefined : dice.of(names)
  if (chosen === undefined || dice.chance(0.1)) return dice.of([null, [], 'x', 7])
  if (dice.chance(0.15)) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== chosen))
  return Object.fromEntries(
    Object.entries(value).map(([key, field]): [string, Json] => [
      key,
      key === chosen ? spoilField(dice, field, key) : field,
    ]),
  )
}

function badValue(dice: Dice, name: string): Json {
  const anything: readonly Json[] = [null, true, [], {}, ['x'], { a: 1 }, 7, -1.5, 1e21, ...NASTY_TEXTS]
  if (/amount|cap|perday|fee|budget|threshold/i.test(name)) return dice.of([...BAD_AMOUNTS, ...anything])
  if (/payee|address|wallet|signer/i.test(name)) return dice.of([...BAD_ADDRESSES, ...anything])
  if (/url|site/i.test(name)) return dice.of([...BAD_ADDRESSES_OF_HOSTS, ...anything])
  return dice.of([...anything, ...BAD_AMOUNTS])
}
