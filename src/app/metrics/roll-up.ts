// Brings a shop's figures up to date: what happened since the last time is counted anew by whole hours, so that doing it
// twice, late, or from the beginning ends in the same figures.

import { DAY_MS, HOUR_MS, SECOND_MS } from '#domain/time.ts'

import { countOrder } from './count-order.ts'

import { addActivity, NO_ACTIVITY, type Activity } from '#domain/metrics/activity.ts'
import type { ProgramId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { LinkHour, PaidOrder } from '#ports/metric-rows.ts'
import type { PolicyVersionRow } from '#ports/policy-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Orders read at once; an order with its facts and rewards is a few kilobytes. */
const ORDERS_PER_READ = 500

/**
 * Milliseconds before the last time from which is looked again: a database transaction writes its instant when it
 * begins and is seen when it ends, 15 s later at most, and clocks of processes differ by less than the rest.
 */
const LOOK_BACK_MS = 120 * SECOND_MS

/**
 * Milliseconds up to which clicks can be counted anew from the beginning: a day. Visitor keys are kept for two, and
 * the day (UTC) of the oldest hour has to be there from its first click.
 */
const CLICKS_ANEW_MS = DAY_MS

/** Rolls up one shop; `everything` begins anew, as far back as clicks can be told apart and orders reach. */
export async function rollUp(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, everything = false }: { readonly retailerId: string; readonly everything?: boolean },
): Promise<void> {
  const now = deps.clock.now()
  const hours = await deps.retailers.transaction(retailerId, async (unit) => {
    const marks = await unit.metrics.takeMarks()
    const from = everything ? now - CLICKS_ANEW_MS : marks.clicksUntil - LOOK_BACK_MS
    await unit.metrics.rollUpClicks(hourOf(from))
    await unit.metrics.setMarks({ ...marks, clicksUntil: Math.max(now, marks.clicksUntil) })
    return unit.metrics.changedHours(everything ? 0 : Math.max(0, marks.ordersUntil - LOOK_BACK_MS))
  })
  for (const hour of hours) await rollUpHour(deps, retailerId, hour)
  await deps.retailers.transaction(retailerId, async (unit) => {
    const marks = await unit.metrics.takeMarks()
    await unit.metrics.setMarks({ ...marks, ordersUntil: Math.max(now, marks.ordersUntil) })
  })
}

/** Counts the orders of one hour anew, under the lock of the marks: whoever comes second sees what is newest. */
async function rollUpHour(
  deps: Pick<AppDeps, 'retailers'>,
  retailerId: string,
  hour: Instant,
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    await unit.metrics.takeMarks()
    const sums = new Map<string, LinkHour>()
    const versions = new Map<ProgramId, readonly PolicyVersionRow[]>()
    for await (const order of ordersOf(unit, hour)) {
      const { programId } = order
      const known = versions.get(programId) ?? (await unit.policies.versions(programId))
      versions.set(programId, known)
      for (const [code, activity] of countOrder(order, known)) {
        addTo(sums, { programId, code, activity })
      }
    }
    await unit.metrics.replaceSales(hour, [...sums.values()])
  })
}

async function* ordersOf(unit: RetailerUnit, hour: Instant): AsyncGenerator<PaidOrder> {
  let after: string | undefined
  for (;;) {
    const orders = await unit.metrics.paidOrders(hour, { limit: ORDERS_PER_READ, after })
    yield* orders
    if (orders.length < ORDERS_PER_READ) return
    after = orders.at(-1)?.orderId
  }
}

function addTo(sums: Map<string, LinkHour>, row: LinkHour): void {
  const key = `${row.programId}:${row.code}`
  const before: Activity = sums.get(key)?.activity ?? NO_ACTIVITY
  sums.set(key, { ...row, activity: addActivity(before, row.activity) })
}

function hourOf(instant: Instant): Instant {
  return Math.floor(Math.max(0, instant) / HOUR_MS) * HOUR_MS
}
