// Adds up the facts of an order. The result depends on the set of facts alone, never on how they arrived.

import { agreedContents, keepLines, type GivenBack } from './keep-lines.ts'
import { MICROS_MAX, micros, sumMicros, ZERO_MICROS, type Micros } from './money.ts'
import { splitExactly } from './split-exactly.ts'
import { suspensionOf } from './suspensions.ts'

import type {
  DisputeOpenedFact,
  EditedFact,
  OrderContents,
  OrderFact,
  OrderState,
  PaidFact,
  RefundedFact,
  RefundFailedFact,
} from './order-facts.ts'

/**
 * Folds facts into what they say together; a repeated `factKey` counts once. Micros of the order's currency. Single
 * refunds are added up, and of a shop that also tells their sum the larger figure counts; disputes come on top of them.
 */
export function foldOrder(facts: Iterable<OrderFact>): OrderState {
  const all = uniqueFacts(facts)
  const paid = ofKind(all, 'paid')[0]
  const counted = paid ? all.filter((fact) => !('currency' in fact) || fact.currency === paid.currency) : all
  const refunds = standingRefunds(counted)
  const edit = latest(ofKind(counted, 'edited'), (fact) => fact.editedAt)
  const suspended = suspensionOf(ofKind(all, 'deleted'), { paid, edit })
  const isCancelled = ofKind(all, 'cancelled').length > 0 || suspended !== undefined
  const base = {
    foreignRefunds: all.length - counted.length,
    disputeOpen: openDisputes(counted).length > 0,
    cancelled: isCancelled,
    ...(suspended ? { suspended } : {}),
  }
  if (!paid) {
    const refundedMicros = atMostMax(sumOf(refunds, (refund) => refund.eligibleMicros))
    return { ...base, ...NOTHING_KEPT, paid: undefined, contents: undefined, refundedMicros }
  }

  const { contents, isReduced } = agreedContents<OrderContents>(edit ? contentsOf(edit) : contentsOf(paid))
  const back = givenBack(contents, counted, refunds)
  return {
    ...base,
    paid,
    contents,
    lines: keepLines(contents, isCancelled ? { ...back, micros: contents.eligibleMicros } : back),
    keptShippingMicros: isCancelled ? ZERO_MICROS : back.keptShippingMicros,
    keptTaxMicros: isCancelled ? ZERO_MICROS : back.keptTaxMicros,
    refundedMicros: back.refundedMicros,
    disputedMicros: back.disputedMicros,
    edited: edit !== undefined && !isSameContents(contentsOf(edit), contentsOf(paid)),
    reducedToTotal: isReduced,
  }
}

/** What a reward may still be computed from: what is kept of all lines; zero when cancelled or unpaid. */
export function keptMicros(state: OrderState): Micros {
  if (!state.paid || state.cancelled) return ZERO_MICROS
  return sumMicros(state.lines.map((line) => line.keptMicros))
}

const NOTHING_KEPT = {
  lines: [],
  keptShippingMicros: ZERO_MICROS,
  keptTaxMicros: ZERO_MICROS,
  disputedMicros: ZERO_MICROS,
  edited: false,
  reducedToTotal: false,
} as const

function uniqueFacts(facts: Iterable<OrderFact>): readonly OrderFact[] {
  const byKey = new Map<string, OrderFact>()
  for (const fact of facts) if (!byKey.has(fact.factKey)) byKey.set(fact.factKey, fact)
  return [...byKey.values()]
}

type FactOf<Kind extends OrderFact['kind']> = Extract<OrderFact, { kind: Kind }>

function ofKind<Kind extends OrderFact['kind']>(
  facts: readonly OrderFact[],
  kind: Kind,
): readonly FactOf<Kind>[] {
  return facts.filter((fact): fact is FactOf<Kind> => fact.kind === kind)
}

/** Refunds that nothing says failed; a failed refund is tried again under another id. */
function standingRefunds(facts: readonly OrderFact[]): readonly RefundedFact[] {
  const failed = new Set(ofKind(facts, 'refund-failed').map(failedRefundId))
  return ofKind(facts, 'refunded').filter((fact) => !failed.has(fact.factKey.slice('refund:'.length)))
}

function failedRefundId(fact: RefundFailedFact): string {
  return fact.refundId ?? fact.factKey.slice('refund-failed:'.length)
}

/**
 * The latest sum of all refunds, less those in it that have failed since; each once, however often its failing was told.
 */
function cumulativeRefunds(facts: readonly OrderFact[]): bigint {
  const total = latest(
    ofKind(facts, 'refund-total'),
    (fact) => fact.asOf,
    (fact) => fact.refundedMicros,
  )
  if (!total) return 0n
  const failures = Map.groupBy(ofKind(facts, 'refund-failed'), failedRefundId)
  let sum: bigint = total.refundedMicros
  for (const told of failures.values()) {
    const { refundedAt, ofTotalMicros } = told[0] ?? {}
    const failedAt = Math.min(...told.map((fact) => fact.failedAt))
    const wasInIt = refundedAt !== undefined && refundedAt <= total.asOf && failedAt > total.asOf
    if (wasInIt) sum -= ofTotalMicros ?? 0n
  }
  return larger(sum, 0n)
}

type Back = GivenBack & {
  readonly refundedMicros: Micros
  readonly disputedMicros: Micros
  readonly keptShippingMicros: Micros
  readonly keptTaxMicros: Micros
}

