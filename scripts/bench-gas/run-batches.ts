// Commits batches and settles them as a relayer does it, and adds up the gas of every chain transaction.

import { rewardLedgerAbi as abi } from '#abi/reward-ledger.ts'
import { invariant } from '#domain/invariant.ts'
import { commitTypedData, packCounts } from '#domain/typed-data.ts'
import type { Hex } from 'viem'
import { encodeFunctionData, size, toHex } from 'viem/utils'
import { TRANSACTION_GAS_MAX, type BenchChain } from './bench-chain.ts'
import { HOLD_SECONDS, ORDER_SIGNER, type BenchLedger } from './ledger.ts'
import { encodeSettlement } from './settlement.ts'
import { digest, type Batch } from './workload.ts'

/** How batches share settles: each has its own, or as many as fit share one. */
export type Grouping = 'alone' | 'together'

/** A settle that was measured. */
export type MeasuredSettle = {
  readonly batches: readonly Batch[]
  readonly gas: bigint
  /** Of its calldata. */
  readonly bytes: number
}

export type MeasuredRun = {
  readonly commitGas: bigint
  readonly settles: readonly MeasuredSettle[]
  /** Of all chain transactions. */
  readonly gas: bigint
}

type Committed = Batch & { readonly pool: number; readonly seq: number }

/** How long an order signature stays good, in seconds. */
const DEADLINE_SECONDS = 3_600

/** In a header, beside the rewarded orders: of three orders one has a link, and few of those are held back. */
const ORDERS_SEEN_PER_REWARDED = 3n
const ORDERS_REJECTED = 2n
const ORDERS_UNDER_REVIEW = 1n

/** Common nodes refuse a chain transaction above 131 072 bytes; the relayer stays below this. */
const TRANSACTION_BYTES_MAX = 120_000

/** What a chain transaction has beside its calldata (signature, fees, nonce, lengths), rounded up. */
const ENVELOPE_BYTES = 200

/** Commits every batch, waits for all to mature, and settles them in order. */
export async function runBatches(
  chain: BenchChain,
  ledger: BenchLedger,
  { batches, push, grouping }: { batches: readonly Batch[]; push: boolean; grouping: Grouping },
): Promise<MeasuredRun> {
  const { nextSeq } = await chain.client.readContract({
    abi,
    address: ledger.address,
    functionName: 'getPool',
    args: [ledger.pool],
  })
  let commitGas = 0n
  const committed: Committed[] = []
  for (const [index, batch] of batches.entries()) {
    const seq = nextSeq + index
    commitGas += await chain.send({ to: ledger.address, data: await commitData(chain, ledger, seq, batch) })
    committed.push({ ...batch, pool: ledger.pool, seq })
  }
  await chain.warp(HOLD_SECONDS)

  const settles: MeasuredSettle[] = []
  for (let left = committed; left.length > 0;) {
    const taken = left.slice(0, grouping === 'alone' ? 1 : await countToSettle(chain, ledger, left, push))
    const data = encodeSettlement(taken, push)
    settles.push({ batches: taken, gas: await chain.send({ to: ledger.address, data }), bytes: size(data) })
    left = left.slice(taken.length)
  }
  const gas = settles.reduce((sum, settle) => sum + settle.gas, commitGas)
  return { commitGas, settles, gas }
}

async function commitData(chain: BenchChain, ledger: BenchLedger, seq: number, batch: Batch): Promise<Hex> {
  const { pool } = ledger
  const rewarded = BigInt(batch.sales.length)
  const header = {
    holdSeconds: HOLD_SECONDS,
    deadlineSeconds: chain.now() + DEADLINE_SECONDS,
    evidenceRoot: toHex(digest(`evidence root ${seq}`)),
    policyHash: toHex(digest('policy')),
    counts: packCounts({
      seen: rewarded * ORDERS_SEEN_PER_REWARDED,
      rewarded,
      rejected: ORDERS_REJECTED,
      underReview: ORDERS_UNDER_REVIEW,
    }),
  }
  const { recordsHash } = batch
  const signature = await ORDER_SIGNER.signTypedData(
    commitTypedData({ chainId: chain.chainId, ledger: ledger.address, pool, seq, recordsHash, header }),
  )
  const { deadlineSeconds: deadline, ...terms } = header
  return encodeFunctionData({
    abi,
    functionName: 'commit',
    args: [pool, seq, { ...terms, deadline }, batch.records, signature],
  })
}

/**
 * How many of the batches that are left the next settle takes: all if they fit, else as many as fit. But where the rest
 * then fits one last settle, it takes only as many as keep the last one full: whoever is named in both is pushed to
 * twice, and a small settle names fewer people than a middling one.
 */
async function countToSettle(
  chain: BenchChain,
  ledger: BenchLedger,
  left: readonly Committed[],
  push: boolean,
): Promise<number> {
  const fits = async (batches: readonly Committed[]): Promise<boolean> => {
    const data = encodeSettlement(batches, push)
    const isSmall = size(data) + ENVELOPE_BYTES <= TRANSACTION_BYTES_MAX
    return isSmall && (await chain.succeeds({ to: ledger.address, data }))
  }
  const lastFits = (taken: number): Promise<boolean> =>
    chain.aside(async () => {
      await chain.send({ to: ledger.address, data: encodeSettlement(left.slice(0, taken), push) })
      return await fits(left.slice(taken))
    })

  if (await fits(left)) return left.length
  const tooMany = await firstWhere(1, left.length, async (count) => !(await fits(left.slice(0, count))))
  const most = tooMany - 1
  invariant(most > 0, `a batch can be settled with ${TRANSACTION_GAS_MAX} gas`)
  const enough = await firstWhere(1, most + 1, lastFits)
  return Math.min(enough, most)
}

/** The first whole number from `least` on, below `end`, for which `holds`, as it does for all above; else `end`. */
async function firstWhere(
  least: number,
  end: number,
  holds: (value: number) => Promise<boolean>,
): Promise<number> {
  let [low, high] = [least, end]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (await holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
