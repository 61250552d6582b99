// What became of everything signed before, by a final block: a number is used, or nothing signed for it can be used any
// more; an amendment was carried. Until then it counts as if it may still happen.

import type { Slot } from '#domain/countersign/signed-book.ts'
import type { LedgerAtBlock } from './ledger-view.ts'
import type { StateFile } from './state-file.ts'
import type { Hex } from 'viem'

/** Writes into the log what a final block tells of the slots that are open. */
export async function resolveSigned(
  state: StateFile,
  final: LedgerAtBlock,
  /** Slots whose hold was over at a final block before: nothing can change there. */
  over: Set<Slot>,
): Promise<void> {
  for (const slot of state.book.slots.values()) {
    if (slot.state === 'live') await resolveSlot(state, final, slot)
    if (slot.state === 'committed' && !over.has(slot)) await resolveAmendments(state, final, slot, over)
  }
}

async function resolveSlot(state: StateFile, final: LedgerAtBlock, slot: Slot): Promise<void> {
  const { pool, seq } = slot
  const { nextSeq } = await final.pool(pool)
  if (nextSeq > seq) {
    const { batchHash } = await final.batch(pool, seq)
    state.append({
      kind: 'resolved',
      pool,
      seq,
      outcome: 'committed',
      recordsHashes: takenOf(slot, batchHash),
    })
    return
  }
  const lastDeadline = Math.max(...slot.batches.map(({ deadlineSeconds }) => deadlineSeconds))
  if (final.timeSeconds > lastDeadline) {
    state.append({ kind: 'resolved', pool, seq, outcome: 'dead', recordsHashes: [] })
  }
}

/** The batch whose hash the ledger stores; all of them when it stores one that no signature of this log made. */
function takenOf({ batches, amendments }: Slot, stored: Hex): readonly Hex[] {
  const amended = amendments.find(({ toHash }) => toHash === stored)
  const taken = amended?.recordsHash ?? batches.find(({ batchHash }) => batchHash === stored)?.recordsHash
  return taken === undefined ? batches.map(({ recordsHash }) => recordsHash) : [taken]
}

/** Each amendment starts from what the one before it left, so the stored hash tells of all of them. */
async function resolveAmendments(
  state: StateFile,
  final: LedgerAtBlock,
  slot: Slot,
  over: Set<Slot>,
): Promise<void> {
  const { pool, seq, amendments, applied } = slot
  const { batchHash, maturesAtSeconds } = await final.batch(pool, seq)
  let reached = batchHash
  for (const { fromHash, toHash } of amendments.toReversed()) {
    if (toHash !== reached) continue
    if (!applied.has(toHash)) state.append({ kind: 'applied', pool, seq, toHash })
    reached = fromHash
  }
  if (maturesAtSeconds === 0 || maturesAtSeconds < final.timeSeconds) over.add(slot)
}
