// The orders of a simulated shop: sold, paid, given back, disputed, cancelled, each change at the clock's second.

import { cents, type NewRefund, type NewSale, type Sale, type SaleDispute, type SaleRefund } from './sale.ts'
import type { VirtualClock } from './virtual-clock.ts'

export type SaleBook = {
  readonly all: () => readonly Sale[]
  readonly find: (saleId: number) => Sale | undefined
  readonly sell: (sale: NewSale) => Sale
  readonly pay: (sale: Sale) => void
  readonly refund: (sale: Sale, refund: NewRefund) => SaleRefund
  readonly cancel: (sale: Sale) => void
  readonly remove: (sale: Sale) => void
  readonly restore: (sale: Sale) => void
  readonly dispute: (sale: Sale, amount: string) => SaleDispute
  readonly closeDispute: (sale: Sale, dispute: SaleDispute, state: 'won' | 'lost') => void
}

/** Numbers begin at `firstNumber`, so that those of two shops never meet. */
export function openSaleBook(clock: VirtualClock, firstNumber: number): SaleBook {
  const sales: Sale[] = []
  let latest = firstNumber
  const next = (): number => (latest += 1)
  const change = (sale: Sale, write: () => void): void => {
    write()
    sale.updatedAt = clock.now()
  }
  return {
    all: () => sales,
    find: (saleId) => sales.find((sale) => sale.saleId === saleId),
    sell: (wanted) => {
      const sale = newSale(wanted, clock.now(), next)
      sales.push(sale)
      return sale
    },
    pay: (sale) => change(sale, () => (sale.paidAt = clock.now())),
    refund: (sale, { line, quantity = 1, amount, shipping = '0' }) => {
      const taken = line === undefined ? undefined : sale.lines[line]
      const refund: SaleRefund = {
        refundId: next(),
        at: clock.now(),
        lines: taken ? [{ lineId: taken.lineId, quantity, amount: cents(amount) }] : [],
        shipping: cents(shipping),
        goodwill: taken ? 0n : cents(amount),
      }
      change(sale, () => sale.refunds.push(refund))
      return refund
    },
    cancel: (sale) => change(sale, () => (sale.cancelledAt = clock.now())),
    remove: (sale) => change(sale, () => (sale.deletedAt = clock.now())),
    restore: (sale) => change(sale, () => (sale.deletedAt = null)),
    dispute: (sale, amount) => {
      const dispute: SaleDispute = {
        disputeId: next(),
        at: clock.now(),
        amount: cents(amount),
        state: 'open',
      }
      change(sale, () => sale.disputes.push(dispute))
      return dispute
    },
    closeDispute: (sale, dispute, state) => change(sale, () => (dispute.state = state)),
  }
}

function newSale(wanted: NewSale, now: number, next: () => number): Sale {
  const saleId = next()
  const lines = wanted.lines ?? [{ price: wanted.amount ?? '20.00' }]
  return {
    saleId,
    createdAt: now,
    updatedAt: now,
    paidAt: wanted.isUnpaid === true ? null : now,
    currency: wanted.currency ?? 'USD',
    lines: lines.map(({ title = 'Blue mug', quantity = 1, price, discount = '0' }) => ({
      lineId: next(),
      productId: next(),
      sku: title.toLowerCase().replaceAll(' ', '-'),
      title,
      quantity,
      price: cents(price),
      discount: cents(discount),
    })),
    shipping: cents(wanted.shipping ?? '0'),
    tax: cents(wanted.tax ?? '0'),
    email: wanted.email ?? `buyer-${saleId}@example.org`,
    customerId: next(),
    coupons: wanted.coupons ?? [],
    landing: wanted.landing ?? null,
    cartToken: wanted.cartToken ?? null,
    isTest: wanted.isTest ?? false,
    refunds: [],
    disputes: [],
    cancelledAt: null,
    deletedAt: null,
  }
}
