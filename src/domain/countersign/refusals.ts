// Why a retailer's own order key does not sign: one code each, with the sentence that shop and person read, and whether
// time alone may heal it.

import { HOUR_SECONDS } from '../time.ts'

/** Seconds after which a reward goes back into the line when time alone may heal what was missing: an hour, in which books are brought up to date. */
export const SET_ASIDE_SECONDS = HOUR_SECONDS

type RefusalRow = {
  /** Read by the shop and by the person whose reward it is; it names no amounts and nobody. */
  readonly sentence: string
  /** Whether the reward comes back by itself. */
  readonly heals: boolean
}

/** Every reason for which one reward, one amendment or a whole batch is not signed. */
export const refusalTable = {
  'order-unknown': { sentence: "The shop's own books do not show this order yet.", heals: true },
  'order-not-paid': { sentence: "The shop's own books do not show this order as paid.", heals: true },
  'daily-limit': { sentence: 'The shop confirms no more rewards today.', heals: true },
  'currency-differs': {
    sentence: "The shop's own books show this order in another currency.",
    heals: false,
  },
  'amount-too-high': {
    sentence: "By the shop's own books and rules this order earns less.",
    heals: true,
  },
  'payee-changed': {
    sentence: 'Money for this link went to another address before; the shop has to look at it.',
    heals: false,
  },
  'link-not-in-order': {
    sentence: "The shop's own books do not show that the buyer came by this link.",
    heals: false,
  },
  'link-moved': {
    sentence: 'This link belonged to another program or campaign before; the shop has to look at it.',
    heals: false,
  },
  'paid-otherwise': {
    sentence: "The shop's own books say that this order was paid at another time.",
    heals: false,
  },
  'rules-not-in-force': {
    sentence: 'Other rules were in force when this order was paid.',
    heals: false,
  },
  'not-eligible': {
    sentence: "By the shop's own books and rules this order earns nothing.",
    heals: false,
  },
  'credit-differs': {
    sentence: "By the shop's rules other people, or other parts, are credited for this order.",
    heals: false,
  },
  'tier-differs': { sentence: "By the shop's rules this reward is of another tier.", heals: false },
  'campaign-differs': {
    sentence: "By the shop's rules this order does not belong to the campaign.",
    heals: false,
  },
  'customer-known': {
    sentence: "By the shop's own books the buyer had bought before.",
    heals: false,
  },
  'already-signed': { sentence: 'The shop has confirmed this reward before.', heals: false },
  'order-renamed': {
    sentence: 'This order was known by another mark before; the shop has to look at it.',
    heals: false,
  },
  'above-cap': { sentence: 'This is more than the shop confirms for one reward.', heals: false },
  'cap-reached': {
    sentence: "By the shop's own books the limits of the program are reached.",
    heals: false,
  },
  'policy-unknown': { sentence: 'The shop has not accepted the rules of this reward yet.', heals: true },
  'deal-unknown': { sentence: 'The shop has not confirmed this deal.', heals: false },
  'refund-unknown': { sentence: "The shop's own books do not show this refund yet.", heals: true },
  'header-wrong': { sentence: 'The list of rewards was not in order; it is made anew.', heals: true },
  'records-differ': { sentence: 'The list of rewards was not in order; it is made anew.', heals: true },
  'evidence-differs': { sentence: 'The list of rewards was not in order; it is made anew.', heals: true },
  'counts-differ': { sentence: 'The list of rewards was not in order; it is made anew.', heals: true },
  'pool-foreign': { sentence: 'The list of rewards was not in order; it is made anew.', heals: true },
  'not-next': { sentence: 'The list of rewards was not in order; it is made anew.', heals: true },
  other: { sentence: 'The shop has to look at this reward before it confirms it.', heals: false },
} as const satisfies Readonly<Record<string, RefusalRow>>

export type RefusalCode = keyof typeof refusalTable

/**
 * Where the shop's own word may stand against its books: who is credited, in which part, for which moment, and how much.
 * Not whether there was an order, nor that it was signed for before: so nothing is paid twice.
 */
const ACCEPTABLE: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'payee-changed',
  'link-not-in-order',
  'link-moved',
  'paid-otherwise',
  'rules-not-in-force',
  'not-eligible',
  'credit-differs',
  'tier-differs',
  'campaign-differs',
  'customer-known',
  'currency-differs',
])

/** Whether the shop may have a reward signed all the same, by naming it. */
export function mayBeAccepted(code: RefusalCode): boolean {
  return ACCEPTABLE.has(code)
}

/** Every code, for the boundary. */
export const REFUSAL_CODES = Object.keys(refusalTable) as readonly RefusalCode[]

/** What shop and person read of a refusal. */
export function refusalSentence(code: RefusalCode): string {
  return refusalTable[code].sentence
}
