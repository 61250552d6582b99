// Hands saved bytes to the node, as often as it takes.

import { FAILPOINT_AFTER_BROADCAST } from '#ports/failpoint.ts'
import type { SignedTransaction } from '#ports/chain-sending.ts'

import type { SendingDeps, SendingStep } from './sending-deps.ts'

export type Broadcastable = {
  readonly key: string
  readonly state: 'signed' | 'broadcast'
  readonly signed: SignedTransaction
}

/**
 * Whether the node took the bytes, or had them. Any other answer changes nothing: they may have arrived all the same,
 * and are sent again.
 */
export async function broadcastSigned(
  deps: SendingDeps,
  step: SendingStep,
  { key, state, signed }: Broadcastable,
): Promise<boolean> {
  const answer = await deps.broadcaster.broadcast(signed.raw)
  if (answer.status === 'unknown') {
    deps.alarms.raise('the node did not take a chain transaction', key, {
      hash: signed.hash,
      reason: answer.reason,
    })
    return false
  }
  deps.failpoint.reached(FAILPOINT_AFTER_BROADCAST)
  const facts = { key, hash: signed.hash, nonce: signed.nonce }
  if (state === 'signed') deps.log.info('a chain transaction was sent', facts)
  else deps.log.warn('a chain transaction was lost and sent again', facts)
  await deps.store.change(step.lease, key, { to: 'broadcast' }, deps.clock.now())
  return true
}
