// Lies beyond the five: transfers and amendments withheld, money moved between pools, pools and deposits invented.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { checkNames } from '#audit/check-names.ts'
import { numberToHex, pad, type Hex, type RpcLog } from 'viem'
import { expect, test } from 'vitest'
import { change, isLog } from './lying-endpoint.ts'
import { mappingWith, overwrite } from './storage.ts'
import { useMarket } from './use-market.ts'

const { chainOf, marketOf, auditNow, placeOf } = useMarket()

test('a Transfer log withheld leaves a push or a deposit unexplained', async () => {
  const { driver, people } = marketOf()
  const of = (party: string, topic: number) => (log: RpcLog) =>
    log.address === driver.token.toLowerCase() &&
    log.topics[topic]?.endsWith(party.slice(2).toLowerCase()) === true
  const withoutPush = await auditNow(change(of(people[0], 2), () => []))
  expect(withoutPush.discrepancies[0]).toMatchObject({
    check: checkNames.outflowsExplained,
    payee: people[0],
    found: 'neither',
  })
  const withoutDeposit = await auditNow(change(of(marketOf().owners[1], 1), () => []))
  expect(withoutDeposit.discrepancies[0]).toMatchObject({ check: checkNames.depositsCovered, pool: 2 })
})

test('an amendment withheld is found in its batch', async () => {
  const report = await auditNow(
    change(
      (log) => isLog(log, 'Amended', 1, 1),
      () => [],
    ),
  )
  expect(report.discrepancies).toContainEqual(
    expect.objectContaining({ check: checkNames.creditsExact, pool: 1, seq: 1 }),
  )
})

test('money moved between pools in storage is found in both', async () => {
  const { driver } = marketOf()
  const pools = await mappingWith(chainOf(), driver.ledger, pad('0x02'), await firstWordOf(2))
  const moveTo = async (pool: Hex, micros: bigint) =>
    overwrite(chainOf(), driver.ledger, pools(pool), (await firstWordOf(Number(pool))) + micros)
  await moveTo(pad('0x01'), -5n)
  await moveTo(pad('0x02'), 5n)
  const report = await auditNow()
  expect(report.discrepancies).toEqual([
    expect.objectContaining({
      check: checkNames.storedPools,
      pool: 1,
      expected: 'available 7850000',
      found: 'available 7849995',
    }),
    expect.objectContaining({
      check: checkNames.storedPools,
      pool: 2,
      expected: 'available 1840000',
      found: 'available 1840005',
    }),
  ])
})

test('a pool invented is found by the number of pools', async () => {
  const { log } = await placeOf('PoolOpened', 2)
  const third = {
    ...log,
    logIndex: numberToHex(1_000),
    topics: [log.topics[0], pad('0x03'), log.topics[2]] as RpcLog['topics'],
  }
  const report = await auditNow(
    change(
      (each) => isLog(each, 'PoolOpened', 2),
      (each) => [each, third],
    ),
  )
  expect(report.discrepancies).toEqual([
    expect.objectContaining({ check: checkNames.storedPools, expected: '3 pools', found: '2 pools' }),
  ])
})

test('a deposit invented is found in its pool', async () => {
  const { log } = await placeOf('Deposited', 2)
  const again = { ...log, logIndex: numberToHex(1_000) }
  const report = await auditNow(
    change(
      (each) => isLog(each, 'Deposited', 2),
      (each) => [each, again],
    ),
  )
  expect(report.discrepancies[0]).toMatchObject({ check: checkNames.depositsCovered, pool: 2 })
})

/** The first slot of a pool, as the ledger packs it from the lowest bits up. */
async function firstWordOf(pool: number): Promise<bigint> {
  const stored = await chainOf().client.readContract({
    address: marketOf().driver.ledger,
    abi: rewardLedgerAbi,
    functionName: 'getPool',
    args: [pool],
  })
  const { availableMicros, reservedMicros, rateLevelMicros, rateUpdatedAt, nextSeq } = stored
  const high = (BigInt(nextSeq) << 224n) | (BigInt(rateUpdatedAt) << 192n)
  return high | (rateLevelMicros << 128n) | (reservedMicros << 64n) | availableMicros
}
