// Figures that are rolled up a piece at a time are those that counting everything from the beginning gives, and those
// of the plainest counting there is.

import { rollUp } from '#app/metrics/roll-up.ts'
import { NO_ACTIVITY, sumActivities, type Activity } from '#domain/metrics/activity.ts'
import { micros } from '#domain/money.ts'
import { openDatabase, type Database } from '#store/database.ts'
import { createRetailerStore } from '#store/retailer/retailer-store.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { cancelledFact, paidFact, refundedFact } from '../../unit/domain/facts.ts'

import type { OrderFact } from '#domain/order-facts.ts'
import type { RetailerStore } from '#ports/retailer-store.ts'

/** Histories of a run; each is some hundred statements. */
const HISTORIES = 12

const SHOP = 'abcde'
const PROGRAM = 'abcdeprogram222222222'
const CODES = ['abcdelink22222', 'abcdelink33333', 'abcdelink44444'] as const
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Late enough in a day that histories of 30 hours go over midnight. */
const BEGIN = Date.UTC(2026, 10, 22, 9)

let file: TestDatabase
let database: Database
let retailers: RetailerStore

beforeAll(async () => {
  file = await createTestDatabase()
  database = openDatabase({ connectionString: file.url })
  retailers = createRetailerStore(database, {
    enqueue: () => Promise.resolve(),
    enqueueAll: () => Promise.resolve(),
    work: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  })
})

afterAll(async () => {
  await database.destroy()
  await file.drop()
})

type Click = { readonly code: number; readonly visitor: number | null; readonly verdict: Verdict }
type Verdict = 'counted' | 'duplicate' | 'bot' | 'prefetch'
type Step =
  | ({ readonly kind: 'click' } & Click)
  | {
      readonly kind: 'order'
      readonly code: number | null
      readonly eligible: bigint
      readonly hoursAgo: number
    }
  | { readonly kind: 'refund'; readonly order: number; readonly amount: bigint }
  | { readonly kind: 'cancel'; readonly order: number }
  | { readonly kind: 'roll-up' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('click' as const),
    code: fc.nat(2),
    visitor: fc.option(fc.nat(3)),
    verdict: fc.constantFrom<Verdict>('counted', 'counted', 'duplicate', 'bot', 'prefetch'),
  }),
  fc.record({
    kind: fc.constant('order' as const),
    code: fc.option(fc.nat(2)),
    eligible: fc.bigInt({ min: 0n, max: 100_000_000n }),
    hoursAgo: fc.nat(3),
  }),
  fc.record({ kind: fc.constant('refund' as const), order: fc.nat(9), amount: fc.bigInt(1n, 60_000_000n) }),
  fc.record({ kind: fc.constant('cancel' as const), order: fc.nat(9) }),
  fc.constant({ kind: 'roll-up' as const }),
)

/** Steps with the minutes before each. */
const histories = fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), step), { minLength: 1, maxLength: 25 })

test('figures rolled up in pieces are those of counting anew, and those of counting by hand', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      await begin()
      const naive = new Naive()
      let now = BEGIN
      for (const [minutes, todo] of history) {
        now += minutes * MINUTE
        if (todo.kind === 'roll-up') await rollUpAt(now)
        else await live(naive, todo, now)
      }
      await rollUpAt(now)
      const inPieces = await stored()
      expect(inPieces).toEqual(naive.byLink())

      await rollUpAt(now)
      expect(await stored()).toEqual(inPieces)

      await rollUp({ retailers, clock: { now: () => now } }, { retailerId: SHOP, everything: true })
      expect(await stored()).toEqual(inPieces)
    }),
    { numRuns: HISTORIES },
  )
})

test('two that roll up at once end in the figures of one', async () => {
  await begin()
  const naive = new Naive()
  for (let i = 0; i < 40; i++) {
    await live(naive, { kind: 'click', code: i % 3, visitor: i % 4, verdict: 'counted' }, BEGIN + i * MINUTE)
    await live(naive, { kind: 'order', code: i % 3, eligible: 1_000_000n, hoursAgo: 0 }, BEGIN + i * MINUTE)
  }
  await Promise.all([rollUpAt(BEGIN + HOUR), rollUpAt(BEGIN + HOUR), rollUpAt(BEGIN + HOUR)])
  expect(await stored()).toEqual(naive.byLink())
})

async function rollUpAt(now: number): Promise<void> {
  await rollUp({ retailers, clock: { now: () => now } }, { retailerId: SHOP })
}

async function stored(): Promise<ReadonlyMap<string, Activity>> {
  const rows = await retailers.transaction(SHOP, (unit) =>
    unit.metrics.byLink(PROGRAM, { from: 0, to: BEGIN + 1_000 * HOUR }),
  )
  return new Map(rows.map(({ code, activity }) => [code, activity] as const))
}

/** Empty tables, and three links of a program. */
async function begin(): Promise<void> {
  const tables = await sql<{ readonly name: string }>`
    select tablename as name from pg_tables where tablename like 'retailer\_%'`.execute(database)
  await sql`truncate ${sql.join(tables.rows.map(({ name }) => sql.table(name)))}`.execute(database)
  await retailers.transaction(SHOP, async (unit) => {
    for (const code of CODES) {
      await unit.programs.insertLink({
        code,
        programId: PROGRAM,
        recommenderId: `of-${code}`,
        campaignId: null,
        disclosure: 'en-US/1',
        createdAt: BEGIN,
      })
    }
  })
}

