// Refunds inside the hold: reductions of an open batch are gathered, countersigned (or proposed to the retailer that
// holds the order key) and carried to the ledger. What the
// ledger no longer takes, because the batch matured first, becomes debt.

import { invariant } from '#domain/invariant.ts'
import { micros } from '#domain/money.ts'
import {
  applyReductions,
  batchHash,
  decodeNetList,
  encodeNetList,
  encodeReductions,
  recordsHash,
  type Reduction,
} from '#domain/records.ts'
import { amendTypedData } from '#domain/typed-data.ts'
import { keccak256 } from 'viem/utils'

import { isCountersigned, openPoolKey } from '../pools/managed-keys.ts'
import { batchRef } from './batch-ref.ts'
import { booksReach } from './books-reach.ts'
import { reductionsToDebt } from './reductions-to-debt.ts'

import type { AmendmentRow, BatchRow, ReductionRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Reductions that one amendment carries at most: 13 bytes each, far below the size limit of a chain transaction. */
const REDUCTIONS_MAX = 500

/** Batches looked at in one round; the next round sees the rest. */
const BATCHES_AT_ONCE = 100

/** Milliseconds between two tries to carry an amendment that the ledger refused for the moment. */
const RETRY_MS = 30_000

export type AmendDeps = Pick<
  AppDeps,
  | 'retailers'
  | 'clock'
  | 'chainClock'
  | 'chainEvents'
  | 'chainIdentity'
  | 'chainTransactions'
  | 'calls'
  | 'keys'
  | 'sealer'
  | 'random'
  | 'settings'
  | 'log'
>

type AmendInput = { readonly retailerId: string; readonly programId: string }

/** Moves every amendment of a program one step on; one amendment a batch at a time. */
export async function amendBatches(deps: AmendDeps, { retailerId, programId }: AmendInput): Promise<void> {
  const open = await deps.retailers.transaction(retailerId, (unit) =>
    unit.batches.openWithReductions(programId, BATCHES_AT_ONCE),
  )
  for (const batch of open) {
    if (await isOver(deps, batch)) await giveUp(deps, retailerId, batch)
    else await amendBatch(deps, retailerId, batch)
  }
}

/** Key of the chain transaction that carries an amendment, one for each try. */
export function amendKey(pool: number, { seq, attempt, amendmentNo, sendAttempt }: AmendmentRow): string {
  return `amend:${pool}:${seq}:${attempt}:${amendmentNo}:${sendAttempt}`
}

async function amendBatch(deps: AmendDeps, retailerId: string, batch: BatchRow): Promise<void> {
  const amendment = await deps.retailers.transaction(retailerId, async (unit) => {
    await unit.pools.lock(batch.programId)
    const standing = await unit.batches.get(batch)
    return standing?.state === 'open' ? nextAmendment(deps, unit, standing) : undefined
  })
  if (amendment) await carry(deps, retailerId, batch, amendment)
}

/** The amendment under way, or a new one over what is pending; undefined when there is nothing to carry. */
async function nextAmendment(
  deps: AmendDeps,
  unit: RetailerUnit,
  batch: BatchRow,
): Promise<AmendmentRow | undefined> {
  const amendments = await unit.batches.amendments(batch)
  const underWay = amendments.find((amendment) => amendment.state === 'signed')
  if (underWay) return underWay
  // What the retailer has refused to sign is not proposed again at once.
  if ((amendments.at(-1)?.sendAfter ?? 0) > deps.clock.now() && amendments.at(-1)?.state === 'failed')
    return undefined

  const pending = (await unit.batches.pendingReductions(batch)).slice(0, REDUCTIONS_MAX)
  const now = deps.chainClock.nowSeconds()
  // A hold that is over at the tip is not over for good: what is pending waits for a final block to say so.
  if (pending.length === 0 || now === undefined || now >= (batch.maturesAtSeconds ?? 0)) return undefined
  return signAmendment(deps, unit, batch, { amendmentNo: amendments.length + 1, pending })
}

async function signAmendment(
  deps: AmendDeps,
  unit: RetailerUnit,
  batch: BatchRow,
  {
    amendmentNo,
    pending,
  }: {
    readonly amendmentNo: number
    readonly pending: readonly ReductionRow[]
  },
): Promise<AmendmentRow> {
  invariant(batch.maturesAtSeconds !== null, 'an open batch has a maturity')
  const row = await unit.pools.find(batch.programId)
  invariant(row, 'a batch belongs to a pool')
  const netList = decodeNetList(batch.netList)
  const reductions = mergeReductions(
    pending,
    netList.map((entry) => entry.payee),
  )
  const encoded = encodeReductions(reductions)
  const typedData = amendTypedData({
    chainId: deps.chainIdentity.chainId,
    ledger: deps.chainIdentity.ledger,
    pool: batch.pool,
    seq: batch.seq,
    batchHash: batchHash(recordsHash(batch.records), batch.netList),
    reductionsHash: keccak256(encoded),
    deadlineSeconds: batch.maturesAtSeconds,
  })
  const amendment: AmendmentRow = {
    programId: batch.programId,
    seq: batch.seq,
    attempt: batch.attempt,
    amendmentNo,
    state: 'signed',
    reductions: encoded,
    fromNetList: batch.netList,
    toNetList: encodeNetList(applyReductions(netList, reductions)),
    deadlineSeconds: batch.maturesAtSeconds,
    signature: isCountersigned(row)
      ? null
      : await deps.keys.signTypedData(openPoolKey(deps, row, 'order'), typedData),
    sendAttempt: 1,
    sendAfter: null,
  }
  await unit.batches.insertAmendment({ ...amendment, now: deps.clock.now() })
  const ids = pending.map((reduction) => reduction.reductionId)
  await unit.batches.setReductions(batch, ids, {
    state: 'signed',
    amendmentNo,
  })
  return amendment
}

/** One reduction for each record, in the ledger's order (index, tag). */
function mergeReductions(pending: readonly ReductionRow[], payees: readonly string[]): readonly Reduction[] {
  const merged = new Map<string, Reduction>()
  for (const { payee, tag, micros: amount } of pending) {
    const index = payees.indexOf(payee)
    invariant(index >= 0, 'a reduction names a payee of the net list')
    const key = `${index.toString().padStart(5, '0')}:${tag}`
    merged.set(key, {
      index,
      tag,
      micros: micros((merged.get(key)?.micros ?? 0n) + amount),
    })
  }
  return [...merged.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, reduction]) => reduction)
}

