// Holds what the logs owe each payee against what the ledger stores.

import { checkNames } from '../check-names.ts'
import { readMany, type LedgerAt } from '../chain/ledger-views.ts'
import type { ChainReader } from '../chain/reader.ts'
import type { Replay } from '../replay/context.ts'
import { check } from '../tally.ts'

/** Owed and own minimum of every payee that a log names. The nonce is not in the logs and is not compared. */
export async function comparePayees(
  reader: ChainReader,
  { state, tally }: Replay,
  at: LedgerAt,
): Promise<void> {
  const payees = [...state.payees.values()]
  const answers = await readMany(
    reader,
    at,
    'getAccount',
    payees.map(({ payee }) => [payee] as const),
  )
  for (const [index, { payee, owedMicros, minimumMicros }] of payees.entries()) {
    const [storedOwed, storedMinimum] = answers[index] ?? []
    check(tally, checkNames.storedPayees, storedOwed === owedMicros, () => ({
      payee,
      block: at.block,
      expected: `${owedMicros}`,
      found: `${storedOwed}`,
      sentence: 'The ledger stores another amount owed to this payee than the logs lead to.',
    }))
    check(tally, checkNames.storedPayees, storedMinimum === minimumMicros, () => ({
      payee,
      block: at.block,
      expected: `${minimumMicros}`,
      found: `${storedMinimum}`,
      sentence: 'The ledger stores another minimum payout of this payee than the logs lead to.',
    }))
  }
}
