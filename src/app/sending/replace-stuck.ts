// Offers more for gas when blocks come in without the chain transaction: same nonce, same call, other fees.

import { FAILPOINT_AFTER_SIGN_SAVE } from '#ports/failpoint.ts'
import type { ChainFees } from '#ports/chain-sending.ts'
import type { UnminedTransaction } from '#ports/sending-store.ts'

import { broadcastSigned } from './broadcast-signed.ts'
import type { SendingDeps, SendingStep } from './sending-deps.ts'

/** A replacement offers 12.5 % more, in thousandths: nodes ask for at least 10 %. */
const BUMP_PER_MILLE = 1_125n
/** The whole, in thousandths. */
const ONE_PER_MILLE = 1_000n

/** Replacements of one chain transaction: 1.125³² is more than 40 times the first offer. */
const MAX_REPLACEMENTS = 32

/**
 * Replaces it when a block has come in `stuckAfterMs` after it was sent and does not hold it. New bytes are saved
 * before they are sent; all earlier hashes are kept, since any of them may still be mined.
 */
export async function replaceStuck(
  deps: SendingDeps,
  step: SendingStep,
  chainTransaction: UnminedTransaction,
): Promise<void> {
  const { key, sentAt, replacements, signed } = chainTransaction
  if (step.tip.receivedAt - sentAt < deps.limits.stuckAfterMs) return
  const fees = higherFees(signed.fees, await deps.broadcaster.fees())
  if (replacements >= MAX_REPLACEMENTS || fees.maxFeePerGas > deps.limits.maxFeePerGas) {
    deps.alarms.raise('a chain transaction is stuck at the highest fee allowed', key, { hash: signed.hash })
    return
  }

  const { raw: _raw, hash: _hash, ...unsigned } = signed
  const replacement = await deps.signer.sign(step.privateKey, {
    ...unsigned,
    fees,
  })
  await deps.store.saveReplacement(step.lease, key, replacement, deps.clock.now())
  deps.failpoint.reached(FAILPOINT_AFTER_SIGN_SAVE)
  deps.log.warn('a stuck chain transaction was replaced', {
    key,
    from: signed.hash,
    to: replacement.hash,
  })
  await broadcastSigned(deps, step, {
    key,
    state: 'signed',
    signed: replacement,
  })
}

/** Both fees raised by the bump, rounded up, and no lower than what the chain asks for now. */
function higherFees(old: ChainFees, current: ChainFees): ChainFees {
  return {
    maxFeePerGas: max(bump(old.maxFeePerGas), current.maxFeePerGas),
    maxPriorityFeePerGas: max(bump(old.maxPriorityFeePerGas), current.maxPriorityFeePerGas),
  }
}

function bump(wei: bigint): bigint {
  return (wei * BUMP_PER_MILLE + ONE_PER_MILLE - 1n) / ONE_PER_MILLE
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
