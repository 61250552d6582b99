// A small market with one of everything the ledger can do, worked out by hand: the tests that plant lies start from it.

import { zeroAddress, type Address } from 'viem'
import {
  accountOf,
  DAY,
  deployLedger,
  HOUR,
  ROOMY_TERMS,
  type DrivenBatch,
  type LedgerDriver,
} from './ledger-driver.ts'
import type { RecordInput } from './batch-bytes.ts'
import type { QuietChain } from './quiet-chain.ts'

export type Market = {
  readonly driver: LedgerDriver
  /** Ascending by address, as records want them. */
  readonly people: readonly [Address, Address, Address, Address]
  readonly owners: readonly [Address, Address]
  /** Pool 1: two settled together, one vetoed, one still open. Pool 2: one settled. */
  readonly batches: {
    readonly first: DrivenBatch
    readonly second: DrivenBatch
    readonly other: DrivenBatch
    readonly vetoed: DrivenBatch
    readonly open: DrivenBatch
  }
  readonly stranger: Address
  /** Took pool 2 over from the second owner. */
  readonly heir: Address
}

/**
 * Amounts in micros. Pool 1: deposited 10 000 000; batches of 600 000 (amended to 450 000), 500 000, 300 000 (vetoed)
 * and 200 000 (open); withdrawn 1 000 000. Pool 2: deposited 2 000 000; one batch of 160 000; offered to a stranger, who
 * does not take it, and handed over to an heir. A stranger gives 7.
 *
 * Settled together and pushed: ann 250 000 + 100 000, bob 150 000 + 0, cid 50 000 + 400 000, and of pool 2 bob 60 000,
 * dot 100 000. Cid asked for a minimum of 1 000 000, so cid is owed 450 000, of which 30 000 are then withdrawn.
 */
export async function playMarket(chain: QuietChain): Promise<Market> {
  const driver = await deployLedger(chain)
  const owners = [accountOf(11).address, accountOf(12).address] as const
  const stranger = accountOf(13).address
  const heir = accountOf(14).address
  const [ann, bob, cid, dot] = [31, 32, 33, 34].map((key) => accountOf(key).address).sort(byAddress) as [
    Address,
    Address,
    Address,
    Address,
  ]

  await driver.openPool(owners[0], accountOf(21))
  await driver.openPool(owners[1], accountOf(22), { ...ROOMY_TERMS, minHoldSeconds: 2 * HOUR })
  await driver.deposit(owners[0], 1, owners[0], 9_000_000n)
  await driver.deposit(stranger, 1, owners[0], 1_000_000n)
  await driver.deposit(owners[1], 2, owners[1], 2_000_000n)
  await driver.transferPool(owners[1], 2, stranger)
  await driver.transferPool(owners[1], 2, zeroAddress)
  await driver.transferPool(owners[1], 2, heir)
  await driver.acceptPool(heir, 2)
  await driver.mint(stranger, 7n)
  await driver.transferToken(stranger, driver.ledger, 7n)
  await driver.setMinimumPayout(cid, 1_000_000n)
  await driver.requestWithdrawal(owners[0], 1, 1_000_000n)

  const record = (payee: Address, tag: number, micros: bigint): RecordInput => ({ payee, tag, micros })
  const { batch: first } = await driver.commit(1, 1, [
    record(ann, 1, 250_000n),
    record(bob, 2, 100_000n),
    record(bob, 3, 200_000n),
    record(cid, 4, 50_000n),
  ])
  const { batch: second } = await driver.commit(1, 2, [record(ann, 5, 100_000n), record(cid, 6, 400_000n)])
  const { batch: vetoed } = await driver.commit(1, 3, [record(dot, 7, 300_000n)])
  const { batch: other } = await driver.commit(
    2,
    1,
    [record(bob, 8, 60_000n), record(dot, 9, 100_000n)],
    2 * HOUR,
  )
  await driver.amend(first, [{ index: 1, tag: 2, micros: 50_000n }])
  await driver.amend(first, [
    { index: 1, tag: 2, micros: 50_000n },
    { index: 1, tag: 3, micros: 50_000n },
  ])
  await driver.veto(owners[0], [vetoed])
  await driver.setOrderSigner(owners[0], 1, accountOf(23))

  await chain.timeOfNextBlock((await chain.now()) + 3 * HOUR)
  await driver.settle([first, other, second], true)
  await driver.withdraw(cid, stranger, 30_000n)
  const { batch: open } = await driver.commit(1, 4, [record(ann, 10, 200_000n)], 10 * DAY)
  await chain.timeOfNextBlock((await chain.now()) + DAY)
  await driver.executeWithdrawal(owners[0], 1)
  return {
    driver,
    people: [ann, bob, cid, dot],
    owners,
    batches: { first, second, other, vetoed, open },
    stranger,
    heir,
  }
}

export function byAddress(a: Address, b: Address): number {
  return a.toLowerCase() < b.toLowerCase() ? -1 : 1
}
