// Signed chain transactions until they are mined: looked up under every hash they ever had, sent again where the node
// does not know them, replaced when they are stuck, and given up only when somebody else has used their nonce for good.

import { Problem } from '#domain/problem.ts'
import type { ChainCall } from '#ports/chain.ts'
import type { ChainReceipt } from '#ports/chain-sending.ts'
import { FAILPOINT_AFTER_MINED } from '#ports/failpoint.ts'
import type { UnminedTransaction } from '#ports/sending-store.ts'
import type { Address } from 'viem'

import { broadcastSigned } from './broadcast-signed.ts'
import { isCanonical } from './is-canonical.ts'
import { replaceStuck } from './replace-stuck.ts'
import type { SendingDeps, SendingStep } from './sending-deps.ts'

/** Far above any in-flight limit: after a reorg several limits' worth may be unmined again. */
const UNMINED_PER_STEP = 64

/** Milliseconds for which a final block must say that the nonce is used before that is believed. */
const NONCE_TAKEN_AFTER_MS = 30_000

/** Returns those that still wait to be mined, by ascending nonce. */
export async function reconcileUnmined(
  deps: SendingDeps,
  step: SendingStep,
): Promise<readonly UnminedTransaction[]> {
  const unmined = await deps.store.unmined(step.sender, UNMINED_PER_STEP)
  if (unmined.length === 0) return []

  const still: UnminedTransaction[] = []
  const { latest } = await deps.broadcaster.nonces(step.sender)
  for (const chainTransaction of unmined) {
    const waits = await reconcile(deps, step, chainTransaction, {
      latest,
      lowest: still.length === 0,
    })
    if (waits) still.push(chainTransaction)
  }
  return still
}

type Nonces = {
  /** The sender's next nonce by mined blocks. */
  readonly latest: bigint
  /** Whether nothing with a lower nonce waits. */
  readonly lowest: boolean
}

/** Whether it still waits to be mined afterwards. */
async function reconcile(
  deps: SendingDeps,
  step: SendingStep,
  chainTransaction: UnminedTransaction,
  nonces: Nonces,
): Promise<boolean> {
  const receipt = await findReceipt(deps, chainTransaction)
  if (receipt) return !(await saveMined(deps, step, chainTransaction, receipt))
  if (nonces.latest > chainTransaction.signed.nonce) return !(await giveUpNonce(deps, step, chainTransaction))
  if (chainTransaction.nonceTakenSince !== undefined) {
    await deps.store.change(step.lease, chainTransaction.key, { to: 'nonce-free' }, deps.clock.now())
  }

  const known =
    chainTransaction.state === 'broadcast' && (await deps.broadcaster.knows(chainTransaction.signed.hash))
  const taken = !known && (await broadcastSigned(deps, step, chainTransaction))
  // What the node took just now gets its time; only the lowest nonce can be what holds up the rest.
  if (!taken && nonces.lowest) await replaceStuck(deps, step, chainTransaction)
  return true
}

/** The latest bytes first: they are the likeliest to be mined. */
async function findReceipt(
  deps: SendingDeps,
  { hashes }: UnminedTransaction,
): Promise<ChainReceipt | undefined> {
  for (const hash of hashes.toReversed()) {
    const receipt = await deps.broadcaster.receipt(hash)
    if (receipt) return receipt
  }
  return undefined
}

/** A receipt counts once its block is followed; until then, and for a block that is gone, nothing changes. */
async function saveMined(
  deps: SendingDeps,
  step: SendingStep,
  { key, sender, call }: UnminedTransaction,
  receipt: ChainReceipt,
): Promise<boolean> {
  if (!(await isCanonical(deps.followed, step.finalNumber, receipt))) return false
  const errorName = receipt.succeeded
    ? undefined
    : await explain(deps, sender, call, receipt.blockNumber - 1n)
  await deps.store.change(step.lease, key, { to: 'mined', receipt, errorName }, deps.clock.now())
  deps.failpoint.reached(FAILPOINT_AFTER_MINED)
  return true
}

/** Only for those who read it later: a node that has forgotten the state keeps nothing from going on. */
async function explain(
  deps: SendingDeps,
  sender: Address,
  call: ChainCall,
  blockNumber: bigint,
): Promise<string | undefined> {
  try {
    return await deps.broadcaster.explainRevert(sender, call, blockNumber)
  } catch (error) {
    if (error instanceof Problem && error.code === 'chain_unavailable') return undefined
    throw error
  }
}

/**
 * The chain has used the nonce, and no bytes of ours are mined. Only when a final block says so too, and has said so
 * for a while, is it somebody else's doing; then the call is planned anew. Nothing is done twice by that: what was
 * signed under the old nonce can never be mined any more.
 */
async function giveUpNonce(
  deps: SendingDeps,
  step: SendingStep,
  chainTransaction: UnminedTransaction,
): Promise<boolean> {
  const { key, sender, signed, nonceTakenSince } = chainTransaction
  const { finalNumber, lease } = step
  if (finalNumber === undefined) return false
  if ((await deps.broadcaster.nonceAt(sender, finalNumber)) <= signed.nonce) return false

  const now = deps.clock.now()
  if (nonceTakenSince === undefined) {
    await deps.store.change(lease, key, { to: 'nonce-taken' }, now)
    return false
  }
  if (now - nonceTakenSince < NONCE_TAKEN_AFTER_MS) return false
  deps.alarms.raise('a sending key is used by somebody else', sender, {
    key,
    nonce: signed.nonce,
  })
  await deps.store.change(lease, key, { to: 'requeued' }, now)
  return true
}