async function carry(
  deps: AmendDeps,
  retailerId: string,
  batch: BatchRow,
  amendment: AmendmentRow,
): Promise<void> {
  const key = amendKey(batch.pool, amendment)
  const standing = await deps.chainTransactions.find(key)
  if (amendment.signature === null) return
  if (!standing) {
    const ref = batchRef(batch, amendment.fromNetList)
    const call = deps.calls.amend(ref, amendment.deadlineSeconds, amendment.reductions, amendment.signature)
    await deps.chainTransactions.plan({
      key,
      sender: deps.settings.relayer,
      call,
    })
    return
  }
  if (standing.state === 'refused' || standing.state === 'reverted') {
    await tryAgainLater(deps, retailerId, batch, amendment)
  }
}

/** Refused or reverted inside the hold: the same signed amendment is carried again under a new key, after a while. */
async function tryAgainLater(
  deps: AmendDeps,
  retailerId: string,
  batch: BatchRow,
  { amendmentNo, sendAttempt, sendAfter }: AmendmentRow,
): Promise<void> {
  const now = deps.clock.now()
  if (sendAfter !== null && sendAfter > now) return
  const change =
    sendAfter === null ? { sendAfter: now + RETRY_MS } : { sendAttempt: sendAttempt + 1, sendAfter: null }
  await deps.retailers.transaction(retailerId, (unit) =>
    unit.batches.updateAmendment(batch, amendmentNo, change),
  )
}

/** The hold is over for good, and the books know every amendment that came in time. */
async function isOver(deps: AmendDeps, { maturesAtSeconds }: BatchRow): Promise<boolean> {
  return maturesAtSeconds !== null && booksReach(deps, maturesAtSeconds)
}

/** The chain has answered: what was not amended in time becomes debt. */
async function giveUp(deps: AmendDeps, retailerId: string, batch: BatchRow): Promise<void> {
  const late = await deps.retailers.transaction(retailerId, async (unit) => {
    await unit.pools.lock(batch.programId)
    return reductionsToDebt(deps, unit, batch)
  })
  if (late > 0) {
    const { pool, seq } = batch
    deps.log.warn('a batch matured before its amendment; the difference becomes debt', { pool, seq, late })
  }
}
