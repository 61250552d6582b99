// Calls the ledger as a pool's owner, whose key the relayer manages, as a payee or a stranger: the testnet lets a test
// be anybody.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { recordsHash } from '#domain/records.ts'
import { indexBatches } from '#domain/settlement.ts'
import { encodeFunctionData, parseEther, type Address, type Hex } from 'viem'
import { queryDatabase, type Books } from './books.ts'

const abi = rewardLedgerAbi

/** A batch as calls to the ledger name it. */
export type BatchRef = {
  readonly pool: number
  readonly seq: number
  readonly recordsHash: Hex
  readonly netList: Hex
}

/** The pool's batch with this number, as the relayer's books describe it. */
export async function batchRef(
  { database }: Pick<Books, 'database'>,
  pool: number,
  seq: number,
): Promise<BatchRef> {
  const [batch] = await queryDatabase(
    database,
    `select records, net_list from retailer_batches where pool = $1 and seq = $2 and state <> 'dead'`,
    [pool, seq],
  )
  if (!batch) throw new Error(`There is no batch ${seq} of pool ${pool}.`)
  return { pool, seq, recordsHash: recordsHash(batch['records'] as Hex), netList: batch['net_list'] as Hex }
}

/** Takes a batch back as the pool's owner; resolves when it is mined. */
export async function veto(books: Books, owner: Address, batch: BatchRef): Promise<void> {
  await sendAs(books, owner, encodeFunctionData({ abi, functionName: 'veto', args: [[batch]] }))
}

/** Settles a batch as somebody who has nothing to do with it; resolves when it is mined. */
export async function settleAsStranger(books: Books, stranger: Address, batch: BatchRef): Promise<void> {
  const { payees, batches } = indexBatches([batch])
  await sendAs(
    books,
    stranger,
    encodeFunctionData({ abi, functionName: 'settle', args: [payees, batches, true] }),
  )
}

/** Takes out what the ledger owes a payee; resolves when it is mined. */
export async function withdrawAsPayee(
  books: Books,
  payee: Address,
  to: Address,
  micros: bigint,
): Promise<void> {
  await sendAs(books, payee, encodeFunctionData({ abi, functionName: 'withdraw', args: [to, micros] }))
}

/** Asks, as the pool's owner, for available money back; it may be fetched after the ledger's notice. */
export async function requestWithdrawal(
  books: Books,
  owner: Address,
  pool: number,
  micros: bigint,
): Promise<void> {
  await sendAs(
    books,
    owner,
    encodeFunctionData({ abi, functionName: 'requestWithdrawal', args: [pool, micros] }),
  )
}

/** Fetches what was asked for. */
export async function executeWithdrawal(books: Books, owner: Address, pool: number): Promise<void> {
  await sendAs(books, owner, encodeFunctionData({ abi, functionName: 'executeWithdrawal', args: [pool] }))
}

/** Offers a pool to somebody, as its owner, who then takes it. */
export async function handOver(
  books: Books,
  owner: Address,
  { pool, newOwner }: { readonly pool: number; readonly newOwner: Address },
): Promise<void> {
  await sendAs(
    books,
    owner,
    encodeFunctionData({ abi, functionName: 'transferPool', args: [pool, newOwner] }),
  )
  await sendAs(books, newOwner, encodeFunctionData({ abi, functionName: 'acceptPool', args: [pool] }))
}

async function sendAs(books: Books, sender: Address, data: Hex): Promise<void> {
  await sendFrom(books, sender, { to: books.chain.ledger, data })
}

/** Sends a call from anybody's wallet; resolves when it is mined, and rejects when it reverts. */
export async function sendFrom(
  { chain: { client } }: Pick<Books, 'chain'>,
  sender: Address,
  { to, data }: { readonly to: Address; readonly data: Hex },
): Promise<void> {
  await client.impersonateAccount({ address: sender })
  await client.setBalance({ address: sender, value: parseEther('1') })
  const hash = await client.sendTransaction({ account: sender, to, data, chain: null })
  const { status } = await client.waitForTransactionReceipt({ hash })
  if (status !== 'success') throw new Error(`The ledger refused the chain transaction ${hash}.`)
}
