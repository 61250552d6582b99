// A real ledger with a real history: told truly it is clean to the micro; each planted lie is found where it was planted.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { audit } from '#audit/audit.ts'
import { checkNames } from '#audit/check-names.ts'
import { renderReport } from '#audit/render.ts'
import { numberToHex, pad, type Hex, type RpcLog } from 'viem'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest'
import { isLog, lyingAboutLogs, withRecords, type LogLie } from './lying-endpoint.ts'
import { playMarket, type Market } from './market.ts'
import { startQuietChain, type QuietChain } from './quiet-chain.ts'
import { accountWord, mappingWith, overwrite } from './storage.ts'

let chain: QuietChain
let market: Market
let snapshot: Hex

beforeAll(async () => {
  chain = await startQuietChain()
  market = await playMarket(chain)
})

afterAll(async () => chain?.stop())

beforeEach(async () => {
  snapshot = await chain.client.snapshot()
})

afterEach(async () => chain.client.revert({ id: snapshot }))

const auditNow = (lie: LogLie = (logs) => logs) =>
  audit({ rpc: lyingAboutLogs(chain.rpcUrl, lie), ledger: market.driver.ledger })

const change =
  (fits: (log: RpcLog) => boolean, to: (log: RpcLog) => RpcLog[]): LogLie =>
  (logs) =>
    logs.flatMap((log) => (fits(log) ? to(log) : [log]))

describe('told truly', () => {
  test('the history is clean and its money is where the story put it', async () => {
    const report = await auditNow()
    expect(report.discrepancies).toEqual([])
    expect(report).toMatchObject({
      ok: true,
      chainId: 31_337,
      deployedInBlock: 2,
      totals: {
        deposited: '12000000',
        available: '9690000',
        reserved: '200000',
        owed: '420000',
        paid: '690000',
        withdrawn: '1000000',
      },
      balance: { raw: '10310007', promisedRaw: '10310000', donatedRaw: '7', unloggedRaw: '0', rawPerMicro: '1' },
      pools: [
        {
          id: 1,
          deposited: '10000000',
          available: '7850000',
          reserved: '200000',
          owed: '420000',
          paid: '530000',
          withdrawn: '1000000',
        },
        { id: 2, deposited: '2000000', available: '1840000', reserved: '0', owed: '0', paid: '160000', withdrawn: '0' },
      ],
      counted: {
        pools: 2,
        payees: 4,
        payeesPaid: 4,
        payeesOwed: 1,
        records: 10,
        batches: { committed: 5, amended: 1, settled: 3, vetoed: 1 },
        amendments: 2,
        deposits: 3,
        donations: 1,
        poolWithdrawals: 1,
        payments: { pushes: 3, pays: 0, withdrawals: 1, deferred: 0 },
        smallestPayment: '30000',
      },
    })
    expect(Object.keys(report.checks)).toEqual(Object.values(checkNames))
    expect(Object.values(report.checks).every((count) => count > 0)).toBe(true)
    expect(report.proved).toHaveLength(9)
  })

  test('two runs at one block print the same bytes, later blocks or not', async () => {
    const first = await auditNow()
    await chain.client.mine({ blocks: 3 })
    const toBlock = first.block.number
    const second = await audit({ rpc: chain.rpcUrl, ledger: market.driver.ledger, toBlock })
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    expect(renderReport(second)).toBe(renderReport(first))
  })

  test('an earlier block is audited as it was', async () => {
    const { block } = await market.driver.requestWithdrawal(market.owners[0], 1, 5n)
    const before = await audit({ rpc: chain.rpcUrl, ledger: market.driver.ledger, toBlock: block - 1 })
    const after = await audit({ rpc: chain.rpcUrl, ledger: market.driver.ledger, toBlock: block })
    expect([before.ok, after.ok]).toEqual([true, true])
    expect(after.counted.ledgerLogs - before.counted.ledgerLogs).toBe(1)
  })
})

