// What an order is worth under the whole language of rules. Figures are worked out by hand.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { pot } from '#domain/policy/pot.ts'
import { PAID_AT, paidState, tenPercent } from '../facts.ts'

import type { RuleContext } from '#domain/attribution.ts'
import type { KeptLine, OrderContents, OrderState } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'

const context: RuleContext = {
  tier: 'micro',
  code: '22222aaaaaaaa',
  campaignIds: ['summer'],
  isNewCustomer: true,
  isFirstOrder: true,
  country: 'DE',
}

/** 10 % of what counts, at most 100.00. */
const policy: Policy = { ...tenPercent, perOrderCap: '100.00' }

function line(lineId: string, kept: bigint, change: Partial<KeptLine> = {}): KeptLine {
  return {
    lineId,
    quantity: 1,
    eligibleMicros: micros(kept),
    keptQuantity: 1,
    keptMicros: micros(kept),
    ...change,
  }
}

type Change = { contents?: Partial<OrderContents>; currency?: string; paidAt?: number } & Partial<
  Omit<OrderState, 'contents'>
>

function order(
  lines: readonly KeptLine[],
  { contents, currency, paidAt, ...change }: Change = {},
): OrderState {
  const state = paidState(lines.reduce((sum, { eligibleMicros }) => sum + eligibleMicros, 0n))
  const paid = { ...state.paid, currency: currency ?? 'USD', paidAt: paidAt ?? PAID_AT, ...contents }
  return { ...state, paid, contents: paid, lines, ...change }
}

function potOf(rules: Partial<Policy>, state: OrderState, change: Partial<RuleContext> = {}): bigint {
  const result = pot({ ...policy, ...rules }, state, { ...context, ...change })
  if (result.outcome !== 'pot') throw new Error('the order waits for a rate')
  return result.potMicros
}

function sentences(rules: Partial<Policy>, state: OrderState): readonly string[] {
  return pot({ ...policy, ...rules }, state, context).steps.map(
    ({ step, outcome, sentence }) => `${step} ${outcome}: ${sentence}`,
  )
}

describe('the first rule that holds decides for each line', () => {
  const rules: Policy['rules'] = [
    { name: 'new shoes', when: { products: ['SHOE-*'] }, reward: { kind: 'percent', bps: 2_000 } },
    {
      name: 'all shoes and hats',
      when: { products: ['SHOE-*', 'hat-7'] },
      reward: { kind: 'percent', bps: 500 },
    },
  ]

  test('by SKU, by product id, and the program’s own reward for the rest', () => {
    const lines = [
      line('1', 50_000_000n, { sku: 'SHOE-1' }), // 20 %: 10.00
      line('2', 30_000_000n, { productId: 'hat-7' }), // 5 %: 1.50
      line('3', 20_000_000n, { sku: 'hat-70' }), // 10 %: 2.00
    ]
    expect(potOf({ rules }, order(lines))).toBe(13_500_000n)
    expect(sentences({ rules }, order(lines))).toEqual([
      'rule passed: The rule “new shoes” pays 20 % of 50.00 USD: 10.00 USD.',
      'rule passed: The rule “all shoes and hats” pays 5 % of 30.00 USD: 1.50 USD.',
      'rule passed: The program pays 10 % of 20.00 USD: 2.00 USD.',
      'pot passed: The order earns 13.50 USD.',
    ])
  })

  test('an order without lines falls to no rule about products', () => {
    expect(potOf({ rules }, paidState(50_000_000n))).toBe(5_000_000n)
  })
})

describe('a condition', () => {
  const half = (when: NonNullable<Policy['rules']>[number]['when']): Partial<Policy> => ({
    rules: [{ name: 'half', when, reward: { kind: 'percent', bps: 5_000 } }],
  })
  const ten = order([line('1', 10_000_000n, { sku: 'A1' })])

  test.each([
    ['tier', { tiers: ['micro', 'macro'] }, {}, { tier: 'mega' }],
    ['campaign', { campaigns: ['winter', 'summer'] }, {}, { campaignIds: [] }],
    ['new customer', { customer: 'new' }, {}, { isNewCustomer: false }],
    ['returning customer', { customer: 'returning' }, { isNewCustomer: false }, {}],
    ['first order', { firstOrder: true }, {}, { isFirstOrder: false }],
    ['later order', { firstOrder: false }, { isFirstOrder: false }, {}],
    ['country', { countries: ['AT', 'DE'] }, {}, { country: 'FR' }],
    ['link', { links: ['22222aaaaaaaa'] }, {}, { code: '22222bbbbbbbb' }],
    ['two together', { tiers: ['micro'], countries: ['DE'] }, {}, { country: 'FR' }],
  ] as const)('on %s holds and does not', (_name, when, holds, fails) => {
    expect(potOf(half(when), ten, holds)).toBe(5_000_000n)
    expect(potOf(half(when), ten, fails)).toBe(1_000_000n)
  })

  test('on a country does not hold when the order names none', () => {
    const { country: _country, ...nowhere } = context
    expect(pot({ ...policy, ...half({ countries: ['DE'] }) }, ten, nowhere)).toMatchObject({
      potMicros: 1_000_000n,
    })
  })
})

