// Which matured batches share a settle call. Whoever stands in several batches of a call is credited and pushed to once,
// so batches with the same people belong together.

import { decodeNetList } from '#domain/records.ts'
import { INDEXED_ENTRY_BYTES, PAYEE_BYTES } from '#domain/settlement.ts'
import { MAX_CALLDATA_BYTES, MAX_TRANSACTION_GAS } from '#ports/chain-sending.ts'

import type { BatchRow } from '#ports/batch-rows.ts'

/** Gas for one payee, however many batches name them. */
const PAYEE_GAS = {
  /** A push to somebody who holds the token already: measured 11 600. */
  usual: 12_000,
  /**
   * A push to somebody who never held it (measured 28 700) and the first credit of a new account (23 500). A call makes
   * only one of the two; a dearer token may take as much as both.
   */
  most: 54_000,
} as const

/** Gas for one entry of a net list, its calldata included: measured 300. */
const ENTRY_GAS = 330

/** Gas for one batch beside its entries: measured 10 800. */
const BATCH_GAS = 12_000

/** Gas for the call itself, and what must be left when its last push starts: 142 000, of which most is not used. */
const CALL_GAS = 200_000

/** What the estimate leaves of a chain transaction's gas: a twentieth. */
const GAS_MAX = (Number(MAX_TRANSACTION_GAS) / 100) * 95

/** Calldata of the call beside its lists: a selector, five words, and what rounds the payees up to a word. */
const CALL_BYTES = 4 + 5 * 32 + 32

/** Calldata of one batch beside its entries: six words, and what rounds the list up to a word. */
const BATCH_BYTES = 6 * 32 + 24

/** What a call carries; `entries` over all its batches. */
export type SettlementSize = { readonly payees: number; readonly entries: number; readonly batches: number }

/** Gas that a settle call of this size takes: `usual` where people hold the token, `most` whoever they are. */
export function settlementGas(
  { payees, entries, batches }: SettlementSize,
  payeeGas: keyof typeof PAYEE_GAS,
): number {
  return CALL_GAS + payees * PAYEE_GAS[payeeGas] + entries * ENTRY_GAS + batches * BATCH_GAS
}

/** Bytes of calldata that a settle call of this size has at most. */
export function settlementBytes({ payees, entries, batches }: SettlementSize): number {
  return CALL_BYTES + payees * PAYEE_BYTES + entries * INDEXED_ENTRY_BYTES + batches * BATCH_BYTES
}

type Settleable = { readonly batch: Pick<BatchRow, 'netList' | 'settleAttempt'> }

type Group<One> = { readonly members: One[]; readonly payees: Set<string>; entries: number }

/**
 * Puts each batch into the first call that has room for it, in their order; one too large for any company goes alone. The
 * first attempt counts on people who hold the token: a call that is refused for want of gas costs nothing, and a call less
 * is a push less for everyone in it. The second attempt has room for the worst. From the third on a batch goes alone, so
 * that it keeps no other back.
 */
export function groupSettlements<One extends Settleable>(
  matured: readonly One[],
): readonly (readonly One[])[] {
  const at = (attempt: number): readonly One[] =>
    matured.filter(({ batch }) => batch.settleAttempt === attempt)
  const alone = matured.filter(({ batch }) => batch.settleAttempt > 2)
  return [...shareCalls(at(1), 'usual'), ...shareCalls(at(2), 'most'), ...alone.map((one) => [one])]
}

function shareCalls<One extends Settleable>(
  matured: readonly One[],
  payeeGas: keyof typeof PAYEE_GAS,
): readonly (readonly One[])[] {
  const shared: Group<One>[] = []
  for (const one of matured) {
    const payees = decodeNetList(one.batch.netList).map(({ payee }) => payee)
    const group = shared.find((candidate) => hasRoom(candidate, payees, payeeGas))
    if (group) {
      group.members.push(one)
      group.entries += payees.length
      for (const payee of payees) group.payees.add(payee)
    } else {
      shared.push({ members: [one], payees: new Set(payees), entries: payees.length })
    }
  }
  return shared.map(({ members }) => members)
}

function hasRoom(
  group: Group<unknown>,
  payees: readonly string[],
  payeeGas: keyof typeof PAYEE_GAS,
): boolean {
  const added = payees.filter((payee) => !group.payees.has(payee)).length
  const together: SettlementSize = {
    payees: group.payees.size + added,
    entries: group.entries + payees.length,
    batches: group.members.length + 1,
  }
  return settlementGas(together, payeeGas) <= GAS_MAX && settlementBytes(together) <= MAX_CALLDATA_BYTES
}