describe('the five lies', () => {
  test('a changed record is found in its batch, and the payee who gains by it is named', async () => {
    const [ann] = market.people
    const raise = (records: Hex): Hex => records.replace('000003d090', '000003d091') as Hex
    const lie = change(
      (log) => isLog(log, 'Committed', 1, 1),
      (log) => [withRecords(log, raise)],
    )
    const report = await auditNow(lie)
    const { block } = await placeOf('Committed', 1, 1)
    expect(report.ok).toBe(false)
    expect(report.discrepancies[0]).toMatchObject({ check: checkNames.signed, pool: 1, seq: 1, block: Number(block) })
    expect(report.discrepancies).toContainEqual(
      expect.objectContaining({ check: checkNames.creditsExact, pool: 1, seq: 1 }),
    )
    expect(report.discrepancies).toContainEqual(
      expect.objectContaining({
        check: checkNames.paidExactly,
        payee: ann,
        expected: '350001 raw units',
        found: '350000 raw units',
      }),
    )
  })

  test('a missing commit log is found by its number, in the middle and at the end', async () => {
    const middle = await auditNow(
      change(
        (log) => isLog(log, 'Committed', 1, 2),
        () => [],
      ),
    )
    expect(middle.discrepancies[0]).toMatchObject({ check: checkNames.logsWhole, pool: 1, seq: 2 })
    const last = await auditNow(
      change(
        (log) => isLog(log, 'Committed', 1, 4),
        () => [],
      ),
    )
    expect(last.discrepancies).toContainEqual(expect.objectContaining({ check: checkNames.logsWhole, pool: 1, seq: 4 }))
  })

  test('a batch settled twice is found with both its number and its chain transaction', async () => {
    const { block, chainTransaction, log } = await placeOf('Settled', 2, 1)
    const again = { ...log, logIndex: numberToHex(1_000) }
    const report = await auditNow(
      change(
        (each) => isLog(each, 'Settled', 2, 1),
        (each) => [each, again],
      ),
    )
    expect(report.discrepancies).toEqual([
      expect.objectContaining({
        check: checkNames.settledOnce,
        pool: 2,
        seq: 1,
        block: Number(block),
        chainTransaction,
      }),
    ])
  })

  test('owed moved in storage is found at both payees', async () => {
    const { driver, people } = market
    const [ann, , cid] = people
    const accounts = await mappingWith(chain, driver.ledger, cid, accountWord(420_000n, 1_000_000n))
    await overwrite(chain, driver.ledger, accounts(cid), accountWord(0n, 1_000_000n))
    await overwrite(chain, driver.ledger, accounts(ann), accountWord(420_000n, 0n))
    const report = await auditNow()
    const block = report.block.number
    expect(report.discrepanciesFound).toBe(2)
    expect(report.discrepancies).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ check: checkNames.storedPayees, payee: ann, block, expected: '0', found: '420000' }),
        expect.objectContaining({ check: checkNames.storedPayees, payee: cid, block, expected: '420000', found: '0' }),
      ]),
    )
  })

  test('a token balance that is short is found to the raw unit', async () => {
    const { driver } = market
    const balances = await mappingWith(chain, driver.token, driver.ledger, 10_310_007n)
    await overwrite(chain, driver.token, balances(driver.ledger), 10_309_999n)
    const report = await auditNow()
    expect(report.discrepancies).toEqual([
      expect.objectContaining({
        check: checkNames.balanceCovers,
        expected: 'at least 10310000 raw units',
        found: '10309999 raw units',
      }),
      expect.objectContaining({ check: checkNames.balanceExplained, expected: 'at least 10310007 raw units' }),
    ])
    expect(report.proved).not.toContain('The ledger’s token balance covers all that is available, reserved and owed.')
  })
})

describe('other lies', () => {
  test('a Transfer log withheld leaves a push or a deposit unexplained', async () => {
    const { driver, people } = market
    const of = (party: string, topic: number) => (log: RpcLog) =>
      log.address === driver.token.toLowerCase() && log.topics[topic]?.endsWith(party.slice(2).toLowerCase()) === true
    const withoutPush = await auditNow(change(of(people[0], 2), () => []))
    expect(withoutPush.discrepancies[0]).toMatchObject({
      check: checkNames.outflowsExplained,
      payee: people[0],
      found: 'neither',
    })
    const withoutDeposit = await auditNow(change(of(market.owners[1], 1), () => []))
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
    const { driver } = market
    const pools = await mappingWith(chain, driver.ledger, pad('0x02'), await firstWordOf(2))
    const moveTo = async (pool: Hex, micros: bigint) =>
      overwrite(chain, driver.ledger, pools(pool), (await firstWordOf(Number(pool))) + micros)
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
})

/** Where the ledger's event stands; the first one when there are several. */
async function placeOf(eventName: 'PoolOpened' | 'Committed' | 'Settled' | 'Deposited', pool: number, seq?: number) {
  const logs = await chain.logsOf(market.driver.ledger)
  const log = logs.find((each) => isLog(each, eventName, pool, seq))
  if (!log) throw new Error(`no ${eventName} log`)
  return { block: Number(log.blockNumber), chainTransaction: log.transactionHash, log }
}

/** The first slot of a pool, as the ledger packs it from the lowest bits up. */
async function firstWordOf(pool: number): Promise<bigint> {
  const stored = await chain.client.readContract({
    address: market.driver.ledger,
    abi: rewardLedgerAbi,
    functionName: 'getPool',
    args: [pool],
  })
  const { availableMicros, reservedMicros, rateLevelMicros, rateUpdatedAt, nextSeq } = stored
  const high = (BigInt(nextSeq) << 224n) | (BigInt(rateUpdatedAt) << 192n)
  return high | (rateLevelMicros << 128n) | (reservedMicros << 64n) | availableMicros
}
