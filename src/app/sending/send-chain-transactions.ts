// Sends what is planned, one step for every sending key: looks what became of the open ones, then signs new ones.

import { Problem } from '#domain/problem.ts'
import type { Address } from 'viem'

import { causeText } from './cause-text.ts'
import { followMined } from './follow-mined.ts'
import { reconcileUnmined } from './reconcile-unmined.ts'
import type { SendingDeps, SendingStep } from './sending-deps.ts'
import { signPlanned } from './sign-planned.ts'

export type SenderOutcome =
  /** `worked` went through the whole step. */
  | 'worked'
  /** Another process sends with this key. */
  | 'standby'
  /** The key is not here. */
  | 'no-key'
  /** The node does not have the block that is followed as the latest: nothing it says is acted upon. */
  | 'out-of-step'
  /** The node did not answer, or the lease went to another process: the next step tries again. */
  | 'interrupted'

export type SendingStepResult = {
  readonly outcomes: readonly {
    readonly sender: Address
    readonly outcome: SenderOutcome
  }[]
}

/**
 * One step, to be repeated for ever. A node that fails and a lease that is lost interrupt one sender only; storage that
 * fails is thrown. No error of the node ever counts as "failed": bytes that were signed are sent again as they are.
 */
export async function sendChainTransactions(deps: SendingDeps): Promise<SendingStepResult> {
  const outcomes: { sender: Address; outcome: SenderOutcome }[] = []
  for (const sender of await deps.store.sendersWithWork()) {
    outcomes.push({ sender, outcome: await sendFor(deps, sender) })
  }
  return { outcomes }
}

async function sendFor(deps: SendingDeps, sender: Address): Promise<SenderOutcome> {
  const privateKey = await deps.signingKeys.privateKeyOf(sender)
  if (!privateKey) {
    deps.alarms.raise('chain transactions wait for a key that is not here', sender)
    return 'no-key'
  }
  const leaseName = `sender:${sender}`
  const lease = await deps.leases.take(leaseName)
  if (!lease) return 'standby'

  try {
    const [tip, finalNumber] = await Promise.all([deps.followed.tip(), deps.followed.finalNumber()])
    if (!tip || (await deps.source.block(tip.number))?.hash !== tip.hash) return 'out-of-step'
    const quiet = await runStep(deps, {
      sender,
      privateKey,
      lease,
      tip,
      finalNumber,
    })
    if (quiet) await deps.leases.release(leaseName)
    return 'worked'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'lease_lost') await deps.leases.release(leaseName)
    else if (error.code !== 'chain_unavailable') throw error
    deps.log.warn('sending was interrupted', {
      sender,
      code: error.code,
      cause: causeText(error),
    })
    return 'interrupted'
  }
}

/** Signing comes last: nothing new is signed before it is known what became of the old. */
async function runStep(deps: SendingDeps, step: SendingStep): Promise<boolean> {
  const waitingForFinality = await followMined(deps, step)
  const unmined = await reconcileUnmined(deps, step)
  const signed = await signPlanned(deps, step, unmined)
  return waitingForFinality === 0 && unmined.length === 0 && signed === 0
}
