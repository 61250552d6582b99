// A person's page: what is promised, owed and paid, and why.

import { refusalSentence } from '#domain/countersign/refusals.ts'
import { DEFAULT_MINIMUM_MICROS } from '#domain/default-minimum.ts'
import { micros, sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { owedBack } from '#domain/net-debt.ts'
import { Problem } from '#domain/problem.ts'
import { rewardState } from '#domain/reward-state.ts'
import { SECOND_MS } from '#domain/time.ts'
import { decidingSentence } from '#domain/trace.ts'

import { overBudget } from './over-budget.ts'
import { linkDiscounts, NO_DISCOUNT } from '../coupons/link-discounts.ts'
import { coverCredits, recordKey, type PaidByRecord } from './cover-credits.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { PersonLinkRow, PersonRewardRow } from '#ports/recommender-store.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'
import type { PersonRewardView, PersonView } from '../views.ts'

/** Rewards, other orders and payments of each kind that are read for a page. */
const LISTED_MAX = 200

type ReadPersonDeps = Pick<AppDeps, 'recommenders' | 'retailers' | 'clock'>

/** With the newest `most` rewards, other orders and payments; sums are of all. Throws `not_found` for an unknown person. */
export async function readPerson(
  deps: ReadPersonDeps,
  { recommenderId, most = LISTED_MAX }: { readonly recommenderId: string; readonly most?: number },
): Promise<PersonView> {
  const now = deps.clock.now()
  const all = await readRows(deps, { recommenderId, limit: most + 1, now })
  if (!all.person) throw new Problem('not_found')
  const lists = [all.rewards, all.unrewarded, all.payments]
  const read = {
    ...all,
    rewards: all.rewards.slice(0, most),
    unrewarded: all.unrewarded.slice(0, most),
    payments: all.payments.slice(0, most),
  }
  const paidByRecord = coverCredits(read.credits, read.balances.paidMicros)
  const over = await overBudget(deps, read.rewards)
  const rewards = read.rewards.map((row) =>
    personReward(row, paidByRecord, { now, isOverBudget: over.has(row.programId) }),
  )

  return {
    recommenderId,
    ...all.person,
    promised: read.totals.reservedMicros,
    owed: read.balances.owedMicros,
    paid: read.balances.paidMicros,
    debt: read.totals.debtMicros,
    minimumPayout: DEFAULT_MINIMUM_MICROS,
    links: await linkCounts(deps, read.links),
    isCut: lists.some((list) => list.length > most),
    rewards,
    unrewarded: read.unrewarded.map(({ shopName, orderedAt, trace }) => ({
      shopName,
      at: orderedAt,
      sentence: decidingSentence(trace),
      trace,
    })),
    payments: read.payments.map(({ at, micros: amount, chainTransaction }) => ({
      at,
      amount,
      chainTransaction,
    })),
  }
}

async function readRows(
  deps: ReadPersonDeps,
  {
    recommenderId,
    limit,
    now,
  }: { readonly recommenderId: string; readonly limit: number; readonly now: Instant },
) {
  return deps.recommenders.transaction(recommenderId, async (unit) => ({
    person: await unit.person(),
    balances: await unit.balances(),
    credits: await unit.credits(),
    totals: await unit.rewardTotals(now),
    rewards: await unit.rewards(limit),
    unrewarded: await unit.unrewarded(limit),
    payments: await unit.payments(limit),
    links: await unit.links(),
  }))
}

function reservedOf(row: PersonRewardRow): Micros {
  return restIn(row, 'open')
}

/** What is left of the reward's records in batches of one state. */
function restIn({ records }: PersonRewardRow, state: PersonRewardRow['records'][number]['state']): Micros {
  return sumMicros(
    records
      .filter((record) => record.state === state)
      .map((record) => micros(record.micros - record.reducedMicros)),
  )
}

function personReward(
  row: PersonRewardRow,
  paidByRecord: PaidByRecord,
  { now, isOverBudget }: { readonly now: Instant; readonly isOverBudget: boolean },
): PersonRewardView {
  const settled = row.records.filter((record) => record.state === 'settled')
  const open = row.records.filter((record) => record.state === 'open')
  const maturities = open.map((record) => record.maturesAtSeconds).filter((at) => at !== null)
  // A signed batch reserves nothing before the ledger has it.
  const waitingMicros = sumMicros([row.waitingMicros, restIn(row, 'signed')])
  const setAside = isSetAside(row, now) ? row.setAside : undefined
  return {
    rewardId: row.rewardId,
    shopName: row.shopName,
    at: row.orderedAt,
    amount: row.targetMicros,
    debt: owedBack(row.debts, now),
    isDeal: row.isDeal ?? false,
    state: rewardState({
      waitingMicros,
      availableMicros: waitingMicros,
      isSetAside: setAside !== undefined,
      isOverBudget: row.waitingMicros > 0n && isOverBudget,
      reservedMicros: reservedOf(row),
      releasedMicros: restIn(row, 'settled'),
      standingMicros: row.standingMicros,
      paidMicros: sumMicros(settled.map((record) => paidByRecord.get(recordKey(record)) ?? ZERO_MICROS)),
    }),
    unlocksAt: maturities.length === 0 ? null : Math.max(...maturities) * SECOND_MS,
    sentence: setAside ? refusalSentence(setAside.reason) : decidingSentence(row.trace),
    trace: row.trace,
  }
}

/** One that time has brought back into the line needs no job to say so. */
function isSetAside({ setAside }: PersonRewardRow, now: Instant): boolean {
  return setAside !== undefined && (setAside.until === null || setAside.until > now)
}

/** Clicks and sales of each link, asked of the retailers they belong to. */
async function linkCounts(
  deps: ReadPersonDeps,
  links: readonly PersonLinkRow[],
): Promise<PersonView['links']> {
  const byRetailer = Map.groupBy(links, (link) => link.retailerId)
  const counted: PersonView['links'][number][] = []
  for (const [retailerId, owned] of byRetailer) {
    const codes = owned.map((link) => link.code)
    const { clicks, sales, discounts, ends } = await deps.retailers.transaction(retailerId, async (unit) => ({
      clicks: await unit.clicks.countByCode(codes),
      sales: await unit.rewards.countByCode(codes),
      discounts: await linkDiscounts(unit, owned),
      ends: await lastOrders(unit, owned),
    }))
    for (const { code, programId, programName, shopName, disclosure, campaign } of owned) {
      counted.push({
        code,
        programId,
        programName,
        shopName,
        disclosure,
        campaign,
        clicks: clicks.get(code) ?? 0,
        sales: sales.get(code) ?? 0,
        lastOrderAt: ends.get(programId) ?? null,
        ...(discounts.get(code) ?? NO_DISCOUNT),
      })
    }
  }
  return counted
}

/** Until when orders count, of programs that end. */
async function lastOrders(
  unit: RetailerUnit,
  links: readonly PersonLinkRow[],
): Promise<ReadonlyMap<string, Instant>> {
  const ends = new Map<string, Instant>()
  for (const programId of new Set(links.map((link) => link.programId))) {
    const closing = await unit.closings.find(programId)
    if (closing !== undefined) ends.set(programId, closing.lastOrderAt)
  }
  return ends
}
