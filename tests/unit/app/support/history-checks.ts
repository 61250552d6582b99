// What must hold of the books after any step of any history, and once everything has come to rest.

import { micros, sumMicros, type Micros } from '#domain/money.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'

import { batchKeyOf } from './fake-ledger.ts'
import { PEOPLE, PROGRAMS, type HistoryOrder } from './history-market.ts'

import type { RecordRow } from '#ports/batch-rows.ts'
import type { RewardRow } from '#ports/reward-rows.ts'
import type { HistoryWorld, Inspection } from './history-world.ts'

const ADDS = new Set(['earned', 'unreduced', 'debt-cancelled'])

/** L-5, L-6, L-8, L-9, L-10: the books agree with themselves and, as far as they have come, with the chain. */
export async function checkBooks({ stores, chain }: HistoryWorld): Promise<Inspection> {
  const books = await stores.inspect()
  for (const reward of books.rewards.values()) checkReward(books, reward)
  for (const debt of books.debts.values()) {
    const used = sumOf(books.uses, (use) =>
      use.debtId === debt.debtId ? (use.kind === 'restored' ? -use.micros : use.micros) : 0n,
    )
    same('L-10: what is left of a debt is what was not used', debt.remainingMicros, debt.micros - used)
  }
  for (const { programId, pool } of PROGRAMS) {
    const balance = (account: string): bigint => books.balances.get(`${programId}:${account}`) ?? 0n
    for (const account of ['outside', 'available', 'reserved', 'released']) {
      const entries = [...books.entries.values()].filter((entry) => entry.programId === programId)
      const sum = sumOf(entries, (entry) =>
        entry.debit === account ? entry.micros : entry.credit === account ? -entry.micros : 0n,
      )
      same(`L-5: the balance of ${account} is the sum of its entries`, balance(account), sum)
    }
    const onChain = chain.appliedLedger().pools.get(pool)
    same('L-9: available as the ledger has it', balance('available'), onChain?.availableMicros ?? 0n)
    same('L-9: reserved as the ledger has it', balance('reserved'), onChain?.reservedMicros ?? 0n)
    checkPeople(books, programId)
  }
  return books
}

function checkReward(books: Inspection, reward: RewardRow): void {
  const changes = books.changes.filter((change) => change.rewardId === reward.rewardId)
  const sum = sumOf(changes, (change) => (ADDS.has(change.kind) ? change.micros : -change.micros))
  same('L-6: a reward stands at the sum of its changes', reward.standingMicros, sum)
  same('L-8: standing and waiting make the target', reward.standingMicros + reward.waitingMicros, reward.targetMicros)
}

/** L-10: what batches hold for a person, less what the person owes the pool, is what the person's rewards stand at. */
function checkPeople(books: Inspection, programId: string): void {
  for (const payee of PEOPLE) {
    const recommenderId = recommenderIdOf(payee)
    const standing = sumOf(books.rewards.values(), (reward) =>
      reward.programId === programId && reward.recommenderId === recommenderId ? reward.standingMicros : 0n,
    )
    const held = sumOf(books.records.values(), (record) =>
      record.programId === programId && record.payee === payee && isLive(books, record)
        ? record.micros - record.reducedMicros
        : 0n,
    )
    const debt = sumOf(books.debts.values(), (one) =>
      one.programId === programId && one.recommenderId === recommenderId ? one.remainingMicros : 0n,
    )
    same('L-10: held less debt is what the rewards stand at', held - debt, standing)
  }
}

function isLive(books: Inspection, { programId, seq, attempt }: RecordRow): boolean {
  const state = books.batches.get(`${programId}:${seq}:${attempt}`)?.state
  return state === 'signed' || state === 'open' || state === 'settled'
}