describe('a fixed reward', () => {
  const three = line('1', 30_000_000n, { quantity: 3, keptQuantity: 3 })

  test('is given once for an order', () => {
    const rules: Partial<Policy> = { reward: { kind: 'flat', amount: '2.00' } }
    expect(potOf(rules, order([three, line('2', 1_000_000n)]))).toBe(2_000_000n)
  })

  test('or for each piece that is kept, and free pieces are none', () => {
    const rules: Partial<Policy> = { reward: { kind: 'flat', amount: '2.00', per: 'item' } }
    expect(potOf(rules, order([three, line('2', 0n)]))).toBe(6_000_000n)
    const two = { ...three, keptQuantity: 2, keptMicros: micros(20_000_000n) }
    expect(potOf(rules, order([two]))).toBe(4_000_000n)
    expect(sentences(rules, order([two]))[0]).toBe(
      'rule passed: The program pays 2.00 USD for each of 2 pieces kept: 4.00 USD.',
    )
  })

  test('is not earned by shipping alone', () => {
    const rules: Partial<Policy> = { reward: { kind: 'flat', amount: '2.00' }, exclude: { shipping: false } }
    const gone = { ...three, keptQuantity: 0, keptMicros: micros(0n) }
    expect(potOf(rules, order([gone], { keptShippingMicros: micros(5_000_000n) }))).toBe(0n)
  })
})

describe('what does not count', () => {
  const lines = [line('1', 40_000_000n, { sku: 'A1' }), line('2', 25_000_000n, { giftCard: true })]
  const withExtras = order(lines, {
    keptShippingMicros: micros(5_000_000n),
    keptTaxMicros: micros(3_000_000n),
  })

  test.each([
    // 10 % of 40.00.
    ['shipping, tax and gift cards, unless said otherwise', {}, 4_000_000n],
    // 10 % of 40.00 + 5.00.
    ['not shipping, if it is let in', { shipping: false }, 4_500_000n],
    // 10 % of 40.00 + 3.00.
    ['not tax, if it is let in', { tax: false }, 4_300_000n],
    // 10 % of 40.00 + 25.00.
    ['not gift cards, if they are let in', { giftCards: false }, 6_500_000n],
    ['products by pattern', { products: ['A*'] }, 0n],
  ] as const)('%s', (_name, exclude, expected) => {
    expect(potOf({ exclude }, withExtras)).toBe(expected)
  })

  test('the part paid with store credit, in proportion to the total', () => {
    // A quarter of the total: 10 % of 30.00.
    const quarter = order([line('1', 40_000_000n)], {
      contents: { totalMicros: micros(48_000_000n), storeCreditMicros: micros(12_000_000n) },
    })
    expect(potOf({}, quarter)).toBe(3_000_000n)
    expect(potOf({ exclude: { storeCredit: false } }, quarter)).toBe(4_000_000n)
    expect(sentences({}, quarter)[0]).toBe(
      'rule noted: 10.00 USD was paid with store credit and does not count.',
    )
  })

  test('is nothing at all when store credit paid for everything or more', () => {
    const all = order([line('1', 40_000_000n)], {
      contents: { totalMicros: micros(48_000_000n), storeCreditMicros: micros(50_000_000n) },
    })
    expect(potOf({}, all)).toBe(0n)
    expect(sentences({}, all).at(-1)).toBe(
      'rule stopped: Nothing of the order is left that counts, so there is no reward.',
    )
  })
})

