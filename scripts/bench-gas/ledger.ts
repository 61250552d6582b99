// The real ledger on the bench's chain, with one funded pool.

import { rewardLedgerAbi as abi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import type { Address, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { encodeDeployData, encodeFunctionData, toHex } from 'viem/utils'
import { CARRIER, type BenchChain } from './bench-chain.ts'
import { digest } from './workload.ts'

/** A ledger and its only pool. */
export type BenchLedger = {
  readonly address: Address
  readonly token: Address
  readonly pool: number
}

/** Signs the pool's batches; it must not be the pool's owner. */
export const ORDER_SIGNER = privateKeyToAccount(toHex(digest('order signer')))

const SECONDS_PER_DAY = 86_400

/** A return window of two weeks; the bench waits for all of it. */
export const HOLD_SECONDS = 14 * SECONDS_PER_DAY

/** Bounds of a deployment, as `scripts/deploy/terms.ts` has them. */
const MIN_HOLD_SECONDS = 3_600
const MAX_HOLD_SECONDS = 120 * SECONDS_PER_DAY
const NOTICE_SECONDS = SECONDS_PER_DAY
const REQUEST_WINDOW_SECONDS = 7 * SECONDS_PER_DAY

/** Far more than the workload takes (about 25 250 units), so that neither the pool nor its rate limit runs dry. */
export const DEPOSIT_MICROS = 1_000_000_000_000n
const RATE_MICROS = DEPOSIT_MICROS

/** Twice the largest reward. */
const REWARD_CAP_MICROS = 10_000_000

/** The first pool of a ledger. */
const POOL = 1

/** Deploys a ledger for `token`, opens a pool and pays in. The carrier must hold what is paid in. */
export async function openLedger(
  chain: BenchChain,
  { bytecode, token, defaultMinimumMicros }: { bytecode: Hex; token: Address; defaultMinimumMicros: bigint },
): Promise<BenchLedger> {
  const bounds = [MIN_HOLD_SECONDS, MAX_HOLD_SECONDS, NOTICE_SECONDS, REQUEST_WINDOW_SECONDS] as const
  const address = await chain.deploy(
    encodeDeployData({ abi, bytecode, args: [token, defaultMinimumMicros, ...bounds] }),
  )
  const terms = {
    minHoldSeconds: HOLD_SECONDS,
    rewardCapMicros: REWARD_CAP_MICROS,
    rateCapacityMicros: RATE_MICROS,
    rateMicrosPerDay: RATE_MICROS,
  }
  await chain.send({
    to: address,
    data: encodeFunctionData({ abi, functionName: 'openPool', args: [ORDER_SIGNER.address, terms] }),
  })
  await chain.send({
    to: token,
    data: encodeFunctionData({
      abi: testDollarAbi,
      functionName: 'approve',
      args: [address, DEPOSIT_MICROS],
    }),
  })
  await chain.send({
    to: address,
    data: encodeFunctionData({ abi, functionName: 'deposit', args: [POOL, CARRIER, DEPOSIT_MICROS] }),
  })
  return { address, token, pool: POOL }
}
