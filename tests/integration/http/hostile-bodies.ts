// Bad bodies made from a good one: every field taken away, doubled, or replaced by what it may not be.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export type HostileBody = { readonly name: string; readonly body: string | Uint8Array<ArrayBuffer> }

/** What no field of any body takes. */
const NEVER: readonly Json[] = [
  null,
  true,
  [],
  {},
  ['x'],
  { a: 1 },
  '',
  'x\0y',
  '\ud83d',
  '\u202ex',
  'x'.repeat(3_000),
]

/** What no amount takes, although each is somebody's idea of one. */
const NO_AMOUNT: readonly Json[] = [
  1,
  12.5,
  0,
  -1,
  1e21,
  '-1',
  '+1',
  '0',
  '0.000000',
  '1e3',
  '0x10',
  '1.0000001',
  '1,5',
  ' 1',
  '1 ',
  '.5',
  '1.',
  '01',
  'NaN',
  'Infinity',
  '١',
  '99999999999999999999',
  '9'.repeat(400),
  '1'.repeat(10),
]

/** What no count of seconds, days or basis points takes. */
const NO_COUNT: readonly Json[] = ['1', -1, 0.5, 1e21]

/** What no address takes. */
const NO_ADDRESS: readonly Json[] = [
  '0x',
  `0x${'0'.repeat(39)}`,
  `0x${'0'.repeat(41)}`,
  `0x${'g'.repeat(40)}`,
  'vitalik.eth',
  '0x70997970c51812dc3A010C7d01b50e0d17dc79C8',
]

const AMOUNTS = /amount|cap|capacity|perday/i

/** Bodies that are wrong for every address. */
export function wrongEverywhere(good: Json): readonly HostileBody[] {
  const text = JSON.stringify(good)
  return [
    { name: 'nothing', body: '' },
    { name: 'white space', body: '  \n' },
    { name: 'cut off', body: text.slice(0, -1) },
    { name: 'twice', body: text + text },
    { name: 'a comment', body: `${text} // x` },
    { name: 'a list', body: `[${text}]` },
    { name: 'null', body: 'null' },
    { name: 'true', body: 'true' },
    { name: 'a number', body: '7' },
    { name: 'text', body: '"text"' },
    { name: 'an unknown field', body: text.replace('{', '{"unknown":1,').replace(',}', '}') },
    { name: 'a key __proto__', body: text.replace('{', '{"__proto__":{"admin":true},').replace(',}', '}') },
    {
      name: 'a key constructor',
      body: text.replace('{', '{"constructor":{"prototype":{}},').replace(',}', '}'),
    },
    { name: 'a key with NUL', body: text.replace('{', '{"a\\u0000":1,').replace(',}', '}') },
    { name: 'a byte order mark', body: `\uFEFF${text}` },
    { name: 'bytes that are no UTF-8', body: Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d) },
    { name: 'ten thousand levels', body: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}` },
    { name: 'too many bytes', body: `{"a":"${'x'.repeat(70_000)}"}` },
  ]
}

/** `good` with one field at a time taken away or replaced by what it may not be. */
export function wrongFields(good: Json): readonly HostileBody[] {
  return leavesOf(good, []).flatMap(({ path, value }) => {
    const field = path.join('.')
    const replaced = wrongValues(field, value).map((wrong) => ({
      name: `${field}: ${JSON.stringify(wrong)?.slice(0, 40)}`,
      body: JSON.stringify(changed(good, path, wrong)),
    }))
    return [{ name: `without ${field}`, body: JSON.stringify(changed(good, path, undefined)) }, ...replaced]
  })
}

function wrongValues(field: string, value: Json): readonly Json[] {
  if (typeof value === 'number') return [...NEVER, ...NO_COUNT]
  if (AMOUNTS.test(field)) return [...NEVER, ...NO_AMOUNT]
  if (typeof value === 'string' && value.startsWith('0x')) return [...NEVER, ...NO_ADDRESS]
  return [...NEVER, 7, -1.5]
}

function leavesOf(value: Json, path: readonly string[]): readonly { path: readonly string[]; value: Json }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }]
  return Object.entries(value).flatMap(([name, field]) => leavesOf(field, [...path, name]))
}

function changed(value: Json, path: readonly string[], wrong: Json | undefined): Json {
  const [name, ...rest] = path
  if (name === undefined || typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).flatMap(([key, field]): [string, Json][] => {
    if (key !== name) return [[key, field]]
    if (rest.length > 0) return [[key, changed(field, rest, wrong)]]
    return wrong === undefined ? [] : [[key, wrong]]
  })
  return Object.fromEntries(fields)
}
