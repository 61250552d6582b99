// Mined chain transactions until their block is final, or gone.

import type { SendingDeps, SendingStep } from './sending-deps.ts'
import { isCanonical } from './is-canonical.ts'

/** Looked at in one step, oldest nonce first: finality comes in the same order. */
const MINED_PER_STEP = 200

/** Ends those in final blocks, and sends those back to `broadcast` whose block is gone; returns how many still wait. */
export async function followMined(deps: SendingDeps, step: SendingStep): Promise<number> {
  const { finalNumber, lease } = step
  let waiting = 0
  for (const { key, receipt } of await deps.store.mined(step.sender, MINED_PER_STEP)) {
    const facts = { key, hash: receipt.hash, block: receipt.blockNumber }
    if (!(await isCanonical(deps.followed, finalNumber, receipt))) {
      deps.log.warn('a chain transaction lost its block', facts)
      await deps.store.change(lease, key, { to: 'unmined' }, deps.clock.now())
      waiting++
    } else if (finalNumber !== undefined && receipt.blockNumber <= finalNumber) {
      if (!receipt.succeeded) deps.log.error('a chain transaction reverted', facts)
      await deps.store.change(lease, key, { to: receipt.succeeded ? 'final' : 'reverted' }, deps.clock.now())
    } else {
      waiting++
    }
  }
  return waiting
}
