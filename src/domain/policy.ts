// A program's rules: immutable, versioned, named by the hash of their canonical form. Money is decimal strings in the
// order's currency, rates are integers in basis points.

import { keccak256, stringToHex } from 'viem/utils'

import { invariant } from './invariant.ts'

import type { Hex } from 'viem'

/** Currency of the stablecoin that pools hold: one unit of the token is one of it. */
export const TOKEN_CURRENCY = 'USD'

export type PercentReward = { readonly kind: 'percent'; readonly bps: number }
export type FlatReward = {
  readonly kind: 'flat'
  readonly amount: string
  /** Once for an order (when left out), or for each piece that is kept. */
  readonly per?: 'order' | 'item'
}
export type RewardRate = PercentReward | FlatReward

/** Ways of crediting several people for one order. */
export const ATTRIBUTION_MODELS = ['last-click', 'first-click', 'linear', 'time-decay', 'position'] as const

export type AttributionModel = (typeof ATTRIBUTION_MODELS)[number]

/**
 * How a credit came to an order, best first: a token that proves its click; a link code that the shop's page wrote into
 * the order; one in the address that the buyer landed on; a discount code; whom the buyer belongs to.
 */
export const TOUCH_SOURCES = [
  'click-token',
  'note-attribute',
  'landing-ref',
  'coupon',
  'customer-binding',
] as const

export type TouchSource = (typeof TOUCH_SOURCES)[number]

export type Tier = 'micro' | 'macro' | 'mega'

/** When a rule holds: every condition given must; a list is met by any of its members. */
export type RuleConditions = {
  readonly tiers?: readonly Tier[]
  /** Campaign ids. */
  readonly campaigns?: readonly string[]
  /** SKUs or product ids; `*` at the end stands for anything. */
  readonly products?: readonly string[]
  readonly customer?: 'new' | 'returning'
  readonly firstOrder?: boolean
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[]
  /** Link codes. */
  readonly links?: readonly string[]
}

export type PolicyRule = {
  /** For people: told in the trace. */
  readonly name: string
  readonly when: RuleConditions
  readonly reward: RewardRate
}

/** An amount of the order's currency in the token's, from a day on (UTC). */
export type CurrencyRate = {
  /** `YYYY-MM-DD`. */
  readonly from: string
  /** Decimal string: token units for one unit of the currency. */
  readonly rate: string
}

/**
 * What a program pays, and to whom. Fields that are left out are not there in the canonical form either, so that a
 * policy keeps its hash for good. All amounts are decimal strings of `currency`.
 */
export type Policy = {
  readonly version: 1
  /** Fixed fees agreed one by one; no order is credited under such a policy. For sales when left out. */
  readonly purpose?: 'deals'
  /** ISO 4217; the token's own, since rewards are paid in it one to one. */
  readonly currency: string
  readonly attribution: {
    readonly model: AttributionModel
    readonly windowDays: number
    /** Days after which a touch weighs half, for time decay; 7 when left out. */
    readonly halfLifeDays?: number
    /** Only the best kind of touch that an order has counts; when left out: `TOUCH_SOURCES`. */
    readonly precedence?: readonly TouchSource[]
    /** Days for which a buyer stays with the person credited first; 0 or left out: not at all. */
    readonly bindCustomerDays?: number
  }
  /** Orders that earn nothing at all. */
  readonly eligibility?: {
    readonly newCustomersOnly?: boolean
    readonly firstOrderOnly?: boolean
    readonly minimumOrder?: string
    readonly countries?: readonly string[]
  }
  /** What rewards are not computed from; the first four are true when left out. */
  readonly exclude?: {
    readonly shipping?: boolean
    readonly tax?: boolean
    readonly giftCards?: boolean
    readonly storeCredit?: boolean
    /** SKUs or product ids; `*` at the end stands for anything. */
    readonly products?: readonly string[]
  }
  /** For each line of an order the first rule that holds decides. */
  readonly rules?: readonly PolicyRule[]
  /** For lines that no rule holds for. */
  readonly reward: RewardRate
  /** Most that one order may earn. */
  readonly perOrderCap: string
  /** A smaller reward is not given; when left out, one micro. */
  readonly minimumReward?: string
  /** Counted on what was granted before refunds, by the days and months (UTC) of payment. */
  readonly caps?: {
    readonly perRecommenderDay?: string
    readonly perRecommenderMonth?: string
    readonly perCustomerDay?: string
    readonly perCustomerMonth?: string
    readonly perDay?: string
    readonly perMonth?: string
  }
  /** What may be reserved; beyond it rewards wait in line. */
  readonly budget?: {
    readonly perMonth?: string
    readonly total?: string
  }
  /** From commit to maturity. */
  readonly holdSeconds: number
  /** The same for people whom the shop trusts. */
  readonly trustedHoldSeconds?: number
  /** By currency (ISO 4217), oldest first; an order in another currency without a rate waits. */
  readonly rates?: Readonly<Record<string, readonly CurrencyRate[]>>
  /** Follower counts from which a person is macro or mega; 10 000 and 1 000 000 when left out. */
  readonly tiers?: { readonly macroFrom: number; readonly megaFrom: number }
  /** The friend who brought the friend; off when left out. Carved from the order's fixed pot. */
  readonly upline?: {
    readonly bps: number
    /** The parent has had a sale of their own within so many days before the order. */
    readonly activeDays: number
  }
  /** Thresholds of rules against misuse; defaults when left out. */
  readonly misuse?: {
    /** Days that a case may be under review before it is released by itself. */
    readonly reviewDays?: number
    readonly ordersPerHour?: number
    /** Seconds between a click and a payment below which nobody has chosen anything; 5 when left out. */
    readonly fastestOrderSeconds?: number
    readonly clicksPerMinute?: number
    /** Hosts that a click may not come from; `*.` at the start stands for any subdomain. */
    readonly bannedSources?: readonly string[]
    /** Campaign ids whose links may be advertised. */
    readonly paidTrafficCampaigns?: readonly string[]
  }
}

/**
 * JSON with sorted keys and no spaces: the same value always gives the same text. A field that is undefined is left
 * out; what JSON cannot carry (NaN, infinities, bigint, undefined in a list, instances of classes) is our own bug.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return canonicalScalar(value)
  invariant(isPlain(value), 'canonical JSON is made of plain objects')
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`)
  return `{${fields.join(',')}}`
}

function canonicalScalar(value: unknown): string {
  const isScalar =
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  invariant(isScalar, 'canonical JSON is made of what JSON can carry')
  return JSON.stringify(value)
}

/** Parsed queries have no prototype at all. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** keccak256 of any plain JSON value in canonical form. */
export function canonicalHash(value: unknown): Hex {
  return keccak256(stringToHex(canonicalJson(value)))
}

/** Names a policy: keccak256 of its canonical JSON, anchored in each batch header. */
export function policyHash(policy: Policy): Hex {
  return canonicalHash(policy)
}
