// What the relayer expects a settle call to take, against what calls take on a chain: never less.

import { concatHex, keccak256, numberToHex, size, sliceHex, type Address } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  settlementBytes,
  settlementGas,
  type SettlementSize,
} from '../../../src/app/batches/group-settlements.ts'
import {
  accountOf,
  deployLedger,
  HOUR,
  ROOMY_TERMS,
  type DrivenBatch,
  type LedgerDriver,
} from '../audit/ledger-driver.ts'
import { byAddress } from '../audit/market.ts'
import { startQuietChain, type QuietChain } from '../audit/quiet-chain.ts'

/** More than the default minimum, so that it is pushed; three bytes of it are not zero. */
const PUSHED = 1_234_567n

/** Below the default minimum, so that it stays owed. */
const CREDITED = 29_999n

let chain: QuietChain
let driver: LedgerDriver
let batches = 0

beforeAll(async () => {
  chain = await startQuietChain()
  driver = await deployLedger(chain)
  const owner = accountOf(11).address
  await driver.openPool(owner, accountOf(21), { ...ROOMY_TERMS, rateCapacityMicros: 10n ** 15n })
  await driver.deposit(owner, 1, owner, 10n ** 12n)
})

afterAll(async () => chain?.stop())

/** `count` addresses of nobody, in order; the same `name` gives the same. */
function people(name: string, count: number): Address[] {
  const addresses = Array.from({ length: count }, (_, at) =>
    sliceHex(
      keccak256(concatHex([keccak256(`0x${Buffer.from(name).toString('hex')}`), numberToHex(at)])),
      12,
    ),
  )
  return addresses.toSorted(byAddress)
}

async function commit(payees: readonly Address[], micros: bigint): Promise<DrivenBatch> {
  batches += 1
  const records = payees.map((payee, at) => ({ payee, tag: at + 1, micros }))
  return (await driver.commit(1, batches, records)).batch
}

/** Settles with pushes; answers what it took and what was expected of it. */
async function settle(settled: readonly DrivenBatch[]) {
  await chain.timeOfNextBlock((await chain.now()) + 2 * HOUR)
  const { hash } = await driver.settle(settled, true)
  const [{ gasUsed }, { input }] = await Promise.all([
    chain.client.getTransactionReceipt({ hash }),
    chain.client.getTransaction({ hash }),
  ])
  const named = settled.flatMap(({ net }) => net.map(({ payee }) => payee))
  const expected: SettlementSize = {
    payees: new Set(named).size,
    entries: named.length,
    batches: settled.length,
  }
  return {
    gas: Number(gasUsed),
    usual: settlementGas(expected, 'usual'),
    most: settlementGas(expected, 'most'),
    bytes: size(input),
    bytesMost: settlementBytes(expected),
  }
}

test('whoever is pushed to or credited for the first time fits the larger estimate', async () => {
  const pushed = await settle([await commit(people('fresh', 300), PUSHED)])
  expect(pushed.gas).toBeLessThan(pushed.most)
  const credited = await settle([await commit(people('new', 300), CREDITED)])
  expect(credited.gas).toBeLessThan(credited.most)
})

test('people who hold the token fit the usual estimate, in one batch and in many', async () => {
  const same = people('holders', 100)
  await settle([await commit(same, PUSHED)])
  const one = await settle([await commit(same, PUSHED)])
  expect(one.gas).toBeLessThan(one.usual)
  const eleven: DrivenBatch[] = []
  for (let at = 0; at < 11; at += 1) eleven.push(await commit(same, PUSHED))
  const many = await settle(eleven)
  expect(many.gas).toBeLessThan(many.usual)
  // The usual estimate is no idle one: it is not twice of what is taken.
  expect(many.gas * 2).toBeGreaterThan(many.usual)
})

test('many batches of one person fit it too', async () => {
  const [one] = people('one', 1)
  if (!one) throw new Error('there is one person')
  await settle([await commit([one], PUSHED)])
  const twenty: DrivenBatch[] = []
  for (let at = 0; at < 20; at += 1) twenty.push(await commit([one], PUSHED))
  const taken = await settle(twenty)
  expect(taken.gas).toBeLessThan(taken.usual)
  expect(taken.bytes).toBeLessThanOrEqual(taken.bytesMost)
  expect(taken.bytes).toBeGreaterThan(taken.bytesMost * 0.9)
})
