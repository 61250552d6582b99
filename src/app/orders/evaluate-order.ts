// The heart of the relayer: from the facts known of an order to what each credited person's reward should be, and the
// differences to what stands. Runs inside the database transaction that recorded the facts; any order of facts ends the
// same.

import { attributeOrder } from '#domain/attribute-order.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { invariant } from '#domain/invariant.ts'
import { DAY_MS } from '#domain/time.ts'
import { decidingSentence } from '#domain/trace.ts'
import { unrewardedBy } from '#domain/unrewarded.ts'

import { judgeOrder } from '../misuse/judge-order.ts'
import { chooseProgram } from './choose-program.ts'
import { bindingsOf, buyerKeys, findTouches, type ProgramTouch } from './find-touches.ts'
import { customerKeys, gatherContext } from './gather-context.ts'
import { moveRewards } from './move-rewards.ts'

import type { Attribution, Credited } from '#domain/attribution.ts'
import type { Instant, OrderState, PaidFact } from '#domain/order-facts.ts'
import type { OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

export type EvaluateDeps = Pick<AppDeps, 'clock' | 'random' | 'macs' | 'sealer'>

export type PaidState = OrderState & { readonly paid: PaidFact }

/** Evaluates a locked order and moves its rewards to their targets. */
export async function evaluateOrder(deps: EvaluateDeps, unit: RetailerUnit, order: OrderRow): Promise<void> {
  const state = foldOrder(await unit.orders.facts(order.orderId))
  if (!isPaid(state)) return

  const attribution = order.attribution ?? (await attribute(deps, unit, order, state.paid))
  if (order.attribution === undefined && unrewardedBy(attribution).length > 0) {
    const data = { retailerId: unit.retailerId, orderId: order.orderId }
    await unit.enqueue({ queue: 'project-unrewarded', data })
  }
  if (attribution.outcome === 'not-credited') {
    await unit.orders.update(order.orderId, {
      outcome: 'not-credited',
      reason: decidingSentence(attribution.steps),
      ...orderChange(deps, attribution, state.paid),
    })
    return
  }
  await unit.pools.lock(attribution.programId)
  if (order.attribution === undefined) await bindCustomer(unit, attribution, state.paid)
  const { outcome, granted, steps } = await moveRewards(deps, unit, { order, attribution, state })
  await unit.orders.update(order.orderId, {
    outcome,
    reason: decidingSentence([...attribution.steps, ...steps]),
    ...orderChange(deps, granted, state.paid),
  })
}

function isPaid(state: OrderState): state is PaidState {
  return state.paid !== undefined
}

/** Decides once who is credited, by the rules in force when the order was paid. */
async function attribute(
  deps: EvaluateDeps,
  unit: RetailerUnit,
  { orderId }: OrderRow,
  paid: PaidFact,
): Promise<Attribution> {
  const touches = await inStandingPrograms(unit, await findTouches(deps, unit, paid), paid.paidAt)
  const program = await chooseProgram(unit, touches, paid.paidAt)
  if (!program) {
    const sentence = 'The shop has no program yet.'
    const steps = [{ step: 'touches', outcome: 'stopped', sentence }] as const
    return { outcome: 'not-credited', touches: [], verdicts: [], steps }
  }
  // What is known of buyer and people counts their other orders: of two told at once, one has to come after the other.
  if (touches.length > 0) await unit.pools.lock(program.programId)
  const context = await gatherContext(unit, program, paid)
  const verdicts = await judgeOrder(unit, { orderId, ...context })
  const lastOrderAt = (await unit.closings.find(program.programId))?.lastOrderAt
  return attributeOrder({ ...context, verdicts, lastOrderAt })
}

/** Touches of programs that had not ended; of all programs when each had, so that the reason can be told. */
async function inStandingPrograms(
  unit: RetailerUnit,
  touches: readonly ProgramTouch[],
  paidAt: Instant,
): Promise<readonly ProgramTouch[]> {
  const ended = new Set<string>()
  for (const programId of new Set(touches.map((touch) => touch.programId))) {
    const closing = await unit.closings.find(programId)
    if (closing !== undefined && paidAt > closing.lastOrderAt) ended.add(programId)
  }
  const standing = touches.filter(({ programId }) => !ended.has(programId))
  return standing.length > 0 ? standing : touches
}

/**
 * The buyer stays with whoever is credited first, for the policy's days; after them, with whoever comes next. Known by
 * e-mail and by the platform's id, the buyer is found again by either.
 */
async function bindCustomer(
  unit: RetailerUnit,
  { programId, policyHash, credits, ruleContext }: Credited,
  paid: PaidFact,
): Promise<void> {
  const policy = await unit.programs.policy(programId, policyHash)
  const days = policy?.attribution.bindCustomerDays ?? 0
  if (days === 0) return
  const standing = (await bindingsOf(unit, paid)).filter(
    (one) => one.programId === programId && paid.paidAt <= one.boundAt + days * DAY_MS,
  )
  const leading = credits.find((credit) => credit.role === 'direct' && credit.code === ruleContext.code)
  invariant(leading, 'the leading person is credited')
  const { recommenderId, code, boundAt } = standing[0] ?? { ...leading, boundAt: paid.paidAt }
  for (const buyerKey of buyerKeys(paid)) {
    if (standing.some((one) => one.buyerKey === buyerKey)) continue
    await unit.programs.saveBinding({ programId, buyerKey, recommenderId, code, boundAt })
  }
}

function orderChange(deps: EvaluateDeps, attribution: Attribution, paid: PaidFact) {
  return { attribution, paidAt: paid.paidAt, customer: customerKeys(paid), now: deps.clock.now() }
}
