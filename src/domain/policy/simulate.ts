// What a policy would pay for orders of the past: the same rules, each order as if it had come through a link, caps
// counted in the order of payment. A budget lets rewards wait and lowers none, so it is left out.

import { judgeEligibility } from '../eligibility.ts'
import { foldOrder, keptMicros } from '../fold-order.ts'
import { formatMicros, maxMicros, micros, minMicros, ZERO_MICROS, type Micros } from '../money.ts'
import { clampMicros, policyAmount } from './amounts.ts'
import { convertDown, dayOf, rateFor } from './currency-rate.ts'
import { pot } from './pot.ts'

import type { RuleContext } from '../attribution.ts'
import type { OrderFact, OrderState, PaidFact } from '../order-facts.ts'
import type { Policy } from '../policy.ts'
import type { TraceStep } from '../trace.ts'

export type SimulatedOrder = {
  readonly facts: readonly OrderFact[]
  readonly context: RuleContext
  /** Tells customers and recommenders apart where that is known; their caps are left out otherwise. */
  readonly customer?: string
  readonly recommender?: string
}

export type Simulation = {
  readonly orders: number
  readonly rewarded: number
  readonly waitingForRate: number
  /** Kept of all orders with a known rate, in micros of the token. */
  readonly salesMicros: Micros
  readonly rewardsMicros: Micros
  /** Rewards of sales, in basis points, rounded down. */
  readonly shareBps: number
  /** Why the others earn nothing, the most frequent first. */
  readonly unrewarded: readonly { readonly reason: string; readonly orders: number }[]
  readonly sentence: string
}

type PaidState = OrderState & { readonly paid: PaidFact }

/** Adds up what the orders would have paid; orders without a payment are left out. */
export function simulate(policy: Policy, input: readonly SimulatedOrder[]): Simulation {
  const known = input.map((order) => ({ order, state: foldOrder(order.facts) })).filter(isPaid)
  const paidOrders = known.toSorted((a, b) => a.state.paid.paidAt - b.state.paid.paidAt)
  const granted = new Map<string, bigint>()
  const reasons = new Map<string, number>()
  let [rewarded, waitingForRate, sales, rewards] = [0, 0, 0n, 0n]
  for (const { order, state } of paidOrders) {
    const result = rewardOf(policy, order, state, granted)
    sales += salesOf(policy, state)
    if (result.waits) waitingForRate++
    else if (result.micros > 0n) rewarded++
    else reasons.set(result.reason, (reasons.get(result.reason) ?? 0) + 1)
    rewards += result.micros
  }
  const [salesMicros, rewardsMicros] = [clampMicros(sales), clampMicros(rewards)]
  const shareBps = sales === 0n ? 0 : Number((rewards * 10_000n) / sales)
  return {
    orders: paidOrders.length,
    rewarded,
    waitingForRate,
    salesMicros,
    rewardsMicros,
    shareBps,
    unrewarded: Array.from(reasons, ([reason, orders]) => ({ reason, orders })).toSorted(
      (a, b) => b.orders - a.orders,
    ),
    sentence: sentenceOf(policy, { salesMicros, rewardsMicros, shareBps }),
  }
}

function isPaid(one: {
  order: SimulatedOrder
  state: OrderState
}): one is { order: SimulatedOrder; state: PaidState } {
  return one.state.paid !== undefined
}

type Result = { readonly micros: Micros; readonly reason: string; readonly waits?: true }

function rewardOf(
  policy: Policy,
  order: SimulatedOrder,
  state: PaidState,
  granted: Map<string, bigint>,
): Result {
  const refused = refusalOf(policy, order, state.paid)
  if (refused !== undefined) return { micros: ZERO_MICROS, reason: refused }
  const asPaid = pot(policy, foldOrder([state.paid]), order.context)
  const now = pot(policy, state, order.context)
  if (asPaid.outcome === 'waits-for-rate' || now.outcome === 'waits-for-rate')
    return { micros: ZERO_MICROS, reason: '', waits: true }
  const room = takeRoom(policy, order, state.paid.paidAt, { granted, wanted: asPaid.potMicros })
  const reason =
    room === 0n && asPaid.potMicros > 0n ? 'A cap for the day or the month is used up.' : deciding(now.steps)
  return { micros: minMicros(now.potMicros, room), reason }
}

function refusalOf(policy: Policy, { context }: SimulatedOrder, paid: PaidFact): string | undefined {
  if (policy.eligibility?.newCustomersOnly === true && !context.isNewCustomer)
    return 'The program pays for new customers only.'
  const customer = { isNew: context.isNewCustomer, isFirstOrder: context.isFirstOrder }
  const step = judgeEligibility(policy, paid, customer)
  return step.outcome === 'stopped' ? step.sentence : undefined
}

/** Reasons without the order's own figures, so that they add up. */
function deciding(steps: readonly TraceStep[]): string {
  const sentence =
    steps.find(({ outcome }) => outcome === 'stopped')?.sentence ?? 'It is worth less than a millionth.'
  return sentence.split(';')[0] ?? sentence
}

/** What the caps leave for an order, which it uses up; refunds give nothing back. */
function takeRoom(
  { caps = {} }: Policy,
  { customer, recommender }: SimulatedOrder,
  paidAt: number,
  { granted, wanted }: { readonly granted: Map<string, bigint>; readonly wanted: Micros },
): Micros {
  const day = dayOf(paidAt)
  const month = day.slice(0, -3)
  const limits: readonly (readonly [string | undefined, string | undefined])[] = [
    [caps.perDay, `all ${day}`],
    [caps.perMonth, `all ${month}`],
    [caps.perCustomerDay, customer && `customer ${day} ${customer}`],
    [caps.perCustomerMonth, customer && `customer ${month} ${customer}`],
    [caps.perRecommenderDay, recommender && `recommender ${day} ${recommender}`],
    [caps.perRecommenderMonth, recommender && `recommender ${month} ${recommender}`],
  ]
  const counted = limits.filter(
    (limit): limit is [string, string] => limit[0] !== undefined && Boolean(limit[1]),
  )
  const room = counted.reduce(
    (least, [cap, key]) => minMicros(least, micros(policyAmount(cap) - (granted.get(key) ?? 0n))),
    wanted,
  )
  const taken = maxMicros(room, ZERO_MICROS)
  for (const [, key] of counted) granted.set(key, (granted.get(key) ?? 0n) + taken)
  return taken
}

function salesOf(policy: Policy, state: PaidState): Micros {
  const { currency, paidAt } = state.paid
  if (currency === policy.currency) return keptMicros(state)
  const rate = rateFor(policy, currency, paidAt)
  return rate === undefined ? ZERO_MICROS : convertDown(keptMicros(state), rate)
}

function sentenceOf(
  { currency }: Policy,
  { salesMicros, rewardsMicros, shareBps }: Pick<Simulation, 'salesMicros' | 'rewardsMicros' | 'shareBps'>,
): string {
  const percent = `${Math.floor(shareBps / 100)}.${String(shareBps % 100).padStart(2, '0')}`
  return `${formatMicros(rewardsMicros)} ${currency} on ${formatMicros(salesMicros)} ${currency} of sales, ${percent} %.`
}
