// The payee's book, from final chain events only, in PostgreSQL: credited → owed → paid, double entry, append-only.

import { micros, ZERO_MICROS, type Micros } from '#domain/money.ts'

import type { CreditRow, PayeeEntry, RecommenderUnit } from '#ports/recommender-store.ts'
import type { Hex } from 'viem'

import type { Selectable } from 'kysely'

import type { PayeeAccount, RecommenderTables } from '../tables/recommender.ts'
import type { RecommenderScope } from './scope.ts'

type BookMethods = 'credit' | 'credits' | 'creditsCovered' | 'payment' | 'payments' | 'balances'

/** Kinds of entries that move owed to paid. */
const PAYMENT_KINDS = ['paid', 'withdrawn'] as const

/** The payee's book of one person. */
export function payeeBook(scope: RecommenderScope): Pick<RecommenderUnit, BookMethods> {
  return {
    ...creditRows(scope),
    ...paymentRows(scope),
    balances: () => balances(scope),
  }
}

function creditRows(scope: RecommenderScope): Pick<RecommenderUnit, 'credit' | 'credits' | 'creditsCovered'> {
  const { transaction, recommenderId } = scope
  const credits = () =>
    transaction.selectFrom('recommender_credits').selectAll().where('recommender_id', '=', recommenderId)

  return {
    async credit(row) {
      const recorded = await append(
        scope,
        { ...row, entryId: row.creditId, kind: 'credited' },
        'owed',
        'credited',
      )
      if (recorded === 'already-recorded') return recorded
      const last = await credits().orderBy('position', 'desc').limit(1).executeTakeFirst()
      await transaction
        .insertInto('recommender_credits')
        .values({
          recommender_id: recommenderId,
          credit_id: row.creditId,
          position: (last?.position ?? 0n) + 1n,
          pool: row.pool,
          seq: row.seq,
          tag: row.tag,
          micros: row.micros,
          cumulative_micros: (last?.cumulative_micros ?? 0n) + row.micros,
          at: new Date(row.at),
        })
        .execute()
      return recorded
    },

    async credits(): Promise<readonly CreditRow[]> {
      return (await credits().orderBy('position').execute()).map(creditRow)
    },

    async creditsCovered({ after, upTo, limit }) {
      const rows = await credits()
        .where('cumulative_micros', '>', after)
        .where('cumulative_micros', '<=', upTo)
        .orderBy('position')
        .limit(limit)
        .execute()
      return rows.map(creditRow)
    },
  }
}

function creditRow(row: Selectable<RecommenderTables['recommender_credits']>): CreditRow {
  return {
    creditId: row.credit_id,
    pool: row.pool,
    seq: row.seq,
    tag: row.tag as Hex,
    micros: micros(row.micros),
    cumulativeMicros: micros(row.cumulative_micros),
  }
}

function paymentRows(scope: RecommenderScope): Pick<RecommenderUnit, 'payment' | 'payments'> {
  const { transaction, recommenderId } = scope
  return {
    payment: (entry) => append(scope, entry, 'paid', 'owed'),

    async payments(limit): Promise<readonly PayeeEntry[]> {
      const rows = await transaction
        .selectFrom('recommender_journal')
        .selectAll()
        .where('recommender_id', '=', recommenderId)
        .where('kind', 'in', [...PAYMENT_KINDS])
        .orderBy('at', 'desc')
        .orderBy('entry_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        entryId: row.entry_id,
        kind: row.kind as PayeeEntry['kind'],
        micros: micros(row.micros),
        chainTransaction: row.chain_transaction as Hex,
        at: row.at.getTime(),
      }))
    },
  }
}

async function append(
  scope: RecommenderScope,
  entry: PayeeEntry,
  debit: PayeeAccount,
  credit: PayeeAccount,
): Promise<'recorded' | 'already-recorded'> {
  const { transaction, recommenderId } = scope
  const result = await transaction
    .insertInto('recommender_journal')
    .values({
      recommender_id: recommenderId,
      entry_id: entry.entryId,
      kind: entry.kind,
      debit,
      credit,
      micros: entry.micros,
      chain_transaction: entry.chainTransaction,
      at: new Date(entry.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (result.numInsertedOrUpdatedRows !== 1n) return 'already-recorded'
  await move(scope, debit, entry.micros)
  await move(scope, credit, micros(-entry.micros))
  return 'recorded'
}

async function move(
  { transaction, recommenderId }: RecommenderScope,
  account: PayeeAccount,
  amount: Micros,
): Promise<void> {
  await transaction
    .insertInto('recommender_journal_balances')
    .values({ recommender_id: recommenderId, account, micros: amount })
    .onConflict((conflict) =>
      conflict.columns(['recommender_id', 'account']).doUpdateSet((eb) => ({
        micros: eb('recommender_journal_balances.micros', '+', amount),
      })),
    )
    .execute()
}

async function balances({
  transaction,
  recommenderId,
}: RecommenderScope): Promise<Awaited<ReturnType<RecommenderUnit['balances']>>> {
  const rows = await transaction
    .selectFrom('recommender_journal_balances')
    .select(['account', 'micros'])
    .where('recommender_id', '=', recommenderId)
    .execute()
  const of = (account: PayeeAccount): Micros =>
    micros(rows.find((row) => row.account === account)?.micros ?? ZERO_MICROS)
  return {
    creditedMicros: micros(-of('credited')),
    owedMicros: of('owed'),
    paidMicros: of('paid'),
  }
}
