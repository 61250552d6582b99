// Every batch's lists, payees whose push failed, and the last audit, in PostgreSQL.

import type { ChainBatch, ChainBooks } from '#ports/chain-books.ts'
import type { Address, Hex } from 'viem'

import type { Database } from '../database.ts'

/** Chain books over PostgreSQL; each method is one statement and safe to repeat. */
export function createChainBooks(database: Database): ChainBooks {
  return {
    ...retailerBook(database),
    ...batchBook(database),
    ...senderBook(database),
    ...deferralBook(database),
    ...auditBook(database),
  }
}

function retailerBook(database: Database): Pick<ChainBooks, 'putRetailer' | 'retailers'> {
  return {
    async putRetailer(retailer_id) {
      await database
        .insertInto('chain_retailers')
        .values({ retailer_id })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async retailers(after, limit) {
      const rows = await database
        .selectFrom('chain_retailers')
        .select('retailer_id')
        .where('retailer_id', '>', after)
        .orderBy('retailer_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.retailer_id)
    },
  }
}

function batchBook(database: Database): Pick<ChainBooks, 'putBatch' | 'batch' | 'setAmendments'> {
  return {
    async putBatch(pool, seq, { records, amendments }) {
      await database
        .insertInto('chain_batches')
        .values({ pool, seq, records, amendments: JSON.stringify(amendments) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async batch(pool, seq) {
      const row = await database
        .selectFrom('chain_batches')
        .select(['records', 'amendments'])
        .where('pool', '=', pool)
        .where('seq', '=', seq)
        .executeTakeFirst()
      return (
        row && {
          records: row.records as Hex,
          amendments: row.amendments as ChainBatch['amendments'],
        }
      )
    },

    async setAmendments(pool, seq, amendments) {
      await database
        .updateTable('chain_batches')
        .set({ amendments: JSON.stringify(amendments) })
        .where('pool', '=', pool)
        .where('seq', '=', seq)
        .execute()
    },
  }
}

function deferralBook(database: Database): Pick<ChainBooks, 'deferPayee' | 'forgetPayee' | 'deferredPayees'> {
  return {
    async deferPayee(payee, nextAttemptAt) {
      const next_attempt_at = new Date(nextAttemptAt)
      await database
        .insertInto('chain_deferred_payees')
        .values({ payee, attempts: 1, next_attempt_at })
        .onConflict((conflict) =>
          conflict.column('payee').doUpdateSet((eb) => ({
            attempts: eb('chain_deferred_payees.attempts', '+', 1),
            next_attempt_at,
          })),
        )
        .execute()
    },

    async forgetPayee(payee) {
      await database.deleteFrom('chain_deferred_payees').where('payee', '=', payee).execute()
    },

    async deferredPayees(now, limit) {
      const rows = await database
        .selectFrom('chain_deferred_payees')
        .select(['payee', 'attempts'])
        .where('next_attempt_at', '<=', new Date(now))
        .orderBy('next_attempt_at')
        .orderBy('payee')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        payee: row.payee as Address,
        attempts: row.attempts,
      }))
    },
  }
}

function senderBook(database: Database): Pick<ChainBooks, 'putSender' | 'sender'> {
  return {
    async putSender(address, { retailerId, programId }) {
      await database
        .insertInto('chain_senders')
        .values({ address, retailer_id: retailerId, program_id: programId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async sender(address) {
      const row = await database
        .selectFrom('chain_senders')
        .select(['retailer_id', 'program_id'])
        .where('address', '=', address)
        .executeTakeFirst()
      return row && { retailerId: row.retailer_id, programId: row.program_id }
    },
  }
}

function auditBook(database: Database): Pick<ChainBooks, 'recordAudit' | 'lastAudit'> {
  return {
    async recordAudit(audit) {
      const auditedAt = new Date(audit.at)
      await database
        .insertInto('chain_audits')
        .values({ audited_at: auditedAt, body: JSON.stringify(audit) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await database.deleteFrom('chain_audits').where('audited_at', '<', auditedAt).execute()
    },

    async lastAudit() {
      const row = await database
        .selectFrom('chain_audits')
        .select('body')
        .orderBy('audited_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.body
    },
  }
}
