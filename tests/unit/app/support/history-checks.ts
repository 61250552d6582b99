// What must hold of the books after any step of any history, and once everything has come to rest.

import { invariant } from '#domain/invariant.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'

import { naiveKept } from '../../domain/naive-order.ts'
import { batchKeyOf } from './fake-ledger.ts'
import { PEOPLE, PROGRAMS, type HistoryOrder } from './history-market.ts'

import type { RetailerAccount } from '#ports/journal-rows.ts'
import type { PersonRewardRow } from '#ports/recommender-store.ts'
import type { RewardChange, RewardRow } from '#ports/reward-rows.ts'
import type { Address } from 'viem'
import type { HistoryWorld } from './history-world.ts'
import type { InspectedRecord, Inspection } from './inspection.ts'

const ACCOUNTS: readonly RetailerAccount[] = ['outside', 'available', 'reserved', 'released']
const RAISES = new Set<RewardChange['kind']>(['earned', 'unreduced', 'debt-cancelled'])

/** L-5, L-6, L-8, L-9, L-10: the books agree with themselves and, as far as they have come, with the chain. */
export async function checkBooks({ stores, chain, said }: HistoryWorld): Promise<Inspection> {
  const failed = said.find(({ message }) => message === 'a step failed and is tried again')
  same('no step of the relayer fails', failed && JSON.stringify(failed), undefined)
  const books = await stores.inspect()
  for (const reward of books.rewards.values()) checkReward(books, reward)
  for (const debt of books.debts.values()) {
    const uses = books.uses.filter((use) => use.debtId === debt.debtId)
    const used = sumOf(uses, (use) => (use.kind === 'restored' ? -use.micros : use.micros))
    same('L-10: what is left of a debt is what was not used of it', debt.remainingMicros, debt.micros - used)
  }
  const isBooked = (await chain.events.nextFinal(1)).length === 0
  for (const { programId, pool } of PROGRAMS) {
    const balance = (account: RetailerAccount): bigint => books.balances.get(`${programId}:${account}`) ?? 0n
    const entries = [...books.entries.values()].filter((entry) => entry.programId === programId)
    for (const account of ACCOUNTS) {
      const moved = sumOf(entries, ({ debit, credit, micros }) =>
        debit === account ? micros : credit === account ? -micros : 0n,
      )
      same(`L-5: the balance of ${account} is the sum of its entries`, balance(account), moved)
    }
    const all = sumOf(ACCOUNTS, balance)
    same('L-5: what one account gets another gives', all, 0n)

    if (isBooked) {
      const onChain = chain.finalLedger().pools.get(pool)
      same('L-9: available as the ledger has it', balance('available'), onChain?.availableMicros ?? 0n)
      same('L-9: reserved as the ledger has it', balance('reserved'), onChain?.reservedMicros ?? 0n)
    }
    for (const payee of PEOPLE) checkPerson(books, programId, payee)
  }
  return books
}

function checkReward(books: Inspection, reward: RewardRow): void {
  const changes = books.changes.filter((change) => change.rewardId === reward.rewardId)
  const sum = sumOf(changes, (change) => (RAISES.has(change.kind) ? change.micros : -change.micros))
  same('L-6: a reward stands at the sum of its changes', reward.standingMicros, sum)
  const { standingMicros, waitingMicros, targetMicros } = reward
  same('L-8: what stands and what waits make the target', standingMicros + waitingMicros, targetMicros)
}

/** L-10: what batches hold for a person, less what the person owes the pool, is what the person's rewards stand at. */
function checkPerson(books: Inspection, programId: string, payee: Address): void {
  const recommenderId = recommenderIdOf(payee)
  const isTheirs = (row: { readonly programId: string; readonly recommenderId: string }): boolean =>
    row.programId === programId && row.recommenderId === recommenderId
  const standing = sumOf([...books.rewards.values()].filter(isTheirs), (reward) => reward.standingMicros)
  const debt = sumOf([...books.debts.values()].filter(isTheirs), (one) => one.remainingMicros)
  const records = [...books.records.values()].filter(
    (record) => record.programId === programId && record.payee === payee && isLive(books, record),
  )
  const held = sumOf(records, (record) => record.micros - record.reducedMicros)
  same('L-10: held less debt is what rewards stand at', held - debt, standing)
}

