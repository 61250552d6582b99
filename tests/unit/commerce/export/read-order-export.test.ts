// Tables of orders as shops export them.

import { describe, expect, test } from 'vitest'
import { readOrderExport } from '#commerce/export/read-order-export.ts'
import { foldOrder, keptMicros } from '#domain/fold-order.ts'
import { Problem } from '#domain/problem.ts'

const read = (lines: readonly string[], currency = 'USD') => readOrderExport(lines.join('\n'), { currency })

describe("Shopify's order export", () => {
  const header =
    'Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Country,Cancelled at,Refunded Amount,Lineitem discount'

  test('has an order with two lines on two rows, which add up to the subtotal', () => {
    const { format, orders, skipped } = read([
      header,
      // 2 × 20.00 + 10.00 less 10 % on everything: 45.00.
      '#1001,Ann@Mail.example,paid,2026-03-01 13:00:00 +0100,USD,45.00,5.00,4.00,54.00,ANN10,2026-03-01 12:59:00 +0100,2,Cup,20.00,CUP-1,DE,,0.00,0.00',
      '#1001,ann@mail.example,,,,,,,,,2026-03-01 12:59:00 +0100,1,Tea,10.00,TEA-9,,,,0.00',
    ])
    expect({ format, skipped }).toEqual({ format: 'shopify', skipped: [] })
    expect(orders).toHaveLength(1)
    expect(orders[0]).toMatchObject({ name: '#1001', customer: 'ann@mail.example', code: 'ann10' })
    expect(orders[0]?.facts).toMatchObject([
      {
        kind: 'paid',
        paidAt: Date.parse('2026-03-01T12:00:00Z'),
        currency: 'USD',
        eligibleMicros: 45_000_000n,
        totalMicros: 54_000_000n,
        country: 'DE',
        lines: [
          { sku: 'CUP-1', quantity: 2, eligibleMicros: 36_000_000n },
          { sku: 'TEA-9', quantity: 1, eligibleMicros: 9_000_000n },
        ],
      },
    ])
  })

  test('tells refunds of the total, cancellations, and orders that were never paid', () => {
    const { orders, skipped } = read([
      header,
      '#1,a@x.example,partially_refunded,2026-03-01,USD,100.00,0.00,0.00,100.00,,,1,A,100.00,A,US,,25.00,',
      '#2,b@x.example,refunded,2026-03-01,USD,10.00,0.00,0.00,10.00,,,1,A,10.00,A,US,2026-03-02 10:00:00 +0000,10.00,',
      '#3,c@x.example,pending,,USD,10.00,0.00,0.00,10.00,,2026-03-01,1,A,10.00,A,US,,,',
      '#4,d@x.example,paid,2026-03-01,USD,ten,0.00,0.00,10.00,,,1,A,10.00,A,US,,,',
    ])
    expect(orders.map(({ facts }) => keptMicros(foldOrder(facts)))).toEqual([75_000_000n, 0n])
    expect(skipped).toEqual([
      { line: 4, reason: 'was not paid: its financial status is pending' },
      { line: 5, reason: 'has no amount under Subtotal' },
    ])
  })
})

describe("WooCommerce's report of orders", () => {
  test('has net sales in the currency of the shop', () => {
    const { format, orders, skipped } = read(
      [
        'Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution',
        '"2026-03-01 12:00:00",501,"€1.234,50",completed,Ann Lee,new,"2× Cup, 1× Tea",3,ANN10,1234.5,Direct',
        '"2026-03-02 12:00:00",502,"€10,00",refunded,Ann Lee,returning,"1× Cup",1,,10,Direct',
        '"2026-03-02 12:00:00",503,"€10,00",cancelled,Bo,new,"1× Cup",1,,10,Direct',
      ],
      'EUR',
    )
    expect(format).toBe('woocommerce')
    expect(orders[0]).toMatchObject({ name: '501', customer: 'ann lee', isNewCustomer: true, code: 'ann10' })
    expect(orders[0]?.facts[0]).toMatchObject({ currency: 'EUR', eligibleMicros: 1_234_500_000n })
    expect(orders.map(({ facts }) => keptMicros(foldOrder(facts)))).toEqual([1_234_500_000n, 0n])
    expect(skipped).toEqual([{ line: 4, reason: 'was not paid: its status is cancelled' }])
  })
})

describe('a plain table', () => {
  test('takes rows of one order as its lines, and currencies without cents', () => {
    const { orders, skipped } = read([
      'order;paid_at;amount;currency;sku;quantity;refunded',
      'A1;2026-03-01T00:00:00Z;3000;JPY;T-1;2;500',
      'A1;2026-03-01T00:00:00Z;1000;JPY;T-2;;',
      'A2;2026-03-01;1.234;KWD;;;',
      'A3;yesterday;1;USD;;;',
      'A4;2026-03-01;10.5;JPY;;;',
    ])
    expect(orders.map(({ facts }) => keptMicros(foldOrder(facts)))).toEqual([3_500_000_000n, 1_234_000n])
    expect(skipped).toEqual([
      { line: 5, reason: 'says no instant under paid_at' },
      { line: 6, reason: 'has no amount of JPY under amount' },
    ])
  })

  test.each([
    ['$1,234.50', 1_234_500_000n],
    ['1.234,50 €', 1_234_500_000n],
    ['1,234', 1_234_000_000n],
    ['1234', 1_234_000_000n],
    ['12,5', 12_500_000n],
    ['1,234,567.80', 1_234_567_800_000n],
  ])('reads the amount %s', (text, expected) => {
    const { orders } = read(['order\tpaid_at\tamount', `A\t2026-03-01\t${text}`])
    expect(orders[0]?.facts[0]).toMatchObject({ eligibleMicros: expected })
  })
})

test.each([
  ['a table of something else', ['sku,title', 'A,Cup']],
  ['a header without orders', ['order,paid_at,amount']],
])('%s is refused', (_name, lines) => {
  expect(() => read(lines)).toThrow(Problem)
})
