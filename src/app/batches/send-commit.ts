// Carries signed batches to the ledger, and looks what became of them. The books hear of success from final events.

import { booksReach } from './books-reach.ts'
import { buryBatch } from './bury-batch.ts'

import type { BatchRow } from '#ports/batch-rows.ts'
import type { ChainTransaction } from '#ports/chain-transactions.ts'

import type { AppDeps } from '../deps.ts'

/** Milliseconds between two tries to carry a batch that the ledger refused for the moment. */
const RETRY_MS = 30_000

export type SendCommitDeps = Pick<
  AppDeps,
  'retailers' | 'clock' | 'chainEvents' | 'chainTransactions' | 'calls' | 'settings' | 'random' | 'log'
>

type SendCommitInput = {
  readonly retailerId: string
  readonly programId: string
}

/**
 * Plans the commit of each signed batch of a program; buries those whose deadline passed in a final block. One that still
 * waits for the retailer's signature is left alone until then.
 */
export async function sendCommits(
  deps: SendCommitDeps,
  { retailerId, programId }: SendCommitInput,
): Promise<void> {
  const signed = await deps.retailers.transaction(retailerId, (unit) =>
    unit.batches.inStates(programId, ['signed']),
  )
  for (const batch of signed) await sendCommit(deps, retailerId, batch)
}

/** Key of the chain transaction that carries a batch, one for each try. */
export function commitKey({ pool, seq, attempt, sendAttempt }: BatchRow): string {
  return `commit:${pool}:${seq}:${attempt}:${sendAttempt}`
}

async function sendCommit(deps: SendCommitDeps, retailerId: string, batch: BatchRow): Promise<void> {
  const standing = await deps.chainTransactions.find(commitKey(batch))
  if (standing && isUnderWay(standing)) return
  // From a final block after its deadline on, nobody can commit it any more; the books would know if somebody had.
  if (await booksReach(deps, batch.deadlineSeconds + 1)) {
    deps.log.warn('a batch was not committed in time and is made anew', {
      pool: batch.pool,
      seq: batch.seq,
      wasSigned: batch.signature !== null,
    })
    await deps.retailers.transaction(retailerId, (unit) => buryBatch(deps, unit, batch))
    return
  }
  const { signature } = batch
  if (signature === null) return
  if (!standing) {
    await deps.chainTransactions.plan({
      key: commitKey(batch),
      sender: deps.settings.relayer,
      call: deps.calls.commit(batch.pool, batch.seq, batch, batch.records, signature),
    })
    return
  }
  if (standing.state === 'final') return
  await tryAgainLater(deps, retailerId, batch, standing)
}

function isUnderWay({ state }: ChainTransaction): boolean {
  return state === 'planned' || state === 'signed' || state === 'broadcast' || state === 'mined'
}

/** Refused or reverted: the same signed batch is carried again under a new key, after a while. */
async function tryAgainLater(
  deps: SendCommitDeps,
  retailerId: string,
  batch: BatchRow,
  { state, refusal }: ChainTransaction,
): Promise<void> {
  const now = deps.clock.now()
  const due = batch.sendAfter
  await deps.retailers.transaction(retailerId, async (unit) => {
    if (due === null) {
      deps.log.warn('the ledger refused a batch for now', {
        pool: batch.pool,
        seq: batch.seq,
        state,
        refusal,
      })
      await unit.batches.update(batch, { sendAfter: now + RETRY_MS })
    } else if (due <= now) {
      await unit.batches.update(batch, {
        sendAttempt: batch.sendAttempt + 1,
        sendAfter: null,
      })
    }
  })
}
