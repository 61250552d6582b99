import { describe, expect, test } from 'vitest'
import {
  formatMicros,
  maxMicros,
  micros,
  MICROS_MAX,
  minMicros,
  mulBpsDown,
  parseMicros,
  sumMicros,
} from '#domain/money.ts'

/** 2⁶³ − 1, as every table of powers has it. */
const LARGEST = 9_223_372_036_854_775_807n

describe('micros', () => {
  test('takes 63 bits and a sign, and not one more', () => {
    expect(MICROS_MAX).toBe(LARGEST)
    expect(micros(LARGEST)).toBe(LARGEST)
    expect(micros(-LARGEST)).toBe(-LARGEST)
    expect(() => micros(LARGEST + 1n)).toThrow('63 bits')
    expect(() => micros(-LARGEST - 1n)).toThrow('63 bits')
  })
})

describe('parseMicros', () => {
  test.each([
    ['0', 0n],
    ['0.000001', 1n],
    ['0.1', 100_000n],
    ['1', 1_000_000n],
    ['12.5', 12_500_000n],
    ['12.500000', 12_500_000n],
    ['0.123456', 123_456n],
    ['9223372036854.775807', LARGEST],
  ])('reads %s', (text, amount) => {
    expect(parseMicros(text)).toBe(amount)
  })

  test.each([
    ['seven decimals', '0.1234567'],
    ['seven decimals that are zeros', '1.0000000'],
    ['a plus sign', '+1'],
    ['a minus sign', '-1'],
    ['minus nothing', '-0'],
    ['an exponent', '1e3'],
    ['an exponent after decimals', '1.5E2'],
    ['Arabic digits', '١٢'],
    ['wide digits', '１２'],
    ['nothing', ''],
    ['no digit before the point', '.5'],
    ['no digit after the point', '5.'],
    ['a leading zero', '01.00'],
    ['a space', ' 1'],
    ['a line after it', '1\n'],
    ['a comma', '1,50'],
    ['thousands apart', '1_000'],
    ['hexadecimal', '0x10'],
    ['no number', 'NaN'],
    ['one micro more than 63 bits hold', '9223372036854.775808'],
    ['thirteen nines', '9999999999999'],
    ['a thousand digits', '9'.repeat(1_000)],
  ])('refuses %s', (_, text) => {
    expect(parseMicros(text)).toBeUndefined()
  })
})

describe('formatMicros', () => {
  test.each([
    [0n, '0.00'],
    [1n, '0.000001'],
    [100_000n, '0.10'],
    [120_000n, '0.12'],
    [123_000n, '0.123'],
    [372_500n, '0.3725'],
    [1_000_000n, '1.00'],
    [12_500_000n, '12.50'],
    [100_000_000n, '100.00'],
    [-1_000_000n, '-1.00'],
    [-1n, '-0.000001'],
    [LARGEST, '9223372036854.775807'],
  ])('writes %d micros with two to six decimals', (amount, text) => {
    expect(formatMicros(micros(amount))).toBe(text)
  })
})

describe('mulBpsDown', () => {
  test.each([
    // 7.25 % of 99.99 are 7.249275 exactly.
    [99_990_000n, 725, 7_249_275n],
    // A basis point of 9 999 micros is 0.9999 micros.
    [9_999n, 1, 0n],
    [10_000n, 1, 1n],
    [19_999n, 1, 1n],
    [1_000_000n, 0, 0n],
    [1_000_000n, 10_000, 1_000_000n],
    [0n, 10_000, 0n],
    [LARGEST, 10_000, LARGEST],
  ])('of %d micros, %d basis points, rounded down', (amount, bps, part) => {
    expect(mulBpsDown(micros(amount), bps)).toBe(part)
  })

  test('refuses a negative amount, a negative rate, and a rate that is not whole', () => {
    expect(() => mulBpsDown(micros(-1n), 1)).toThrow('from zero up')
    expect(() => mulBpsDown(micros(1n), -1)).toThrow('from zero up')
    expect(() => mulBpsDown(micros(1n), 0.5)).toThrow('from zero up')
    expect(() => mulBpsDown(micros(1n), Number.NaN)).toThrow('from zero up')
  })
})

test('sums, smallest and largest', () => {
  const [one, two] = [micros(1n), micros(2n)]
  expect(sumMicros([])).toBe(0n)
  expect(sumMicros([one, two, micros(-5n)])).toBe(-2n)
  // What is between may be larger than what comes out.
  expect(sumMicros([micros(LARGEST), two, micros(-2n)])).toBe(LARGEST)
  expect(() => sumMicros([micros(LARGEST), one])).toThrow('63 bits')
  expect([minMicros(one, two), minMicros(two, one), minMicros(two, two)]).toEqual([1n, 1n, 2n])
  expect([maxMicros(one, two), maxMicros(two, one), maxMicros(one, one)]).toEqual([2n, 2n, 1n])
})
