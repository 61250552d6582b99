// What a shop says of an order, in one form for every platform. Facts are a set: any order of arrival, repetition or
// delay of the same facts means the same. Amounts are micros of the order's currency.

import type { Micros } from './money.ts'

/** Milliseconds since 1970 by the wall clock. */
export type Instant = number

/** How a reference to a recommender travelled to the order. */
export type Carriage = 'note-attribute' | 'landing-site' | 'discount-code'

/** A click token, a bare link code or a discount code, as found in the order. */
export type CarriedReference = {
  readonly carriage: Carriage
  readonly kind: 'click-token' | 'link-code' | 'coupon'
  readonly value: string
}

/** One line of an order: after discounts, without shipping and tax. */
export type OrderLine = {
  /** The platform's id of the line, unique within the order. */
  readonly lineId: string
  readonly sku?: string
  readonly productId?: string
  readonly quantity: number
  /** Of all its pieces together. */
  readonly eligibleMicros: Micros
  readonly giftCard?: boolean
}

/** What was bought, as the payment says it or a later edit of the order. */
export type OrderContents = {
  /** Sum of the lines: after discounts, without shipping and tax, with gift cards. */
  readonly eligibleMicros: Micros
  readonly totalMicros: Micros
  /** Absent where the platform gives a sum alone: it then counts as one line without a product. */
  readonly lines?: readonly OrderLine[]
  readonly shippingMicros?: Micros
  readonly taxMicros?: Micros
  /** The part of the total that was paid with store credit or a gift card. */
  readonly storeCreditMicros?: Micros
}

/** The order was paid. One per order; `factKey` is `paid`. */
export type PaidFact = OrderContents & {
  readonly kind: 'paid'
  readonly factKey: 'paid'
  readonly paidAt: Instant
  /** ISO 4217, upper case. */
  readonly currency: string
  readonly references: readonly CarriedReference[]
  /** HMAC-SHA256 of the buyer's normalised e-mail under the retailer's secret; hex; absent when unknown. */
  readonly buyerKey?: string
  /** HMAC of the platform's customer id under the retailer's secret; hex; absent for guests. */
  readonly customerKey?: string
  /** Orders of this customer before this one, as the platform counts; absent when it does not say. */
  readonly earlierOrders?: number
  /** ISO 3166-1 alpha-2, upper case: where it is sent, else billed. */
  readonly country?: string
  /** When the buyer began to pay; a click after it cannot have caused the order. */
  readonly checkoutStartedAt?: Instant
  /** Whether the buyer's address is at a provider of throw-away addresses; told by the boundary, which sees it. */
  readonly disposableEmail?: boolean
  /** HMAC of the domain of the buyer's e-mail address; absent for addresses at a public provider. */
  readonly emailDomainKey?: string
  /** The platform marks it as a test order. */
  readonly test: boolean
  /** The shop dated the payment well after it told of it; told by the boundary, which has a clock. */
  readonly datedAhead?: true
}

/** The part of a refund that belongs to one line. */
export type RefundedLine = {
  readonly lineId: string
  /** Pieces given back; 0 when money came back and the piece stayed. */
  readonly quantity: number
  readonly eligibleMicros: Micros
}

/** One refund; `factKey` is `refund:<the platform's refund id>`. */
export type RefundedFact = {
  readonly kind: 'refunded'
  readonly factKey: `refund:${string}`
  readonly refundedAt: Instant
  readonly currency: string
  /** The part of the refund that lowers what rewards are computed from; with `lines`, their sum or more. */
  readonly eligibleMicros: Micros
  /** Absent where the platform gives a sum alone: it is then spread over the lines by what is left of them. */
  readonly lines?: readonly RefundedLine[]
  readonly shippingMicros?: Micros
  readonly taxMicros?: Micros
  /**
   * Of the order's total, tax and shipping included, where the platform says no more of a refund than its sum; nothing is
   * in the other amounts then, and the eligible part is taken in proportion.
   */
  readonly ofTotalMicros?: Micros
}

/** A refund that did not go through after all; `factKey` is `refund-failed:<the platform's refund id>`, or begins so. */
export type RefundFailedFact = {
  readonly kind: 'refund-failed'
  readonly factKey: `refund-failed:${string}`
  readonly failedAt: Instant
  /** What failed, where the platform may tell it more than once and the key says when; all else of the key otherwise. */
  readonly refundId?: string
  /** When it was made, and its sum of the order's total: sums told between making and failing had it in them. */
  readonly refundedAt?: Instant
  readonly ofTotalMicros?: Micros
}

