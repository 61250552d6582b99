// A real ledger with a real history: told truly it is clean to the micro; each planted lie is found where it was planted.

import { audit } from '#audit/audit.ts'
import { checkNames } from '#audit/check-names.ts'
import { renderReport } from '#audit/render.ts'
import { numberToHex, type Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { change, isLog, withRecords } from './lying-endpoint.ts'
import { accountWord, mappingWith, overwrite } from './storage.ts'
import { useMarket } from './use-market.ts'

const { chainOf, marketOf, auditNow, placeOf } = useMarket()

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
      balance: {
        raw: '10310007',
        promisedRaw: '10310000',
        donatedRaw: '7',
        unloggedRaw: '0',
        rawPerMicro: '1',
      },
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
        {
          id: 2,
          deposited: '2000000',
          available: '1840000',
          reserved: '0',
          owed: '0',
          paid: '160000',
          withdrawn: '0',
        },
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
    expect(report.proved).toHaveLength(11)
  })

  test('two runs at one block print the same bytes, later blocks or not', async () => {
    const first = await auditNow()
    await chainOf().client.mine({ blocks: 3 })
    const toBlock = first.block.number
    const { ledger } = marketOf().driver
    const second = await audit({ rpc: chainOf().rpcUrl, ledger, toBlock, bytecode: true })
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    expect(renderReport(second)).toBe(renderReport(first))
  })

  test('an earlier block is audited as it was', async () => {
    const { block } = await marketOf().driver.requestWithdrawal(marketOf().owners[0], 1, 5n)
    const before = await audit({
      rpc: chainOf().rpcUrl,
      ledger: marketOf().driver.ledger,
      toBlock: block - 1,
    })
    const after = await audit({ rpc: chainOf().rpcUrl, ledger: marketOf().driver.ledger, toBlock: block })
    expect([before.ok, after.ok]).toEqual([true, true])
    expect(after.counted.ledgerLogs - before.counted.ledgerLogs).toBe(1)
  })
})

describe('the five lies', () => {
  test('a changed record is found in its batch, and the payee who gains by it is named', async () => {
    const [ann] = marketOf().people
    const raise = (records: Hex): Hex => records.replace('000003d090', '000003d091') as Hex
    const lie = change(
      (log) => isLog(log, 'Committed', 1, 1),
      (log) => [withRecords(log, raise)],
    )
    const report = await auditNow(lie)
    const { block } = await placeOf('Committed', 1, 1)
    expect(report.ok).toBe(false)
    expect(report.discrepancies[0]).toMatchObject({
      check: checkNames.signed,
      pool: 1,
      seq: 1,
      block,
    })
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
    expect(last.discrepancies).toContainEqual(
      expect.objectContaining({ check: checkNames.logsWhole, pool: 1, seq: 4 }),
    )
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
        block,
        chainTransaction,
      }),
    ])
  })

  test('owed moved in storage is found at both payees', async () => {
    const { driver, people } = marketOf()
    const [ann, , cid] = people
    const accounts = await mappingWith(chainOf(), driver.ledger, cid, accountWord(420_000n, 1_000_000n))
    await overwrite(chainOf(), driver.ledger, accounts(cid), accountWord(0n, 1_000_000n))
    await overwrite(chainOf(), driver.ledger, accounts(ann), accountWord(420_000n, 0n))
    const report = await auditNow()
    const block = report.block.number
    expect(report.discrepanciesFound).toBe(2)
    expect(report.discrepancies).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          check: checkNames.storedPayees,
          payee: ann,
          block,
          expected: '0',
          found: '420000',
        }),
        expect.objectContaining({
          check: checkNames.storedPayees,
          payee: cid,
          block,
          expected: '420000',
          found: '0',
        }),
      ]),
    )
  })

  test('a token balance that is short is found to the raw unit', async () => {
    const { driver } = marketOf()
    const balances = await mappingWith(chainOf(), driver.token, driver.ledger, 10_310_007n)
    await overwrite(chainOf(), driver.token, balances(driver.ledger), 10_309_999n)
    const report = await auditNow()
    expect(report.discrepancies).toEqual([
      expect.objectContaining({
        check: checkNames.balanceCovers,
        expected: 'at least 10310000 raw units',
        found: '10309999 raw units',
      }),
      expect.objectContaining({
        check: checkNames.balanceExplained,
        expected: 'at least 10310007 raw units',
      }),
    ])
    expect(report.proved).not.toContain(
      'The ledger’s token balance covers all that is available, reserved and owed.',
    )
  })
})