/** L-1, L-11, L-12: at rest, everybody has been credited exactly what the facts say, and nothing is left under way. */
export async function checkRest(world: HistoryWorld): Promise<void> {
  const books = await checkBooks(world)
  const { chain, stores, orders, told } = world
  const states = [...books.batches.values()].map((batch) => batch.state)
  expect(states.filter((state) => state === 'signed' || state === 'open')).toEqual([])
  expect(
    [...books.reductions.values()].filter(({ state }) => state === 'pending' || state === 'signed'),
  ).toEqual([])
  expect([...books.amendments.values()].filter(({ state }) => state === 'signed')).toEqual([])

  for (const reward of books.rewards.values()) {
    const order = orders.findIndex(
      ({ externalId }) => books.orders.get(reward.orderId)?.externalId === externalId,
    )
    const right = naiveTarget(orders[order]!, told.get(order) ?? new Set())
    if (reward.vetoed) same(`L-1: the right reward for ${orders[order]!.externalId}`, reward.standingMicros).toBeLessThanOrEqual(right)
    else expect(reward.standingMicros, right)
  }
  checkSettledRecords(world, books)

  for (const payee of PEOPLE) {
    const { owed, paid } = chain.ledger()
    const person = await stores.recommenders.transaction(recommenderIdOf(payee), async (unit) => ({
      balances: await unit.balances(),
      rewards: await unit.rewards(1_000),
    }))
    same('L-11: owed as the ledger has it', person.balances.owedMicros, owed.get(payee) ?? 0n)
    same('L-11: paid as the ledger has it', person.balances.paidMicros, paid.get(payee) ?? 0n)
    checkProjection(books, payee, person.rewards)
  }
}

/** What the facts told of an order are worth, worked out in the plainest way. */
function naiveTarget(order: HistoryOrder, told: ReadonlySet<string>): bigint {
  const { policy } = PROGRAMS[order.program]!
  if (!told.has('paid') || told.has('cancelled')) return 0n
  let kept = order.eligibleMicros as bigint
  for (const fact of order.facts)
    if (fact.kind === 'refunded' && told.has(fact.factKey)) kept -= fact.eligibleMicros
  if (kept <= 0n) return 0n
  if (policy.reward.kind === 'flat') return 500_000n
  const tenth = kept / 10n
  return tenth < 5_000_000n ? tenth : 5_000_000n
}

/** Each settled record was credited on the ledger with exactly what the books say it holds. */
function checkSettledRecords({ chain }: HistoryWorld, books: Inspection): void {
  for (const record of books.records.values()) {
    const batch = books.batches.get(`${record.programId}:${record.seq}:${record.attempt}`)!
    if (batch.state !== 'settled') continue
    const onChain = chain.ledger().batches.get(batchKeyOf(batch.pool, batch.seq))
    same('L-11: a record is credited as the books have it', onChain?.end).toBe('settled')
    expect(record.micros - record.reducedMicros, onChain?.rest.get(`${record.payee}:${record.tag}`))
  }
}

type Projected = { readonly rewardId: string } & Pick<
  RewardRow,
  'targetMicros' | 'standingMicros' | 'waitingMicros'
> & {
    readonly debtMicros: Micros
    readonly records: readonly {
      readonly seq: number
      readonly state: string
      readonly reducedMicros: Micros
    }[]
  }

/** L-12: what people read is what the shop's books say. */
function checkProjection(books: Inspection, payee: string, projected: readonly Projected[]): void {
  for (const reward of books.rewards.values()) {
    if (reward.payee !== payee) continue
    const row = projected.find((one) => one.rewardId === reward.rewardId)
    const debts = [...books.debts.values()].filter((debt) => debt.rewardId === reward.rewardId)
    const records = [...books.records.values()].filter((record) => record.rewardId === reward.rewardId)
    expect(row, 'L-12: every reward reaches its person').toBeDefined()
    same('L-12: people read the debt that is left', row?.targetMicros).toBe(reward.targetMicros)
    expect(row?.standingMicros).toBe(reward.standingMicros)
    expect(row?.waitingMicros).toBe(reward.waitingMicros)
    expect(row?.debtMicros, sumMicros(debts.map((debt) => debt.remainingMicros)))
    const states = (list: readonly string[]): readonly string[] => [...list].sort()
    expect(states(row?.records.map((one) => `${one.seq} ${one.state} ${one.reducedMicros}`) ?? [])).toEqual(
      states(
        records.map((one) => {
          const batch = books.batches.get(`${one.programId}:${one.seq}:${one.attempt}`)!
          return `${one.seq} ${batch.state} ${one.reducedMicros}`
        }),
      ),
    )
  }
}

function sumOf<Row>(rows: Iterable<Row>, amount: (row: Row) => bigint): Micros {
  let sum = 0n
  for (const row of rows) sum += amount(row)
  return micros(sum)
}
