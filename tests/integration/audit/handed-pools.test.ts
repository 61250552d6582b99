// Lies about who owns a pool: told truly the handover is clean; each planted lie is found in its pool.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { checkNames } from '#audit/check-names.ts'
import { encodeAbiParameters, numberToHex, pad, type Address, type Hex, type RpcLog } from 'viem'
import { expect, test } from 'vitest'
import { DAY } from './ledger-driver.ts'
import { change, isLog } from './lying-endpoint.ts'
import { useMarket } from './use-market.ts'

const { chainOf, marketOf, auditNow, placeOf } = useMarket()

const addresses = (...given: Address[]): Hex =>
  encodeAbiParameters(
    given.map(() => ({ type: 'address' })),
    given,
  )

const isTransferred = (log: RpcLog) => isLog(log, 'PoolTransferred', 2)

test('a pool has the owner who took it over, and its standing request pays them', async () => {
  const { driver, owners, heir } = marketOf()
  await driver.requestWithdrawal(heir, 2, 300_000n)
  await driver.transferPool(heir, 2, owners[1])
  await driver.acceptPool(owners[1], 2)
  await chainOf().timeOfNextBlock((await chainOf().now()) + DAY)
  await driver.executeWithdrawal(owners[1], 2)
  const report = await auditNow()
  expect(report.discrepancies).toEqual([])
  expect(report.pools[1]).toMatchObject({ owner: owners[1], withdrawn: '300000' })
})

test('a handover to somebody else than told is found twice: it was not offered, and the ledger stores another', async () => {
  const { owners, heir, stranger } = marketOf()
  const { block, chainTransaction } = await placeOf('PoolTransferred', 2)
  const report = await auditNow(
    change(isTransferred, (log) => [{ ...log, data: addresses(owners[1], stranger) }]),
  )
  const [from, to, thief] = [owners[1], heir, stranger].map((address) => address.toLowerCase())
  expect(report.discrepancies).toEqual([
    expect.objectContaining({
      check: checkNames.poolsHandedOver,
      pool: 2,
      block,
      chainTransaction,
      expected: `from ${from} to ${to}`,
      found: `from ${from} to ${thief}`,
    }),
    expect.objectContaining({
      check: checkNames.storedPools,
      pool: 2,
      expected: `owner ${thief}`,
      found: `owner ${to}`,
    }),
  ])
})

test('a handover by somebody else than the owner is found', async () => {
  const { heir, stranger } = marketOf()
  const report = await auditNow(change(isTransferred, (log) => [{ ...log, data: addresses(stranger, heir) }]))
  expect(report.discrepancies).toEqual([
    expect.objectContaining({ check: checkNames.poolsHandedOver, pool: 2 }),
  ])
})

test('an offer withheld leaves a handover that nobody offered', async () => {
  const offers: RpcLog[] = []
  const report = await auditNow(
    change(
      (log) => isLog(log, 'PoolTransferStarted', 2),
      (log) => (offers.push(log) === 3 ? [] : [log]),
    ),
  )
  expect(offers).toHaveLength(3)
  expect(report.discrepancies).toEqual([
    expect.objectContaining({
      check: checkNames.poolsHandedOver,
      pool: 2,
      expected: `${marketOf().owners[1].toLowerCase()} to stay`,
    }),
  ])
})

test('a handover withheld is found by the owner and the offer that the ledger stores', async () => {
  const { owners, heir } = marketOf()
  const report = await auditNow(change(isTransferred, () => []))
  expect(report.discrepancies).toEqual([
    expect.objectContaining({
      check: checkNames.storedPools,
      pool: 2,
      expected: `owner ${owners[1].toLowerCase()}`,
      found: `owner ${heir.toLowerCase()}`,
    }),
    expect.objectContaining({
      check: checkNames.storedPools,
      pool: 2,
      expected: `pending owner ${heir.toLowerCase()}`,
      found: `pending owner ${pad('0x', { size: 20 })}`,
    }),
  ])
})

test('a handover told twice is found: the offer was used up', async () => {
  const report = await auditNow(
    change(isTransferred, (log) => [log, { ...log, logIndex: numberToHex(1_000) }]),
  )
  expect(report.discrepancies).toMatchObject([
    { check: checkNames.poolsHandedOver, pool: 2, expected: `${marketOf().heir.toLowerCase()} to stay` },
  ])
})

test('an offer that stands is compared with what the ledger stores', async () => {
  const { driver, owners, stranger } = marketOf()
  await driver.transferPool(owners[0], 1, stranger)
  expect((await auditNow()).discrepancies).toEqual([])
  const { pendingOwner } = await chainOf().client.readContract({
    address: driver.ledger,
    abi: rewardLedgerAbi,
    functionName: 'getPool',
    args: [1],
  })
  expect(pendingOwner).toBe(stranger)
  const report = await auditNow(
    change(
      (log) => isLog(log, 'PoolTransferStarted', 1),
      () => [],
    ),
  )
  expect(report.discrepancies).toMatchObject([
    { check: checkNames.storedPools, pool: 1, found: `pending owner ${stranger.toLowerCase()}` },
  ])
})