function isLive(books: Inspection, record: InspectedRecord): boolean {
  const state = batchOf(books, record).state
  return state === 'signed' || state === 'open' || state === 'settled'
}

/** L-1, L-11, L-12: at rest everybody was credited exactly what the facts say, and nothing is left under way. */
export async function checkRest(world: HistoryWorld): Promise<void> {
  const books = await checkBooks(world)
  const unfinished = [
    ...[...books.batches.values()].filter(({ state }) => state === 'signed' || state === 'open'),
    ...[...books.reductions.values()].filter(({ state }) => state === 'pending' || state === 'signed'),
    ...[...books.amendments.values()].filter(({ state }) => state === 'signed'),
  ]
  same('at rest nothing is under way', unfinished.length, 0)
  for (const reward of books.rewards.values()) checkRightReward(world, books, reward)
  for (const record of books.records.values()) checkCredited(world, books, record)
  for (const payee of PEOPLE) await checkPayee(world, books, payee)
  checkLedgerBatches(world, books)
}

/** Nothing was committed twice under two numbers: what the ledger took of ours is in the books, in the same state. */
function checkLedgerBatches({ chain, foreign }: HistoryWorld, books: Inspection): void {
  for (const { pool, seq, records, end } of chain.ledger().batches.values()) {
    if (foreign.has(records)) continue
    const booked = [...books.batches.values()].filter(
      (batch) => batch.pool === pool && batch.seq === seq && batch.state !== 'dead',
    )
    same(
      'L-11: a batch on the ledger is one in the books',
      booked.map((batch) => batch.records).join(),
      records,
    )
    same('L-11: a batch ends in the books as on the ledger', booked.map((batch) => batch.state).join(), end)
  }
}

/** L-7: whatever was booked once changes nothing when it comes again, however late. */
export async function checkRepeat(world: HistoryWorld): Promise<void> {
  const before = await snapshot(world)
  world.chain.forgetApplied()
  await world.apply()
  for (const [order, keys] of world.told) {
    for (const [index, { factKey }] of world.orders[order]!.facts.entries()) {
      if (keys.has(factKey)) await world.tell(order, index)
    }
  }
  same('L-7: what comes again changes nothing', await snapshot(world), before)
}

async function snapshot({ stores }: HistoryWorld): Promise<string> {
  const books = Object.entries(await stores.inspect()).filter(
    ([table]) => table !== 'orders' && table !== 'jobs',
  )
  const people: unknown[] = []
  for (const payee of PEOPLE) {
    const read = stores.recommenders.transaction(recommenderIdOf(payee), async (unit) => [
      await unit.balances(),
      await unit.credits(),
      await unit.payments(1_000),
    ])
    people.push(await read)
  }
  return JSON.stringify([books, people], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value instanceof Map ? [...value] : value,
  )
}

function checkRightReward({ orders, told }: HistoryWorld, books: Inspection, reward: RewardRow): void {
  const externalId = books.orders.get(reward.orderId)?.externalId
  const index = orders.findIndex((one) => one.externalId === externalId)
  const order = orders[index]
  invariant(order, 'a reward belongs to an order of the history')
  const right = naiveTarget(order, told.get(index) ?? new Set())
  const ofOrder = [...books.rewards.values()].filter((one) => one.orderId === reward.orderId)
  same('everybody whose link led to the order has a reward', ofOrder.length, order.isShared ? 2 : 1)
  const most = order.isShared ? (right + 1n) / 2n : right
  const least = order.isShared ? right / 2n : right
  if (!reward.vetoed) {
    const { standingMicros } = reward
    const isRight = standingMicros >= least && standingMicros <= most
    invariant(
      isRight,
      `L-1: the right reward for ${order.externalId}: ${standingMicros}, not ${least} to ${most}`,
    )
    const standing = sumOf(ofOrder, (one) => one.standingMicros)
    if (ofOrder.every((one) => !one.vetoed)) same('L-1: the parts sum to the pot', standing, right)
    return
  }
  // A later batch may have promised what an edit of the order added; that stands when the first one is vetoed.
  const kinds = books.changes.filter((one) => one.rewardId === reward.rewardId).map(({ kind }) => kind)
  const sinceVeto = kinds.slice(kinds.indexOf('vetoed'))
  same('a vetoed reward is not promised again', sinceVeto.includes('earned'), false)
  invariant(reward.standingMicros <= most, `a vetoed reward stands at no more than ${most}`)
}

