// Settles what has matured, of every pool at once, in as few calls as fit. Anybody could; the relayer does.

import { indexBatches } from '#domain/settlement.ts'

import { batchRef } from './batch-ref.ts'
import { groupSettlements } from './group-settlements.ts'

import type { BatchRow } from '#ports/batch-rows.ts'
import type { ChainTransactionState } from '#ports/chain-transactions.ts'

import type { AppDeps } from '../deps.ts'

/** Matured batches of one pool taken at a time: more than one call holds, and the rest waits for the next round. */
const BATCHES_PER_POOL_MAX = 200

export type SettleDeps = Pick<
  AppDeps,
  | 'retailers'
  | 'clock'
  | 'chainClock'
  | 'chainEvents'
  | 'chainReader'
  | 'chainTransactions'
  | 'calls'
  | 'settings'
  | 'log'
>

/** Milliseconds before a batch whose settling had no effect is tried again. */
const RETRY_MS = 30_000

/**
 * Tries that push at once: twice together with others, as `groupSettlements` says, then alone. After that a batch is
 * credited only, which calls no token and always fits; `pay` or the payee brings the money then.
 */
const PUSHING_ATTEMPTS = 3

/** A matured batch and whose it is. */
type Matured = { readonly retailerId: string; readonly batch: BatchRow }

/** Plans settling calls for everything matured that no call under way carries. */
export async function settleBatches(deps: SettleDeps): Promise<void> {
  const matured: Matured[] = []
  for (const retailerId of new Set((await deps.chainEvents.pools()).map((pool) => pool.retailerId))) {
    matured.push(...(await maturedOf(deps, retailerId)))
  }
  for (const group of groupSettlements(matured)) await settleGroup(deps, group)
}

async function maturedOf(deps: SettleDeps, retailerId: string): Promise<readonly Matured[]> {
  const nowSeconds = deps.chainClock.nowSeconds()
  if (nowSeconds === undefined) return []
  const open = await deps.retailers.transaction(retailerId, async (unit) => {
    const batches: BatchRow[] = []
    for (const { programId } of await unit.pools.open()) {
      for (const batch of await unit.batches.matured(programId, nowSeconds, BATCHES_PER_POOL_MAX)) {
        if (batch.sendAfter !== null && batch.sendAfter > deps.clock.now()) continue
        // An amendment under way decides first which list the ledger holds.
        const amendments = await unit.batches.amendments(batch)
        if (!amendments.some((amendment) => amendment.state === 'signed')) batches.push(batch)
      }
    }
    return batches
  })
  const free: Matured[] = []
  for (const batch of open) if (await isFree(deps, retailerId, batch)) free.push({ retailerId, batch })
  return free
}

/** No call under way carries it; one that ended without effect on it is forgotten, and the next gets a new key. */
async function isFree(deps: SettleDeps, retailerId: string, batch: BatchRow): Promise<boolean> {
  if (batch.settleKey === null) return true
  const call = await deps.chainTransactions.find(batch.settleKey)
  if (call && !(await endedWithoutEffect(deps, call.state, batch))) return false
  deps.log.warn('a settling call had no effect and is sent again', {
    pool: batch.pool,
    seq: batch.seq,
    refusal: call?.refusal,
  })
  await deps.retailers.transaction(retailerId, (unit) =>
    unit.batches.update(batch, {
      settleKey: null,
      settleAttempt: batch.settleAttempt + 1,
      sendAfter: deps.clock.now() + RETRY_MS,
    }),
  )
  return false
}

async function endedWithoutEffect(
  { chainReader }: Pick<SettleDeps, 'chainReader'>,
  state: ChainTransactionState,
  { pool, seq }: BatchRow,
): Promise<boolean> {
  if (state === 'refused' || state === 'reverted') return true
  if (state !== 'final') return false
  // A final call that carried the batch has closed it on chain, even where the books do not know it yet.
  return (await chainReader.batch(pool, seq)).maturesAtSeconds > 0
}

async function settleGroup(deps: SettleDeps, group: readonly Matured[]): Promise<void> {
  const [first] = group
  if (!first) return
  const { pool, seq, settleAttempt } = first.batch
  const key = `settle:${pool}:${seq}:${settleAttempt}`
  // Marked before it is planned: a mark without a call is found again as ended without effect.
  for (const { retailerId, batch } of group) {
    await deps.retailers.transaction(retailerId, (unit) => unit.batches.update(batch, { settleKey: key }))
  }
  const { payees, batches } = indexBatches(group.map(({ batch }) => batchRef(batch, batch.netList)))
  const push = settleAttempt <= PUSHING_ATTEMPTS
  await deps.chainTransactions.plan({
    key,
    sender: deps.settings.relayer,
    call: deps.calls.settle(payees, batches, push),
  })
}
