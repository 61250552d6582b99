import { describe, expect, test } from 'vitest'
import { RULE_REFUND_EMPTY, RULE_TYPE_UNUSED } from '#commerce/standard/decode-standard-webhook.ts'
import { standardAdapter } from '#commerce/standard/standard-adapter.ts'
import { macs, problemOf, requestOf, wrongFieldsOf } from './webhook-requests.ts'

const adapter = standardAdapter(macs)
const TOKEN = 'abcde23456789-t8k3k0-23456789abcdefgh-00112233445566778899'

const paid = {
  type: 'order.paid',
  timestamp: '2026-03-01T12:00:00Z',
  data: {
    id: 'A-1001',
    currency: 'USD',
    total: '58.20',
    subtotal: '48.00',
    customer: { email: ' Ann+News@Example.com ' },
    click_token: TOKEN,
  },
}
const refunded = {
  type: 'order.refunded',
  timestamp: '2026-03-02T12:00:00+02:00',
  data: { order_id: 'A-1001', refund_id: 'R-7', currency: 'USD', amount: '12.5' },
}
const cancelled = { type: 'order.cancelled', timestamp: '2026-03-02T12:00:00Z', data: { order_id: 'A-1001' } }

function decode(body: unknown) {
  return adapter.decode(requestOf(body))
}

function paidWith(change: Record<string, unknown>) {
  return { ...paid, data: { ...paid.data, ...change } }
}

function wrong(body: unknown): readonly string[] {
  const problem = problemOf(() => decode(body))
  expect(problem.code).toBe('input_invalid')
  return wrongFieldsOf(problem)
}

describe('an order that was paid', () => {
  test('becomes one paid fact with its token and the normalised e-mail', () => {
    expect(decode(paid)).toEqual({
      kind: 'facts',
      externalOrderId: 'A-1001',
      facts: [
        {
          kind: 'paid',
          factKey: 'paid',
          paidAt: 1772366400000,
          currency: 'USD',
          eligibleMicros: 48_000_000n,
          totalMicros: 58_200_000n,
          references: [{ carriage: 'note-attribute', kind: 'click-token', value: TOKEN }],
          buyerEmail: 'ann@example.com',
          buyerEmailDomain: 'example.com',
          disposableEmail: false,
          test: false,
        },
      ],
    })
  })

  test('may leave out customer, token, landing site and test, or give them as null', () => {
    const { id, currency, total, subtotal } = paid.data
    const bare = { ...paid, data: { id, currency, total, subtotal } }
    const nulls = { ...paid, data: { ...bare.data, customer: null, click_token: null, landing_site: null } }
    for (const body of [bare, nulls]) {
      expect(decode(body)).toMatchObject({ facts: [{ references: [], test: false }] })
      expect(decode(body)).not.toHaveProperty('facts.0.buyerEmail')
    }
  })

  test('reads token and link code from the landing site', () => {
    const landing_site = `/roast?utm_id=${TOKEN}&ref=abcde23456789`
    expect(decode(paidWith({ click_token: null, landing_site }))).toMatchObject({
      facts: [
        {
          references: [
            { carriage: 'landing-site', kind: 'click-token', value: TOKEN },
            { carriage: 'landing-site', kind: 'link-code', value: 'abcde23456789' },
          ],
        },
      ],
    })
  })

  test('carries the mark of a test order', () => {
    expect(decode(paidWith({ test: true }))).toMatchObject({ facts: [{ test: true }] })
  })

  test('is not lost by a token or e-mail that cannot be one', () => {
    const odd = paidWith({
      click_token: 'A B <script>',
      customer: { email: 'nobody' },
      landing_site: 'http://[',
    })
    expect(decode(odd)).toMatchObject({ facts: [{ references: [] }] })
    expect(decode(odd)).not.toHaveProperty('facts.0.buyerEmail')
  })

  test('counts yen in whole units and dinars in thousandths', () => {
    expect(decode(paidWith({ currency: 'JPY', total: '5200', subtotal: '4800' }))).toMatchObject({
      facts: [{ eligibleMicros: 4_800_000_000n }],
    })
    expect(decode(paidWith({ currency: 'KWD', total: '5.201', subtotal: '4.801' }))).toMatchObject({
      facts: [{ eligibleMicros: 4_801_000n }],
    })
    expect(wrong(paidWith({ currency: 'JPY', total: '5200', subtotal: '4800.5' }))).toEqual([
      '/data/subtotal',
    ])
    expect(wrong(paidWith({ currency: 'KWD', total: '5.201', subtotal: '4.8015' }))).toEqual([
      '/data/subtotal',
    ])
  })

  test.each([
    ['a number', 48],
    ['a negative amount', '-1.00'],
    ['an exponent', '1e3'],
    ['a third decimal of a dollar', '48.001'],
    ['a comma', '48,00'],
    ['a plus', '+48.00'],
    ['a space', ' 48.00'],
    ['an empty text', ''],
    ['digits of another script', '٤٨.٠٠'],
    ['a billion', '1000000000.00'],
    ['more digits than any bigint column', '9'.repeat(30)],
    ['null', null],
  ])('is refused with %s as subtotal', (_name, subtotal) => {
    expect(wrong(paidWith({ subtotal }))).toEqual(['/data/subtotal'])
  })

  test('is read as it stands when its total is smaller than its subtotal: what counts is decided with the rest', () => {
    expect(decode(paidWith({ total: '47.99' }))).toMatchObject({
      facts: [{ eligibleMicros: 48_000_000n, totalMicros: 47_990_000n }],
    })
  })

  test.each([
    ['a number as id', { id: 1001 }, ['/data/id']],
    ['an empty id', { id: '' }, ['/data/id']],
    ['an id with a space', { id: 'A 1' }, ['/data/id']],
    ['an id of 129 characters', { id: 'A'.repeat(129) }, ['/data/id']],
    ['a currency in lower case', { currency: 'usd' }, ['/data/currency']],
    ['an unknown field', { coupon: 'X' }, ['/data/coupon']],
    [
      'an unknown field of the customer',
      { customer: { email: 'a@b.c', name: 'Ann' } },
      ['/data/customer/name'],
    ],
    ['test as text', { test: 'true' }, ['/data/test']],
  ])('is refused with %s', (_name, change, fields) => {
    expect(wrong(paidWith(change))).toEqual(fields)
  })
})