/** What happens, into the database and into the plain lists. */
async function live(naive: Naive, todo: Exclude<Step, { kind: 'roll-up' }>, now: number): Promise<void> {
  if (todo.kind === 'click') {
    const { code, visitor, verdict } = todo
    naive.clicks.push({ code, visitor, verdict, at: now })
    const click = {
      clickId: `click${naive.clicks.length}`,
      code: CODES[code] ?? CODES[0],
      clickedAt: now,
      visitorKey: visitor === null ? null : new Uint8Array([Math.floor(now / (24 * HOUR)) % 256, visitor]),
      verdict,
    }
    await retailers.transaction(SHOP, (unit) => unit.clicks.insert([click]))
  } else if (todo.kind === 'order') {
    const orderId = `order${naive.orders.length}`
    naive.orders.push({ orderId, code: todo.code, eligible: todo.eligible, refunded: 0n, cancelled: false })
    await insertOrder(orderId, todo.code === null ? null : (CODES[todo.code] ?? null), {
      paidAt: now - todo.hoursAgo * HOUR,
      now,
    })
    await addFact(orderId, paidFact(todo.eligible), now)
  } else {
    const order = naive.orders[todo.order]
    if (!order) return
    if (todo.kind === 'cancel') order.cancelled = true
    else order.refunded += todo.amount
    const fact = todo.kind === 'cancel' ? cancelledFact : refundedFact(`r${now}-${todo.amount}`, todo.amount)
    await addFact(order.orderId, fact, now)
  }
}

async function addFact(orderId: string, fact: OrderFact, now: number): Promise<void> {
  await retailers.transaction(SHOP, (unit) => unit.orders.insertFact(orderId, fact, { deliveryId: 'd', now }))
  await database
    .updateTable('retailer_orders')
    .set({ updated_at: new Date(now) })
    .where('retailer_id', '=', SHOP)
    .where('order_id', '=', orderId)
    .execute()
}

async function insertOrder(
  orderId: string,
  code: string | null,
  { paidAt, now }: { readonly paidAt: number; readonly now: number },
): Promise<void> {
  const frozen = { programId: PROGRAM, touches: [], verdicts: [], steps: [] }
  const credited = {
    ...frozen,
    outcome: 'credited',
    policyHash: '0x00',
    credits: [{ recommenderId: 'mia', code, role: 'direct', weight: 1 }],
    ruleContext: { tier: 'micro', code, campaignIds: [], isNewCustomer: false, isFirstOrder: false },
  }
  await database
    .insertInto('retailer_orders')
    .values({
      retailer_id: SHOP,
      order_id: orderId,
      connection_id: 'c',
      external_id: orderId,
      source_order: new Uint8Array([1]),
      outcome: 'credited',
      reason: '',
      attribution: JSON.stringify(code === null ? { ...frozen, outcome: 'not-credited' } : credited),
      program_id: PROGRAM,
      paid_at: new Date(paidAt),
      updated_at: new Date(now),
      created_at: new Date(now),
    })
    .execute()
}

/** Keeps everything in lists and counts it in the plainest way. */
class Naive {
  readonly clicks: (Click & { readonly at: number })[] = []
  readonly orders: {
    readonly orderId: string
    readonly code: number | null
    readonly eligible: bigint
    refunded: bigint
    cancelled: boolean
  }[] = []

  byLink(): ReadonlyMap<string, Activity> {
    const parts: [string, Partial<Activity>][] = []
    const seen = new Set<string>()
    for (const { code, visitor, verdict, at } of this.clicks) {
      const isHuman = verdict === 'counted' || verdict === 'duplicate'
      const visit = `${Math.floor(at / (24 * HOUR))}:${visitor}`
      const isNew = isHuman && (visitor === null || !seen.has(visit))
      if (isHuman) seen.add(visit)
      parts.push([
        CODES[code] ?? '',
        {
          reach: isNew ? 1 : 0,
          clicks: isHuman ? 1 : 0,
          uniqueClicks: verdict === 'counted' ? 1 : 0,
          uncountedClicks: isHuman ? 0 : 1,
        },
      ])
    }
    for (const { code, eligible, refunded, cancelled } of this.orders) {
      const kept = cancelled || refunded > eligible ? 0n : eligible - refunded
      const seenPart = { ordersSeen: 1, seenSalesMicros: micros(eligible) }
      const credited = {
        orders: 1,
        ordersGivenBack: kept < eligible ? 1 : 0,
        salesMicros: micros(eligible),
        keptSalesMicros: micros(kept),
      }
      parts.push(code === null ? ['', seenPart] : [CODES[code] ?? '', { ...seenPart, ...credited }])
    }
    const byCode = Map.groupBy(parts, ([code]) => code)
    return new Map(
      [...byCode].map(
        ([code, of]) => [code, sumActivities([NO_ACTIVITY, ...of.map(([, part]) => part)])] as const,
      ),
    )
  }
}
