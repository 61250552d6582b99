// The steps of random histories: what owners, order signers, payees and strangers do with a ledger.

import fc from 'fast-check'
import { parseAbi, zeroAddress, type Address } from 'viem'
import type { RecordInput } from './batch-bytes.ts'
import { accountOf, DAY, HOUR, ROOMY_TERMS, type DrivenBatch, type LedgerDriver } from './ledger-driver.ts'
import { manyCalls } from './many-calls.ts'
import { byAddress } from './market.ts'
import { RevertError } from './quiet-chain.ts'

/** What the first pool starts with, in micros, so that most steps find money. */
const FIRST_DEPOSIT_MICROS = 5_000_000n

const OWNERS = [accountOf(101), accountOf(102)].map(({ address }) => address)
const SIGNERS = [accountOf(201), accountOf(202), accountOf(203)]
const PAYEES = [301, 302, 303, 304, 305, 306].map(accountOf).sort((a, b) => byAddress(a.address, b.address))
const PEOPLE = PAYEES.map(({ address }) => address)
const CARRIER = accountOf(401).address

/** What somebody tries to do; the numbers say with what. */
export const step = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('commit', 'settle', 'wait') },
    { weight: 3, arbitrary: fc.constantFrom('deposit', 'amend', 'pay', 'withdraw', 'execute') },
    { weight: 2, arbitrary: fc.constantFrom('together', 'request', 'setMinimum', 'handOver') },
    { weight: 1, arbitrary: fc.constantFrom('openPool', 'setSigner', 'veto', 'donate') },
  ),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
  c: fc.nat(1_000),
  push: fc.boolean(),
})

export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What the history has done so far, as far as later steps depend on it. */
export type World = {
  readonly driver: LedgerDriver
  readonly pools: { readonly id: number; owner: Address; nextSeq: number; offeredTo?: Address }[]
  tag: number
}

/** A ledger with one pool and some money in it. */
export async function beginWorld(driver: LedgerDriver): Promise<World> {
  const world: World = { driver, pools: [], tag: 0 }
  await openPool(world, { kind: 'openPool', a: 0, b: 0, c: 0, push: true })
  await driver.deposit(CARRIER, 1, of(OWNERS, 0), FIRST_DEPOSIT_MICROS)
  return world
}

/** Does one step where it is possible. */
export async function takeStep(world: World, one: Step): Promise<void> {
  switch (one.kind) {
    case 'openPool':
      return openPool(world, one)
    case 'deposit':
      return deposit(world, one)
    case 'commit':
      return commit(world, one)
    case 'amend':
      return amend(world, one)
    case 'veto':
      return veto(world, one)
    case 'settle':
      return settle(world, one)
    case 'together':
      return settleTogether(world, one)
    case 'pay':
      await world.driver.pay(pick(PEOPLE, one.a, 4))
      return
    case 'withdraw':
      return withdraw(world, one)
    case 'setMinimum': {
      const micros = BigInt(one.b) * 150n
      if (one.push) await world.driver.setMinimumPayout(of(PEOPLE, one.a), micros)
      else await world.driver.setMinimumPayoutWithSignature(of(PAYEES, one.a), micros)
      return
    }
    case 'handOver':
      return handOver(world, one)
    case 'setSigner': {
      const pool = of(world.pools, one.a)
      await world.driver.setOrderSigner(pool.owner, pool.id, of(SIGNERS, one.b))
      return
    }
    case 'request': {
      const pool = of(world.pools, one.a)
      await world.driver.requestWithdrawal(pool.owner, pool.id, BigInt(one.b) * 2_000n)
      return
    }
    case 'execute':
      return execute(world, one)
    case 'donate':
      await world.driver.mint(world.driver.ledger, BigInt(one.a + 1))
      return
    case 'wait': {
      const { chain } = world.driver
      await chain.timeOfNextBlock((await chain.now()) + (one.a % 3 === 0 ? DAY : 2 * HOUR))
      await chain.client.mine({ blocks: 1 })
      return
    }
  }
}

async function openPool(world: World, { a, b }: Step): Promise<void> {
  if (world.pools.length >= 3) return
  const owner = of(OWNERS, a)
  // A narrow rate in every second pool, so that the limit is met.
  const terms =
    b % 2 === 0 ? ROOMY_TERMS : { ...ROOMY_TERMS, rateCapacityMicros: 900_000n, rateMicrosPerDay: 700_001n }
  world.pools.push({ id: await world.driver.openPool(owner, of(SIGNERS, b), terms), owner, nextSeq: 1 })
}

async function deposit({ driver, pools }: World, { a, b, c }: Step): Promise<void> {
  const { id, owner } = of(pools, a)
  const target = { pool: id, owner, micros: BigInt(b + 1) * 3_001n }
  if (c % 4 === 0) await driver.depositWithPermit(of(PAYEES, b), target)
  else if (c % 4 === 1) await driver.depositWithAuthorization(of(PAYEES, b), target)
  else await driver.deposit(b % 4 === 0 ? CARRIER : owner, id, owner, target.micros)
}