describe('a limit', () => {
  test.each([
    [99_990_000n, 9_999_000n],
    [100_000_000n, 10_000_000n],
    [100_010_000n, 10_000_000n],
  ])('for one order, of %d micros', (kept, expected) => {
    expect(potOf({ perOrderCap: '10.00' }, order([line('1', kept)]))).toBe(expected)
  })

  test.each([
    [9_990_000n, 0n],
    [10_000_000n, 1_000_000n],
  ])('below which no reward is given, of %d micros', (kept, expected) => {
    expect(potOf({ minimumReward: '1.00' }, order([line('1', kept)]))).toBe(expected)
  })

  test.each([
    [49_990_000n, 0n],
    [50_000_000n, 5_000_000n],
  ])('below which orders earn nothing, of %d micros', (kept, expected) => {
    expect(potOf({ eligibility: { minimumOrder: '50.00' } }, order([line('1', kept)]))).toBe(expected)
  })

  test('says which one it was', () => {
    const kept = order([line('1', 200_000_000n)])
    expect(sentences({ perOrderCap: '5.00' }, kept)).toContain('pot noted: One order earns at most 5.00 USD.')
    expect(sentences({ minimumReward: '50.00' }, kept).at(-1)).toBe(
      'pot stopped: The program gives no reward below 50.00 USD; this would be 20.00 USD.',
    )
    expect(sentences({ eligibility: { minimumOrder: '500.00' } }, kept).at(-1)).toBe(
      'rule stopped: Orders below 500.00 USD earn nothing; 200.00 USD of this one counts.',
    )
  })
})

describe('an order in another currency', () => {
  const rates = {
    EUR: [
      { from: '2026-01-01', rate: '1.05' },
      { from: '2026-03-01', rate: '1.1' },
    ],
  }
  const euros = (paidAt: number) => order([line('1', 100_000_000n)], { currency: 'EUR', paidAt })

  test.each([
    // 10 % of 100.00 × 1.05.
    ['2026-02-28T23:59:59.999Z', 10_500_000n],
    // 10 % of 100.00 × 1.10.
    ['2026-03-01T00:00:00.000Z', 11_000_000n],
  ])('counts at the rate of its day, paid at %s', (at, expected) => {
    expect(potOf({ rates }, euros(Date.parse(at)))).toBe(expected)
  })

  test('says at which rate', () => {
    expect(sentences({ rates }, euros(PAID_AT))[0]).toBe(
      "rule noted: At the program's rate of 2026-03-01, 100.00 EUR counts as 110.00 USD.",
    )
  })

  test('rounds yen and dinars down to whole micros', () => {
    // 10 % of 1 001 × 0.006712345 = 6.71905734 → 6.719057 → 0.671905.
    const yen = order([line('1', 1_001_000_000n)], { currency: 'JPY' })
    expect(potOf({ rates: { JPY: [{ from: '2026-01-01', rate: '0.006712345' }] } }, yen)).toBe(671_905n)
    // 10 % of 1.234 × 3.25 = 4.0105.
    const dinars = order([line('1', 1_234_000n)], { currency: 'KWD' })
    expect(potOf({ rates: { KWD: [{ from: '2026-01-01', rate: '3.25' }] } }, dinars)).toBe(401_050n)
  })

  test('waits without a rate, and before the first one', () => {
    expect(pot(policy, euros(PAID_AT), context)).toMatchObject({ outcome: 'waits-for-rate', currency: 'EUR' })
    expect(pot({ ...policy, rates }, euros(Date.parse('2025-12-31T23:59:59Z')), context).outcome).toBe(
      'waits-for-rate',
    )
  })

  test('takes the rate that a later version states, of its day or the oldest, and nothing else of it', () => {
    const later: Policy = { ...policy, reward: { kind: 'percent', bps: 9_000 }, rates }
    expect(pot(policy, euros(PAID_AT), context, [policy, later])).toMatchObject({ potMicros: 11_000_000n })
    const early = euros(Date.parse('2025-12-31T23:59:59Z'))
    expect(pot(policy, early, context, [later])).toMatchObject({ potMicros: 10_500_000n })
    const own: Policy = { ...policy, rates: { EUR: [{ from: '2026-01-01', rate: '2' }] } }
    expect(pot(own, euros(PAID_AT), context, [later])).toMatchObject({ potMicros: 20_000_000n })
  })

  test('named like a property of every object has no rate', () => {
    expect(
      pot({ ...policy, rates }, order([line('1', 1n)], { currency: 'constructor' }), context).outcome,
    ).toBe('waits-for-rate')
  })
})

test('a cancelled order is worth nothing, whatever its currency', () => {
  expect(potOf({}, order([line('1', 10_000_000n)], { currency: 'EUR', cancelled: true }))).toBe(0n)
})

test('ten thousand lines of nearly a billion each are worth the cap', () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => line(String(n), 999_999_999_999_999n))
  const state = { ...order([]), lines }
  expect(potOf({}, state)).toBe(100_000_000n)
  expect(potOf({ reward: { kind: 'flat', amount: '2.00', per: 'item' } }, state)).toBe(100_000_000n)
})
