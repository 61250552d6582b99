import { describe, expect, test } from 'vitest'
import { InvariantError } from '#domain/invariant.ts'
import { canonicalHash, canonicalJson, policyHash, type Policy } from '#domain/policy.ts'
import { decidingSentence, traceHash, type Trace } from '#domain/trace.ts'

/** Fields in no order at all. */
const policy: Policy = {
  reward: { bps: 750, kind: 'percent' },
  holdSeconds: 1_209_600,
  version: 1,
  perOrderCap: '25.00',
  attribution: { windowDays: 30, model: 'last-click' },
  currency: 'USD',
}

describe('canonicalJson', () => {
  test('sorts keys at every depth and leaves no spaces', () => {
    expect(canonicalJson(policy)).toBe(
      '{"attribution":{"model":"last-click","windowDays":30},"currency":"USD","holdSeconds":1209600,' +
        '"perOrderCap":"25.00","reward":{"bps":750,"kind":"percent"},"version":1}',
    )
    // By code unit, as RFC 8785 has it: capitals before small letters, "10" before "9".
    expect(canonicalJson({ b: 1, a: 2, B: 3, 10: 4, 9: 5, '': 6, é: 7 })).toBe(
      '{"":6,"10":4,"9":5,"B":3,"a":2,"b":1,"é":7}',
    )
  })

  test.each([
    [null, 'null'],
    [true, 'true'],
    ['a "quote" and \n', String.raw`"a \"quote\" and \n"`],
    [1.5, '1.5'],
    [-0, '0'],
    [[], '[]'],
    [{}, '{}'],
    [[2, [1], { b: [], a: null }], '[2,[1],{"a":null,"b":[]}]'],
  ])('writes %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  test('leaves out a field that is undefined, and keeps one that is null', () => {
    expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}')
  })

  test('takes objects without a prototype, and a key called __proto__', () => {
    expect(canonicalJson(Object.assign(Object.create(null) as object, { b: 1, a: 2 }))).toBe('{"a":2,"b":1}')
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe('{"__proto__":{"a":2},"b":1}')
  })

  test.each([
    ['undefined', undefined],
    ['undefined in a list', [1, undefined]],
    ['a hole in a list', [1, , 2]], // oxlint-disable-line no-sparse-arrays
    ['NaN', { rate: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a bigint', { micros: 1n }],
    ['a function', { call: () => 1 }],
    ['a symbol', Symbol('a')],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([['a', 1]])],
    ['bytes', Uint8Array.of(1)],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(InvariantError)
  })
})

// keccak256 of the texts above and below, worked out by a program of its own.

test('a policy is named by the hash of its canonical form', () => {
  expect(policyHash(policy)).toBe('0x54de1012dda16e963d0e98878f74eeba2b289d5172492726d6aa2e574139d7d1')
  expect(
    policyHash({
      version: 1,
      currency: 'EUR',
      attribution: { model: 'last-click', windowDays: 7 },
      reward: { kind: 'flat', amount: '2.50' },
      perOrderCap: '2.50',
      holdSeconds: 3_600,
    }),
  ).toBe('0x32aef410271bb8e70937bf3306ca5746134b280c53c7f148f55da7a2638ec664')
})

test('each field of a policy changes its name', () => {
  const changes: Partial<Policy>[] = [
    { currency: 'EUR' },
    { attribution: { model: 'last-click', windowDays: 31 } },
    { reward: { kind: 'percent', bps: 751 } },
    { reward: { kind: 'flat', amount: '7.50' } },
    { perOrderCap: '25.01' },
    { holdSeconds: 1_209_601 },
  ]
  const names = [policy, ...changes.map((change) => ({ ...policy, ...change }))].map(policyHash)
  expect(new Set(names).size).toBe(7)
})

const trace: Trace = [
  { step: 'verify', outcome: 'passed', sentence: "The shop's signature fits the order." },
  { step: 'touches', outcome: 'stopped', sentence: 'The order carried no link.' },
]

test("a trace's hash is the same whatever the order of keys, and another for another order of steps", () => {
  const hash = '0x66036e56febd2ca830ca8269413724c5eb2e24a172e147ccfe47a267af491656'
  expect(traceHash(trace)).toBe(hash)
  expect(traceHash(trace.map(({ step, outcome, sentence }) => ({ sentence, step, outcome })))).toBe(hash)
  expect(traceHash(trace.toReversed())).not.toBe(hash)
  expect(canonicalHash(trace)).toBe(hash)
})

test('the sentence that decided is where it stopped, or else the last', () => {
  expect(decidingSentence(trace)).toBe('The order carried no link.')
  expect(decidingSentence(trace.toReversed())).toBe('The order carried no link.')
  expect(decidingSentence(trace.slice(0, 1))).toBe("The shop's signature fits the order.")
  expect(decidingSentence([])).toBe('')
})
