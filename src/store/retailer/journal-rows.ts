// The retailer's book, in PostgreSQL: entries and their balances are written together.

import { micros, ZERO_MICROS, type Micros } from '#domain/money.ts'

import type { JournalRows, RetailerAccount, RetailerEntry } from '#ports/journal-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's book. */
export function journalRows({ transaction, retailerId }: RetailerScope): JournalRows {
  const move = async (programId: string, account: RetailerAccount, amount: Micros): Promise<void> => {
    await transaction
      .insertInto('retailer_journal_balances')
      .values({
        retailer_id: retailerId,
        program_id: programId,
        account,
        micros: amount,
      })
      .onConflict((conflict) =>
        conflict.columns(['retailer_id', 'program_id', 'account']).doUpdateSet((eb) => ({
          micros: eb('retailer_journal_balances.micros', '+', amount),
        })),
      )
      .execute()
  }

  return {
    async append(entry: RetailerEntry) {
      const result = await transaction
        .insertInto('retailer_journal')
        .values({
          retailer_id: retailerId,
          entry_id: entry.entryId,
          program_id: entry.programId,
          kind: entry.kind,
          debit: entry.debit,
          credit: entry.credit,
          micros: entry.micros,
          chain_transaction: entry.chainTransaction,
          at: new Date(entry.at),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (result.numInsertedOrUpdatedRows !== 1n) return 'already-recorded'
      await move(entry.programId, entry.debit, entry.micros)
      await move(entry.programId, entry.credit, micros(-entry.micros))
      return 'recorded'
    },

    async balances(programId) {
      const rows = await transaction
        .selectFrom('retailer_journal_balances')
        .select(['account', 'micros'])
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .execute()
      const balances: Record<RetailerAccount, Micros> = {
        outside: ZERO_MICROS,
        available: ZERO_MICROS,
        reserved: ZERO_MICROS,
        released: ZERO_MICROS,
      }
      for (const row of rows) balances[row.account] = micros(row.micros)
      return balances
    },

    async total(programId, kind) {
      const row = await transaction
        .selectFrom('retailer_journal')
        .select(({ fn }) => fn.sum<string | null>('micros').as('sum'))
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('kind', '=', kind)
        .executeTakeFirstOrThrow()
      return micros(BigInt(row.sum ?? '0'))
    },
  }
}