/** Offers a pool, takes the offer back, or takes the pool over. */
async function handOver({ driver, pools }: World, { a, b }: Step): Promise<void> {
  const pool = of(pools, a)
  if (pool.offeredTo && b % 3 > 0) {
    await driver.acceptPool(pool.offeredTo, pool.id)
    pool.owner = pool.offeredTo
    delete pool.offeredTo
  } else {
    const newOwner = pool.offeredTo ? zeroAddress : of(OWNERS, b)
    await driver.transferPool(pool.owner, pool.id, newOwner)
    if (pool.offeredTo) delete pool.offeredTo
    else pool.offeredTo = newOwner
  }
}

async function commit(world: World, { a, b, c }: Step): Promise<void> {
  const pool = of(world.pools, a)
  const records: RecordInput[] = pick(PEOPLE, b, 4).flatMap((payee, index) =>
    Array.from({ length: 1 + ((b + index) % 3) }, () => ({
      payee,
      tag: (world.tag += 1),
      micros: BigInt(1 + ((c * 7 + index * 13) % 300) * 251),
      supplement: (world.tag + c) % 5 === 0,
    })),
  )
  const holdSeconds = HOUR * (1 + (c % 8))
  await attempt(async () => {
    await world.driver.commit(pool.id, pool.nextSeq, records, holdSeconds)
    pool.nextSeq += 1
  })
}

async function amend({ driver }: World, { a, b, c }: Step): Promise<void> {
  const batch = of(await openBatches(driver, false), a)
  if (!batch) return
  const index = b % batch.net.length
  const own = batch.records.filter(({ payee }) => payee === batch.net[index]?.payee)
  const record = of(own, c)
  const left = record && batch.left.get(record.tag)
  if (!record || !left) return
  const micros = c % 2 === 0 ? left : 1n + (BigInt(c) * left) / 1_001n
  await driver.amend(batch, [{ index, tag: record.tag, micros }])
}

async function veto({ driver, pools }: World, { a }: Step): Promise<void> {
  const batch = of(await openBatches(driver, false), a)
  const owner = pools.find(({ id }) => id === batch?.pool)?.owner
  if (!batch || !owner) return
  await driver.veto(owner, [batch])
}

async function settle({ driver }: World, { a, push }: Step): Promise<void> {
  const matured = await openBatches(driver, true)
  if (matured.length === 0) return
  // A batch settled before rides along: the ledger skips it.
  const rider = of(
    [...driver.batches.values()].filter(({ seq }) => seq === 1),
    a,
  )
  await driver.settle(
    [...pick(matured, a, 4), ...(rider && rider.maturesAt < (await driver.chain.now()) ? [rider] : [])],
    push,
  )
}

/** Two settle calls and a pay in one chain transaction. */
async function settleTogether({ driver }: World, { a, push }: Step): Promise<void> {
  const [first, ...others] = await openBatches(driver, true)
  if (!first) return
  const calls = [
    driver.settleCall([first], push),
    driver.settleCall(others, true),
    driver.payCall(pick(PEOPLE, a, 2)),
  ]
  await driver.chain.send(CARRIER, undefined, manyCalls(driver.ledger, calls))
  for (const batch of [first, ...others]) batch.state = 'settled'
}

async function withdraw({ driver }: World, { a, b, push }: Step): Promise<void> {
  const payee = of(PEOPLE, a)
  const [owed] = await driver.chain.client.readContract({
    address: driver.ledger,
    abi: ACCOUNT_ABI,
    functionName: 'getAccount',
    args: [payee],
  })
  if (owed === 0n) return
  const to = of([payee, CARRIER, of(PEOPLE, b)], b)
  const micros = 1n + (owed - 1n) / BigInt(1 + (b % 3))
  if (push) await driver.withdraw(payee, to, micros)
  else await driver.withdrawWithSignature(of(PAYEES, a), to, micros)
}

async function execute({ driver, pools }: World, { a }: Step): Promise<void> {
  const pool = of(pools, a)
  await attempt(() => driver.executeWithdrawal(pool.owner, pool.id))
}

const ACCOUNT_ABI = parseAbi(['function getAccount(address) view returns (uint64, uint64, uint64)'])

/** Seconds before maturity from which a batch is left alone: the next block may be later than the latest. */
const MARGIN_SECONDS = 60

/** Open batches of the ledger that have matured, or have not. */
async function openBatches(driver: LedgerDriver, matured: boolean): Promise<DrivenBatch[]> {
  const now = await driver.chain.now()
  const wanted = ({ maturesAt }: DrivenBatch) =>
    matured ? maturesAt <= now : maturesAt > now + MARGIN_SECONDS
  return [...driver.batches.values()].filter((batch) => batch.state === 'open' && wanted(batch))
}

/** Does what the ledger may refuse, for want of money, rate or notice. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof RevertError) return
    throw error
  }
}

function of<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T
}

/** Up to `most` of the items, in their order, chosen by the bits of `choice`. */
function pick<T>(items: readonly T[], choice: number, most: number): T[] {
  const chosen = items.filter((_, index) => ((choice >> index) & 1) === 1).slice(0, most)
  return chosen.length > 0 ? chosen : [of(items, choice)]
}
