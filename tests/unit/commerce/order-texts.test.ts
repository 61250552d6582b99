// Amounts, addresses and references: the texts inside an order, inside, at the edge of and outside what they may be.

import { describe, expect, test } from 'vitest'
import { currencyDecimals, parseCurrencyAmount } from '#commerce/currency-amounts.ts'
import { landingSiteReferences, REFERENCE_LENGTH_MAX, REFERENCES_MAX } from '#commerce/references.ts'
import { normalisedEmail } from '#schema/normalised-email.ts'

describe('an amount', () => {
  test.each([
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['KWD', 3],
    ['BHD', 3],
    ['CLF', 4],
  ])('in %s has %i decimals', (currency, decimals) => {
    expect(currencyDecimals(currency)).toBe(decimals)
  })

  test.each([
    ['0', 'USD', 0n],
    ['0.01', 'USD', 10_000n],
    ['59.9', 'USD', 59_900_000n],
    ['59.990', 'USD', 59_990_000n],
    ['59.991', 'USD', undefined],
    ['999999999.99', 'USD', 999_999_999_990_000n],
    ['1000000000', 'USD', undefined],
    ['3000', 'JPY', 3_000_000_000n],
    ['3000.00', 'JPY', 3_000_000_000n],
    ['3000.01', 'JPY', undefined],
    ['1.234', 'KWD', 1_234_000n],
    ['1.2345', 'KWD', undefined],
    ['00.10', 'USD', undefined],
    ['.5', 'USD', undefined],
    ['5.', 'USD', undefined],
    ['0x10', 'USD', undefined],
    ['Infinity', 'USD', undefined],
  ])('%s %s is read as %s micros', (text, currency, expected) => {
    expect(parseCurrencyAmount(text, currency)).toBe(expected)
  })
})

describe('an e-mail address', () => {
  test.each([
    [' Ann.Lee+shop@Example.COM ', 'ann.lee@example.com'],
    ['ann@example.com', 'ann@example.com'],
    ['a+b+c@example.com', 'a@example.com'],
    ['+x@example.com', '+x@example.com'],
    ['A.n.n+tea@GoogleMail.com', 'ann@gmail.com'],
    ['a.n.n@gmail.example', 'a.n.n@gmail.example'],
    ['"a@b"@example.com', '"a@b"@example.com'],
    ['nobody', undefined],
    ['@example.com', undefined],
    ['ann@', undefined],
    ['an n@example.com', undefined],
    [`${'a'.repeat(250)}@b.c`, `${'a'.repeat(250)}@b.c`],
    [`${'a'.repeat(251)}@b.c`, undefined],
    ['', undefined],
  ])('%j is compared as %j', (text, expected) => {
    expect(normalisedEmail(text)).toBe(expected)
  })
})

describe('a landing address', () => {
  test.each([
    ['/', []],
    ['/x?utm_id=a-b&utm_source=mail', ['a-b']],
    ['https://other.example/x?ref=abc&utm_id=a-b#frag', ['a-b', 'abc']],
    ['?ref=abc', ['abc']],
    ['/x?UTM_ID=a-b', []],
    ['/x?utm_id=a%00b', []],
    ['/x?utm_id=', []],
    ['javascript:alert(1)?ref=abc', ['abc']],
    ['http://[broken?ref=abc', []],
  ])('%s carries %j', (landingSite, values) => {
    expect(landingSiteReferences(landingSite).map(({ value }) => value)).toEqual(values)
  })

  test('carries references up to the longest length and not one character more', () => {
    const longest = 'a'.repeat(REFERENCE_LENGTH_MAX)
    expect(landingSiteReferences(`/?ref=${longest}`)).toHaveLength(1)
    expect(landingSiteReferences(`/?ref=${longest}a`)).toHaveLength(0)
  })

  test('carries only the first references of a long row', () => {
    expect(landingSiteReferences(`/?${'ref=abc&'.repeat(50)}`)).toHaveLength(REFERENCES_MAX)
  })
})