/** All that was given back up to an instant, for platforms that only say the sum; the latest one counts. */
export type RefundTotalFact = {
  readonly kind: 'refund-total'
  /** `refund-total:<asOf>:<micros>`. */
  readonly factKey: `refund-total:${string}`
  readonly asOf: Instant
  readonly currency: string
  /** Of the order's total, tax and shipping included; the eligible part of it is taken in proportion. */
  readonly refundedMicros: Micros
}

/** The order was changed after payment; the latest edit counts in full. */
export type EditedFact = OrderContents & {
  readonly kind: 'edited'
  /** `edited:<editedAt>:<the platform's edit id or a hash of the contents>`. */
  readonly factKey: `edited:${string}`
  readonly editedAt: Instant
  readonly currency: string
  /** Nothing counts while this is the latest edit: a later one may bring the order back. */
  readonly suspended?: Suspension
}

/** Why a shop lets nothing of an order count for now; `deleted` is in the bin, where it can be restored from. */
export type Suspension = 'cancelled' | 'on-hold' | 'deleted'

/**
 * The shop deleted the order. Nothing counts until a later edit brings it back; a deletion long after the payment is
 * housekeeping and takes nothing. The words of a deletion are the same each time, so of an order that was brought back
 * they may be an old message: only the first such message counts, and every one that the shop bore out when it was asked.
 */
export type DeletedFact = {
  readonly kind: 'deleted'
  /** `deleted:<deletedAt>`. */
  readonly factKey: `deleted:${string}`
  /** When it was told: such a message carries no instant of its own. */
  readonly deletedAt: Instant
  /** The shop was asked at that instant, and no longer had the order. */
  readonly isGone?: true
}

/** The buyer's bank took money back; while it is open the disputed part counts as given back. */
export type DisputeOpenedFact = {
  readonly kind: 'dispute-opened'
  readonly factKey: `dispute-opened:${string}`
  readonly disputeId: string
  readonly openedAt: Instant
  readonly currency: string
  /** Of the order's total; the eligible part of it is taken in proportion. */
  readonly disputedMicros: Micros
}

/** The bank has decided; won gives the disputed part back to the order. The latest decision counts. */
export type DisputeClosedFact = {
  readonly kind: 'dispute-closed'
  readonly factKey: `dispute-closed:${string}`
  readonly disputeId: string
  readonly closedAt: Instant
  readonly outcome: 'won' | 'lost'
}

/** The whole order was cancelled; `factKey` is `cancelled`. */
export type CancelledFact = {
  readonly kind: 'cancelled'
  readonly factKey: 'cancelled'
  readonly cancelledAt: Instant
}

export type OrderFact =
  | PaidFact
  | RefundedFact
  | RefundFailedFact
  | RefundTotalFact
  | EditedFact
  | DisputeOpenedFact
  | DisputeClosedFact
  | CancelledFact
  | DeletedFact

/** A line with what is left of it after refunds and disputes. */
export type KeptLine = OrderLine & {
  readonly keptQuantity: number
  readonly keptMicros: Micros
}

/** What the facts known so far add up to. */
export type OrderState = {
  readonly paid: PaidFact | undefined
  /** By the payment or the latest edit: what was bought. */
  readonly contents: OrderContents | undefined
  /** Lines of the contents with what is kept of each; one without a product where the platform gives a sum alone. */
  readonly lines: readonly KeptLine[]
  /** Kept of shipping and tax. */
  readonly keptShippingMicros: Micros
  readonly keptTaxMicros: Micros
  /** Given back of what counts; disputes not included. */
  readonly refundedMicros: Micros
  /** Under an open or lost dispute, of what counts. */
  readonly disputedMicros: Micros
  readonly disputeOpen: boolean
  readonly edited: boolean
  /**
   * Refunds, disputes and edits in another currency than the order's: they cannot be counted, and are told in the trace.
   */
  readonly foreignRefunds?: number
  /** The lines added up to more than the total: the total counts. */
  readonly reducedToTotal?: boolean
  /** Nothing of it counts: it was cancelled for good, or the latest edit suspends it. */
  readonly cancelled: boolean
  readonly suspended?: Suspension
}
