import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JSON_DEPTH_MAX, readJsonBody } from '#commerce/read-json-body.ts'
import { shopifyAdapter } from '#commerce/shopify/shopify-adapter.ts'
import { standardAdapter } from '#commerce/standard/standard-adapter.ts'
import { Problem } from '#domain/problem.ts'
import { money, order, refund } from './shopify-bodies.ts'
import { macs, problemOf, requestOf, wrongFieldsOf } from './webhook-requests.ts'

function read(text: string): unknown {
  return readJsonBody(new TextEncoder().encode(text))
}

function refusedFields(text: string): readonly string[] {
  const problem = problemOf(() => read(text))
  expect(problem.code).toBe('input_invalid')
  return wrongFieldsOf(problem)
}

test('keeps whole numbers exact and leaves other values alone', () => {
  expect(read('{"a":9007199254740993,"b":-9007199254740993,"c":1.5,"d":12,"e":"x","f":[true,null]}')).toEqual(
    {
      a: 9007199254740993n,
      b: -9007199254740993n,
      c: 1.5,
      d: 12,
      e: 'x',
      f: [true, null],
    },
  )
})

test('refuses a NUL, half a character and __proto__ with their places', () => {
  expect(refusedFields('{"a":{"b":["x","y\\u0000"]}}')).toEqual(['/a/b/1'])
  expect(refusedFields('{"a":"\\ud800"}')).toEqual(['/a'])
  expect(refusedFields('{"a/b":{"__proto__":{}}}')).toEqual(['/a~1b/__proto__'])
  expect(refusedFields('{"a":{"\\u0000":1}}')).toEqual(['/a'])
})

test('refuses bytes that are no UTF-8', () => {
  expect(problemOf(() => readJsonBody(Uint8Array.of(0x22, 0xff, 0x22))).code).toBe('body_malformed')
})

test('reads to the depth limit and refuses one level more, also by the hundred thousand', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  expect(read(nested(JSON_DEPTH_MAX))).toBeInstanceOf(Array)
  expect(refusedFields(nested(JSON_DEPTH_MAX + 1))).toEqual([''])
  expect(refusedFields(nested(100_000))).toEqual([''])
})

test('does not count brackets inside texts', () => {
  const text = `\\"${'['.repeat(JSON_DEPTH_MAX + 1)}\\\\`
  expect(read(`["${text}"]`)).toEqual([`"${'['.repeat(JSON_DEPTH_MAX + 1)}\\`])
})

test('names at most ten faults and never repeats a value', () => {
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, 'secret\0'])))
  const problem = problemOf(() => read(body))
  expect(wrongFieldsOf(problem)).toHaveLength(10)
  expect(JSON.stringify(problem.facts)).not.toContain('secret')
})

const standardPaid = {
  type: 'order.paid',
  timestamp: '2026-03-01T12:00:00Z',
  data: { id: 'A-1', currency: 'USD', total: '2.00', subtotal: '1.00', customer: { email: 'a@b.c' } },
}

/** Puts `oddity` at a place inside `body` chosen by `path`. */
function withOddity(body: unknown, path: readonly number[], oddity: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined || body === null || typeof body !== 'object') return oddity
  const keys = Object.keys(body)
  const key = keys[step % Math.max(keys.length, 1)]
  if (key === undefined) return oddity
  const copy = structuredClone(body) as Record<string, unknown>
  copy[key] = withOddity(copy[key], rest, oddity)
  return copy
}

test('no value anywhere in a body makes an adapter throw anything but a problem', () => {
  const bodies: readonly [string, unknown][] = [
    ['', standardPaid],
    ['orders/paid', order],
    ['orders/cancelled', order],
    ['refunds/create', { ...refund, order_adjustments: [{ kind: 'x', amount_set: money('1.00') }] }],
  ]
  const oddities = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(-0, 1e308, 2 ** 53, '9'.repeat(400), '-0', '1e9', '\0', '\ud800', { __proto__: null }),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...bodies),
      fc.array(fc.nat(30), { maxLength: 6 }),
      oddities,
      (chosen, path, oddity) => {
        const [topic, body] = chosen
        const adapter = topic === '' ? standardAdapter(macs) : shopifyAdapter(macs)
        const request = requestOf(JSON.stringify(withOddity(body, path, oddity)), {
          'x-shopify-topic': topic,
        })
        try {
          expect(['facts', 'skipped']).toContain(adapter.decode(request).kind)
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
          expect(['body_malformed', 'input_invalid']).toContain((error as Problem).code)
        }
      },
    ),
    { numRuns: 2000 },
  )
})