describe('a refund', () => {
  test('becomes one refunded fact named by the refund', () => {
    expect(decode(refunded)).toEqual({
      kind: 'facts',
      externalOrderId: 'A-1001',
      facts: [
        {
          kind: 'refunded',
          factKey: 'refund:R-7',
          refundedAt: 1772445600000,
          currency: 'USD',
          eligibleMicros: 12_500_000n,
        },
      ],
    })
  })

  test('of nothing is skipped with its rule', () => {
    const nothing = { ...refunded, data: { ...refunded.data, amount: '0.00' } }
    expect(decode(nothing)).toEqual({ kind: 'skipped', rule: RULE_REFUND_EMPTY })
  })

  test('is refused without its id and with a negative amount', () => {
    const { refund_id: _, ...rest } = refunded.data
    expect(wrong({ ...refunded, data: rest })).toEqual(['/data/refund_id'])
    expect(wrong({ ...refunded, data: { ...refunded.data, amount: '-12.50' } })).toEqual(['/data/amount'])
  })

  test('is refused with a field that is not known, as a cancellation is', () => {
    expect(wrong({ ...refunded, data: { ...refunded.data, note: 'x' } })).toEqual(['/data/note'])
    expect(wrong({ ...cancelled, data: { ...cancelled.data, note: 'x' } })).toEqual(['/data/note'])
  })
})

test('a cancellation becomes one cancelled fact', () => {
  expect(decode(cancelled)).toEqual({
    kind: 'facts',
    externalOrderId: 'A-1001',
    facts: [{ kind: 'cancelled', factKey: 'cancelled', cancelledAt: 1772452800000 }],
  })
})

describe('the envelope', () => {
  test('of another type is skipped with its rule, whatever it holds', () => {
    const other = { type: 'order.created', timestamp: '2026-03-01T12:00:00Z', data: [1, 2] }
    expect(decode(other)).toEqual({ kind: 'skipped', rule: RULE_TYPE_UNUSED })
  })

  test.each([
    ['an array', [], ['']],
    ['null', null, ['']],
    ['a text', '"x"', ['']],
    ['an unknown field', { ...paid, extra: 1 }, ['/extra']],
    ['no timestamp', { type: 'order.paid', data: paid.data }, ['/timestamp']],
    ['a timestamp without offset', { ...paid, timestamp: '2026-03-01T12:00:00' }, ['/timestamp']],
    ['a timestamp in seconds', { ...paid, timestamp: 1772366400 }, ['/timestamp']],
    ['a timestamp of 1970', { ...paid, timestamp: '1970-01-01T00:00:00Z' }, ['/timestamp']],
    ['data as an array', { ...paid, data: [] }, ['/data']],
    ['no data', { type: 'order.paid', timestamp: paid.timestamp }, ['/data']],
  ])('is refused as %s', (_name, body, fields) => {
    expect(wrong(body)).toEqual(fields)
  })

  test.each(['', '{', '{"type":}', 'undefined', '\ufeff{}', '{} {}'])('is malformed as %j', (body) => {
    expect(problemOf(() => decode(body)).code).toBe('body_malformed')
  })
})