/** What the facts told of an order are worth, worked out in the plainest way. */
function naiveTarget(order: HistoryOrder, told: ReadonlySet<string>): bigint {
  const kept = sumOf(naiveKept(order.facts.filter((fact) => told.has(fact.factKey))), (line) => line.kept)
  if (kept <= 0n) return 0n
  if (order.program === 1) return 500_000n
  return kept / 10n < 5_000_000n ? kept / 10n : 5_000_000n
}

/** Each settled record was credited on the ledger with exactly what the books say that it holds. */
function checkCredited({ chain }: HistoryWorld, books: Inspection, record: InspectedRecord): void {
  const batch = batchOf(books, record)
  if (batch.state !== 'settled') return
  const onChain = chain.ledger().batches.get(batchKeyOf(batch.pool, batch.seq))
  same('L-11: a settled batch is settled on the ledger', onChain?.end, 'settled')
  const credited = onChain?.rest.get(`${record.payee}:${record.tag}`)
  same('L-11: a record is credited as the books have it', credited, record.micros - record.reducedMicros)
}

async function checkPayee({ chain, stores }: HistoryWorld, books: Inspection, payee: Address): Promise<void> {
  const { owed, paid } = chain.ledger()
  const person = await stores.recommenders.transaction(recommenderIdOf(payee), async (unit) => ({
    balances: await unit.balances(),
    rewards: await unit.rewards(1_000),
  }))
  const { creditedMicros, owedMicros, paidMicros } = person.balances
  same('L-11: owed as the ledger has it', owedMicros, owed.get(payee) ?? 0n)
  same('L-11: paid as the ledger has it', paidMicros, paid.get(payee) ?? 0n)
  same('L-5: what was credited is owed or paid', creditedMicros, owedMicros + paidMicros)
  for (const reward of books.rewards.values()) {
    if (reward.payee !== payee) continue
    const row = person.rewards.find((one) => one.rewardId === reward.rewardId)
    same(
      'L-12: people read what the books say',
      row && projectionText(row),
      expectedProjection(books, reward),
    )
  }
}

function projectionText(row: PersonRewardRow): string {
  const records = row.records.map(({ seq, state, reducedMicros }) => `${seq} ${state} -${reducedMicros}`)
  const { targetMicros, standingMicros, waitingMicros } = row
  const debtMicros = sumOf(row.debts, (debt) => debt.remainingMicros)
  return `${targetMicros} ${standingMicros} ${waitingMicros} ${debtMicros}: ${records.toSorted().join(', ')}`
}

function expectedProjection(books: Inspection, reward: RewardRow): string {
  const { rewardId, targetMicros, standingMicros, waitingMicros } = reward
  const debts = [...books.debts.values()].filter((debt) => debt.rewardId === rewardId)
  const records = [...books.records.values()]
    .filter((record) => record.rewardId === rewardId)
    .map((record) => `${record.seq} ${batchOf(books, record).state} -${record.reducedMicros}`)
  const debtMicros = sumOf(debts, (debt) => debt.remainingMicros)
  return `${targetMicros} ${standingMicros} ${waitingMicros} ${debtMicros}: ${records.toSorted().join(', ')}`
}

function batchOf(books: Inspection, { programId, seq, attempt }: InspectedRecord) {
  const batch = books.batches.get(`${programId}:${seq}:${attempt}`)
  invariant(batch, 'a record belongs to a batch')
  return batch
}

function sumOf<Row>(rows: Iterable<Row>, amount: (row: Row) => bigint): bigint {
  let sum = 0n
  for (const row of rows) sum += amount(row)
  return sum
}

/** Histories check a hundred thousand times, so a check that holds costs nothing. */
function same<Value>(rule: string, found: Value, expected: Value): void {
  if (found !== expected) throw new Error(`${rule}: expected ${String(expected)}, found ${String(found)}`)
}
