// Refunds inside the hold: reductions of an open batch are gathered, countersigned and carried to the ledger. What the
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

import { openPoolKey } from '../pools/managed-keys.ts'
import { incurDebt, isReducible } from '../rewards/move-reward.ts'

import type { AmendmentRow, BatchRow, ReductionRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Reductions that one amendment carries at most: 13 bytes each, far below the size limit of a chain transaction. */
const REDUCTIONS_MAX = 500

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
    unit.batches.inStates(programId, ['open']),
  )
  for (const batch of open) {
    const amendment = await deps.retailers.transaction(retailerId, (unit) => nextAmendment(deps, unit, batch))
    if (amendment) await carry(deps, retailerId, batch, amendment)
  }
}

/** Key of the chain transaction that carries an amendment, one for each try. */
export function amendKey(pool: number, { seq, attempt, amendmentNo, sendAttempt }: AmendmentRow): string {
  return `amend:${pool}:${seq}:${attempt}:${amendmentNo}:${sendAttempt}`
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

  const pending = (await unit.batches.pendingReductions(batch)).slice(0, REDUCTIONS_MAX)
  if (pending.length === 0) return undefined
  await unit.pools.lock(batch.programId)
  if (!isReducible(batch, deps.chainClock.nowSeconds())) {
    await reductionsToDebt(deps, unit, batch, pending)
    return undefined
  }
  return signAmendment(deps, unit, batch, {
    amendmentNo: amendments.length + 1,
    pending,
  })
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
    signature: await deps.keys.signTypedData(openPoolKey(deps, row, 'order'), typedData),
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
  if (!standing) {
    const ref = refOf(batch, amendment.fromNetList)
    const call = deps.calls.amend(ref, amendment.deadlineSeconds, amendment.reductions, amendment.signature)
    await deps.chainTransactions.plan({
      key,
      sender: deps.settings.relayer,
      call,
    })
    return
  }
  if (standing.state !== 'refused' && standing.state !== 'reverted') return
  if (!(await isOver(deps, batch))) {
    await tryAgainLater(deps, retailerId, batch, amendment)
    return
  }
  deps.log.warn('a batch matured before its amendment; the difference becomes debt', {
    pool: batch.pool,
    seq: batch.seq,
    refusal: standing.refusal,
  })
  await deps.retailers.transaction(retailerId, async (unit) => {
    await unit.pools.lock(batch.programId)
    const signed = await unit.batches.reductionsOf(batch, amendment.amendmentNo)
    await unit.batches.updateAmendment(batch, amendment.amendmentNo, {
      state: 'failed',
    })
    await reductionsToDebt(deps, unit, batch, signed)
  })
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

function refOf({ pool, seq, records }: BatchRow, netList: Hex) {
  return { pool, seq, recordsHash: recordsHash(records), netList }
}

/** The hold is over in a final block, so no amendment can succeed any more. */
async function isOver({ chainEvents }: Pick<AmendDeps, 'chainEvents'>, batch: BatchRow): Promise<boolean> {
  const final = await chainEvents.finalBlock()
  return (
    final !== undefined && batch.maturesAtSeconds !== null && final.timestampSeconds >= batch.maturesAtSeconds
  )
}

/** The chain has answered: too late to amend. What stands is unchanged in sum: a reduction becomes a debt. */
async function reductionsToDebt(
  deps: AmendDeps,
  unit: RetailerUnit,
  batch: BatchRow,
  reductions: readonly ReductionRow[],
): Promise<void> {
  for (const reduction of reductions) {
    await unit.batches.unreduce(reduction)
    const { rewardId, micros: amount, seq } = reduction
    await unit.rewards.addChange(rewardId, {
      kind: 'unreduced',
      micros: amount,
      seq,
      at: deps.clock.now(),
    })
    const reward = await unit.rewards.get(reduction.rewardId)
    invariant(reward, 'a reduction belongs to a reward')
    await incurDebt(deps, unit, reward, reduction.micros)
    await unit.enqueue({
      queue: 'project-reward',
      data: { retailerId: unit.retailerId, rewardId: reward.rewardId },
    })
  }
  const ids = reductions.map((reduction) => reduction.reductionId)
  await unit.batches.setReductions(batch, ids, {
    state: 'debt',
    amendmentNo: null,
  })
}
