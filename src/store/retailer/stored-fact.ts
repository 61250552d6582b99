// Order facts to JSON and back: amounts as decimal integers in text, so that no number ever carries money.

import { invariant } from '#domain/invariant.ts'
import { micros, type Micros } from '#domain/money.ts'

import type { OrderFact } from '#domain/order-facts.ts'

import type { StoredFact } from '../tables/retailer.ts'

/** The JSON form of a fact. */
export function storedFact(fact: OrderFact): StoredFact {
  switch (fact.kind) {
    case 'paid':
      return {
        kind: 'paid',
        at: fact.paidAt,
        currency: fact.currency,
        eligibleMicros: fact.eligibleMicros.toString(),
        totalMicros: fact.totalMicros.toString(),
        references: fact.references,
        ...(fact.buyerKey === undefined ? {} : { buyerKey: fact.buyerKey }),
        test: fact.test,
      }
    case 'refunded':
      return {
        kind: 'refunded',
        at: fact.refundedAt,
        currency: fact.currency,
        eligibleMicros: fact.eligibleMicros.toString(),
      }
    case 'cancelled':
      return { kind: 'cancelled', at: fact.cancelledAt }
    default:
      return fact satisfies never
  }
}

/** Reads the JSON form back. */
export function factFromStored(factKey: string, stored: StoredFact): OrderFact {
  switch (stored.kind) {
    case 'paid':
      return {
        kind: 'paid',
        factKey: 'paid',
        paidAt: stored.at,
        currency: stored.currency ?? '',
        eligibleMicros: amount(stored.eligibleMicros),
        totalMicros: amount(stored.totalMicros),
        references: stored.references ?? [],
        ...(stored.buyerKey === undefined ? {} : { buyerKey: stored.buyerKey }),
        test: stored.test ?? false,
      }
    case 'refunded':
      return {
        kind: 'refunded',
        factKey: factKey as `refund:${string}`,
        refundedAt: stored.at,
        currency: stored.currency ?? '',
        eligibleMicros: amount(stored.eligibleMicros),
      }
    case 'cancelled':
      return {
        kind: 'cancelled',
        factKey: 'cancelled',
        cancelledAt: stored.at,
      }
    default:
      return stored.kind satisfies never
  }
}

function amount(text: string | undefined): Micros {
  invariant(text !== undefined, 'a stored fact carries its amount')
  return micros(BigInt(text))
}
