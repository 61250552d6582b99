// Amounts as they may and may not be written.

import { describe, expect, test } from 'vitest'
import { positiveDecimalSchema, positiveMicrosSchema } from '#schema/money.ts'

describe('an amount', () => {
  test.each([
    ['0.000001', 1n],
    ['1', 1_000_000n],
    ['12.5', 12_500_000n],
    ['999999999.999999', 999_999_999_999_999n],
  ])('%s is read as %s micros', (text, expected) => {
    expect(positiveMicrosSchema.parse(text)).toBe(expected)
  })

  test.each([
    12.5,
    1,
    null,
    true,
    [],
    ['1'],
    {},
    '',
    '0',
    '0.000000',
    '-1',
    '+1',
    ' 1',
    '1 ',
    '01',
    '1.',
    '.5',
    '1.0000001',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '1,5',
    '١٢',
    '1000000000',
    '99999999999999999999999999999999',
  ])('%j is refused', (input) => {
    expect(positiveMicrosSchema.safeParse(input).success).toBe(false)
  })

  test('of a policy keeps one spelling, so that equal rules have equal hashes', () => {
    expect(positiveDecimalSchema.parse('5')).toBe('5.00')
    expect(positiveDecimalSchema.parse('5.000000')).toBe('5.00')
    expect(positiveDecimalSchema.parse('0.125000')).toBe('0.125')
  })
})
