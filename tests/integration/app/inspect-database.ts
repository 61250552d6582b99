// Everything that PostgreSQL keeps of a history, in the shape that the checks of histories read.

import { micros } from '#domain/money.ts'
import { rewardRow } from '#store/retailer/reward-rows.ts'

import type { Database } from '#store/database.ts'
import type { Address, Hex } from 'viem'
import type { Inspection } from '../../unit/app/support/inspection.ts'

/** Reads what is kept of the one retailer in the database. */
export async function inspectDatabase(database: Database): Promise<Inspection> {
  return {
    ...(await readRewards(database)),
    ...(await readDebts(database)),
    ...(await readBatches(database)),
    ...(await readReductions(database)),
    ...(await readJournal(database)),
  }
}

async function readRewards(database: Database): Promise<Pick<Inspection, 'orders' | 'rewards' | 'changes'>> {
  const orders = await database.selectFrom('retailer_orders').select(['order_id', 'external_id']).execute()
  const rewards = await database.selectFrom('retailer_rewards').selectAll().orderBy('reward_id').execute()
  const changes = await database
    .selectFrom('retailer_reward_changes')
    .selectAll()
    .orderBy('change_no')
    .execute()
  return {
    orders: new Map(
      orders.map((row) => [row.order_id, { orderId: row.order_id, externalId: row.external_id }]),
    ),
    rewards: new Map(rewards.map((row) => [row.reward_id, rewardRow(row)])),
    changes: changes.map((row) => ({ rewardId: row.reward_id, kind: row.kind, micros: micros(row.micros) })),
  }
}

async function readDebts(database: Database): Promise<Pick<Inspection, 'debts' | 'uses'>> {
  const debts = await database.selectFrom('retailer_debts').selectAll().orderBy('debt_id').execute()
  const uses = await database.selectFrom('retailer_debt_uses').selectAll().orderBy('use_id').execute()
  return {
    debts: new Map(
      debts.map((row) => [
        row.debt_id,
        {
          debtId: row.debt_id,
          programId: row.program_id,
          recommenderId: row.recommender_id,
          rewardId: row.reward_id,
          micros: micros(row.micros),
          remainingMicros: micros(row.remaining_micros),
        },
      ]),
    ),
    uses: uses.map((row) => ({ debtId: row.debt_id, kind: row.kind, micros: micros(row.micros) })),
  }
}

type BatchKeyColumns = { readonly program_id: string; readonly seq: number; readonly attempt: number }

function batchName({ program_id, seq, attempt }: BatchKeyColumns): string {
  return `${program_id}:${seq}:${attempt}`
}

async function readBatches(database: Database): Promise<Pick<Inspection, 'batches' | 'records'>> {
  const batches = await database.selectFrom('retailer_batches').selectAll().orderBy('created_at').execute()
  const records = await database
    .selectFrom('retailer_records')
    .selectAll()
    .orderBy('seq')
    .orderBy('attempt')
    .execute()
  return {
    batches: new Map(
      batches.map((row) => [
        batchName(row),
        {
          pool: row.pool,
          seq: row.seq,
          attempt: row.attempt,
          state: row.state,
          records: row.records as Hex,
          deadlineSeconds: Number(row.deadline_seconds),
          maturesAtSeconds: row.matures_at_seconds === null ? null : Number(row.matures_at_seconds),
        },
      ]),
    ),
    records: new Map(
      records.map((row) => [
        `${batchName(row)}:${row.payee}:${row.tag}`,
        {
          programId: row.program_id,
          seq: row.seq,
          attempt: row.attempt,
          payee: row.payee as Address,
          tag: row.tag as Hex,
          rewardId: row.reward_id,
          earnedMicros: micros(row.earned_micros),
          nettedMicros: micros(row.netted_micros),
          micros: micros(row.micros),
          reducedMicros: micros(row.reduced_micros),
        },
      ]),
    ),
  }
}

async function readReductions(database: Database): Promise<Pick<Inspection, 'reductions' | 'amendments'>> {
  const reductions = await database
    .selectFrom('retailer_reductions')
    .selectAll()
    .orderBy('reduction_id')
    .execute()
  const amendments = await database
    .selectFrom('retailer_amendments')
    .selectAll()
    .orderBy('created_at')
    .execute()
  return {
    reductions: new Map(
      reductions.map((row) => [row.reduction_id, { state: row.state, micros: micros(row.micros) }]),
    ),
    amendments: new Map(
      amendments.map((row) => [`${batchName(row)}:${row.amendment_no}`, { state: row.state }]),
    ),
  }
}

async function readJournal(database: Database): Promise<Pick<Inspection, 'entries' | 'balances'>> {
  const entries = await database.selectFrom('retailer_journal').selectAll().orderBy('entry_id').execute()
  const balances = await database
    .selectFrom('retailer_journal_balances')
    .selectAll()
    .orderBy('account')
    .execute()
  return {
    entries: new Map(
      entries.map(({ entry_id, program_id, debit, credit, micros: amount }) => [
        entry_id,
        { programId: program_id, debit, credit, micros: micros(amount) },
      ]),
    ),
    balances: new Map(balances.map((row) => [`${row.program_id}:${row.account}`, micros(row.micros)])),
  }
}
