// What the rules against misuse know of an order and of the people whose links it carried, gathered when its payment
// is first evaluated. Facts alone: every judgement is in the rules.

import type { RecommenderId } from '../ids.ts'
import type { Micros } from '../money.ts'
import type { Instant } from '../order-facts.ts'
import type { TouchSource } from '../policy.ts'

/** Orders of one person, and how many of them lost something to refunds, cancellations or disputes. */
export type Returns = { readonly orders: number; readonly returned: number }

/** Who brought a person, where the program rewards that. */
export type ParentAtOrder = {
  readonly recommenderId: RecommenderId
  /** The parent gave the same e-mail address as the person. */
  readonly sharesEmail: boolean
  /** The parent gave the e-mail address that the buyer used. */
  readonly isBuyer: boolean
  /** The person is in turn the parent of their parent. */
  readonly isCycle: boolean
  /** From the day the person joined to the payment, in seconds. */
  readonly childAgeSeconds: number
  /** Orders that the person was credited for before. */
  readonly childOrders: number
}

/** Somebody whose link, code or earlier sale the order carried. */
export type PersonAtOrder = {
  readonly recommenderId: RecommenderId
  /** HMAC of the normalised e-mail under the retailer's secret; hex; absent when not given. */
  readonly emailKey?: string
  /** HMAC of the domain of that address. */
  readonly emailDomainKey?: string
  /** The shop knows the buyer's customer account by this person's e-mail address. */
  readonly ownsCustomerAccount: boolean
  readonly status: 'active' | 'paused' | 'banned' | 'left'
  /** Since when, if it ever changed. */
  readonly statusAt: Instant | null
  /** Somebody who takes part or was banned joined this program earlier with the same e-mail address. */
  readonly hasEarlierTwin: boolean
  /** The latest touch of this person. */
  readonly touch: { readonly source: TouchSource; readonly touchedAt: Instant }
  /** Whether a click of a person on one of their links led to the order, and not a code alone. */
  readonly hasClick: boolean
  /** Counted clicks on the link within the minute up to the touch. */
  readonly clicksInMinute: number
  /** Orders that this person was credited for within the hour up to the payment, this one not included. */
  readonly ordersInHour: number
  /** Their orders that carried a discount code, and those of them without any click; this one not included. */
  readonly couponOrders: { readonly orders: number; readonly withoutClick: number }
  readonly returns: Returns
  readonly parent?: ParentAtOrder
}

export type OrderMisuseContext = {
  readonly paidAt: Instant
  readonly test: boolean
  readonly totalMicros: Micros
  readonly eligibleMicros: Micros
  /** HMACs under the retailer's secret; hex; absent when unknown. */
  readonly buyerKey?: string
  readonly emailDomainKey?: string
  readonly disposableEmail: boolean
  readonly checkoutStartedAt?: Instant
  /** The program rewards new customers alone. */
  readonly newCustomersOnly: boolean
  /** Orders of this buyer before this one, by the shop's word or by what is stored. */
  readonly earlierOrders: number
  /** Whom the buyer belongs to, where the program binds buyers. */
  readonly boundTo?: RecommenderId
  /** The program puts the binding before this kind of touch. */
  readonly bindingGoesBefore: (source: TouchSource) => boolean
  /** The largest other order of the program, and how many there are, counted up to 1 000 when this one is larger. */
  readonly usual: { readonly orders: number; readonly largestMicros: Micros }
  /** Of the whole program. */
  readonly returns: Returns
  readonly people: readonly PersonAtOrder[]
  /** Who brought those people, where the program rewards that: they may not buy for themselves either. */
  readonly parents: readonly Pick<PersonAtOrder, 'recommenderId' | 'emailKey' | 'ownsCustomerAccount'>[]
}