/** All that was given back, and what is kept of shipping and tax. */
function givenBack(
  contents: OrderContents,
  facts: readonly OrderFact[],
  refunds: readonly RefundedFact[],
): Back {
  const ofTotalOnly = sumOf(refunds, (refund) => refund.ofTotalMicros ?? 0n)
  const refundedTotal = larger(cumulativeRefunds(facts), ofTotalOnly)
  const disputed = sumOf(standingDisputes(facts), (fact) => fact.disputedMicros)
  const ofTotal = (given: bigint, part: bigint): bigint => proportion(given, contents.totalMicros, part)
  const refundedOf = (part: bigint, single: bigint): bigint => larger(single, ofTotal(refundedTotal, part))
  const keptOf = (part: Micros | undefined, single: (refund: RefundedFact) => bigint | undefined): Micros => {
    const all = part ?? ZERO_MICROS
    const given =
      refundedOf(
        all,
        sumOf(refunds, (refund) => single(refund) ?? 0n),
      ) + ofTotal(disputed, all)
    return micros(larger(all - given, 0n))
  }
  const eligible = contents.eligibleMicros
  const refundedMicros = atMostMax(
    refundedOf(
      eligible,
      sumOf(refunds, (refund) => refund.eligibleMicros),
    ),
  )
  const disputedMicros = micros(ofTotal(disputed, eligible))
  return {
    returned: returnedLines(refunds),
    micros: refundedMicros + disputedMicros,
    refundedMicros,
    disputedMicros,
    keptShippingMicros: keptOf(contents.shippingMicros, (refund) => refund.shippingMicros),
    keptTaxMicros: keptOf(contents.taxMicros, (refund) => refund.taxMicros),
  }
}

/** What refunds name of each line, at most what each of them gave back in all. */
function returnedLines(refunds: readonly RefundedFact[]): Map<string, { quantity: number; micros: bigint }> {
  const returned = new Map<string, { quantity: number; micros: bigint }>()
  for (const { lines = [], eligibleMicros } of refunds) {
    const weights = lines.map((line) => line.eligibleMicros)
    const named = sumOf(lines, (line) => line.eligibleMicros)
    const amounts = named > eligibleMicros ? splitExactly(eligibleMicros, weights) : weights
    for (const [i, { lineId, quantity }] of lines.entries()) {
      const before = returned.get(lineId) ?? { quantity: 0, micros: 0n }
      returned.set(lineId, {
        quantity: before.quantity + quantity,
        micros: before.micros + (amounts[i] ?? 0n),
      })
    }
  }
  return returned
}

/** One for each dispute that is open or lost: the largest sum that was ever disputed under its number. */
function standingDisputes(facts: readonly OrderFact[]): readonly DisputeOpenedFact[] {
  const outcomes = disputeOutcomes(facts)
  return largestDisputes(facts).filter((fact) => outcomes.get(fact.disputeId) !== 'won')
}

function openDisputes(facts: readonly OrderFact[]): readonly DisputeOpenedFact[] {
  const outcomes = disputeOutcomes(facts)
  return largestDisputes(facts).filter((fact) => !outcomes.has(fact.disputeId))
}

function largestDisputes(facts: readonly OrderFact[]): readonly DisputeOpenedFact[] {
  const byDispute = new Map<string, DisputeOpenedFact>()
  for (const fact of ofKind(facts, 'dispute-opened')) {
    const known = byDispute.get(fact.disputeId)
    if (!known || fact.disputedMicros > known.disputedMicros) byDispute.set(fact.disputeId, fact)
  }
  return [...byDispute.values()]
}

/** What the bank decided last, by dispute. */
function disputeOutcomes(facts: readonly OrderFact[]): ReadonlyMap<string, 'won' | 'lost'> {
  const closed = Map.groupBy(ofKind(facts, 'dispute-closed'), (fact) => fact.disputeId)
  return new Map(
    [...closed].flatMap(([disputeId, decisions]) => {
      const last = latest(decisions, (fact) => fact.closedAt)
      return last ? [[disputeId, last.outcome] as const] : []
    }),
  )
}

/** The latest fact; at one instant the larger amount counts, then the key, so that arrival never decides. */
function latest<Fact extends OrderFact>(
  facts: readonly Fact[],
  instant: (fact: Fact) => number,
  amount: (fact: Fact) => bigint = () => 0n,
): Fact | undefined {
  return facts.toSorted((a, b) => {
    if (instant(a) !== instant(b)) return instant(b) - instant(a)
    if (amount(a) !== amount(b)) return amount(b) > amount(a) ? 1 : -1
    return a.factKey < b.factKey ? 1 : -1
  })[0]
}

function contentsOf(fact: PaidFact | EditedFact): OrderContents {
  const { eligibleMicros, totalMicros, lines, shippingMicros, taxMicros, storeCreditMicros } = fact
  return {
    eligibleMicros,
    totalMicros,
    ...(lines === undefined ? {} : { lines }),
    ...(shippingMicros === undefined ? {} : { shippingMicros }),
    ...(taxMicros === undefined ? {} : { taxMicros }),
    ...(storeCreditMicros === undefined ? {} : { storeCreditMicros }),
  }
}

function isSameContents(a: OrderContents, b: OrderContents): boolean {
  const text = (contents: OrderContents): string =>
    JSON.stringify(contents, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  return text(a) === text(b)
}

/** `part × given ÷ total`, rounded down, at most the part: what a sum given back of the total takes of one part of it. */
function proportion(given: bigint, total: bigint, part: bigint): bigint {
  if (given >= total) return given > 0n ? part : 0n
  return (part * given) / total
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function atMostMax(amount: bigint): Micros {
  return micros(amount < MICROS_MAX ? amount : MICROS_MAX)
}

function sumOf<Item>(items: readonly Item[], amount: (item: Item) => bigint): bigint {
  let sum = 0n
  for (const item of items) sum += amount(item)
  return sum
}
