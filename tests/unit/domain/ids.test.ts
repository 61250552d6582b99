import { describe, expect, test } from 'vitest'
import {
  ID_ALPHABET,
  idFromBytes,
  isId,
  OPERATOR_SCOPE,
  RETAILER_ID_LENGTH,
  retailerIdOf,
  sortableSuffix,
} from '#domain/ids.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'

test('the alphabet has 31 characters, each once, and none that is mistaken for another', () => {
  expect(new Set(ID_ALPHABET).size).toBe(31)
  for (const mistaken of '01ilo') expect(ID_ALPHABET).not.toContain(mistaken)
  expect(ID_ALPHABET.split('').toSorted().join('')).toBe(ID_ALPHABET)
})

describe('isId', () => {
  test.each([
    ['abc', 3, true],
    ['abc', 4, false],
    ['abcd', 3, false],
    ['', 0, false],
    ['ab1', 3, false],
    ['ABC', 3, false],
    ['ab\n', 3, false],
    ['abç', 3, false],
  ])('%j as an id of %d characters: %s', (text, length, is) => {
    expect(isId(text, length)).toBe(is)
  })
})

describe('idFromBytes', () => {
  test('takes two bytes a character, as one number, by its rest after 31', () => {
    // 0, 30, 31 and 65 535 = 31 × 2114 + 1: first, last, first and second character.
    expect(idFromBytes(Uint8Array.of(0, 0, 0, 30, 0, 31, 255, 255), 4)).toBe('2z23')
    // 256 = 31 × 8 + 8: the ninth character.
    expect(idFromBytes(Uint8Array.of(1, 0, 9, 9), 1)).toBe('a')
  })

  test('refuses to make more characters than it has bytes for', () => {
    expect(() => idFromBytes(new Uint8Array(7), 4)).toThrow('two random bytes a character')
  })
})

describe('sortableSuffix', () => {
  const zeros = new Uint8Array(14)

  test('is nine characters of time and seven of chance', () => {
    expect(sortableSuffix(0, zeros)).toBe('2222222222222222')
    expect(sortableSuffix(1, zeros)).toBe('2222222232222222')
    expect(sortableSuffix(31, zeros)).toBe('2222222322222222')
    // 31⁹ − 1, the last instant that fits, in the year 2807.
    expect(sortableSuffix(26_439_622_160_670, new Uint8Array(14).fill(0))).toBe('zzzzzzzzz2222222')
  })

  test('sorts by time, whatever chance adds', () => {
    const late = Uint8Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? 0 : 30))
    expect(sortableSuffix(1_767_225_600_000, late) < sortableSuffix(1_767_225_600_001, zeros)).toBe(true)
  })
})

describe('retailerIdOf', () => {
  test('is what an id begins with', () => {
    expect(retailerIdOf('shap2xyz')).toBe('shap2')
    expect(retailerIdOf('shap2')).toBe('shap2')
  })

  test.each(['', 'shap', 'shop2', 'SHAP2', 'shap2_', 'shap2/../', ' shap2', '00000', 'shap2é'])(
    'is nothing for %j',
    (text) => {
      expect(retailerIdOf(text)).toBeUndefined()
    },
  )

  test("is nobody's for the operator", () => {
    expect(OPERATOR_SCOPE).toHaveLength(RETAILER_ID_LENGTH)
    expect(retailerIdOf(OPERATOR_SCOPE)).toBeUndefined()
  })
})

describe('recommenderIdOf', () => {
  // keccak256 of the twenty bytes and the alphabet, worked out by a program of its own.
  test.each([
    ['0x00000000000000000000000000000000000000A1', 'bfc966ckngun6yz6'],
    ['0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', 'srq33ptdhpczwr77'],
  ] as const)('names who is paid at %s, however the address is written', (payee, id) => {
    expect(recommenderIdOf(payee)).toBe(id)
    expect(recommenderIdOf(payee.toLowerCase() as typeof payee)).toBe(id)
  })
})
