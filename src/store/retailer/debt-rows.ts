// Debts to the pool and what is netted against them, in PostgreSQL.

import { micros, minMicros, ZERO_MICROS } from '#domain/money.ts'

import type { RewardRows } from '#ports/reward-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Open debts of one person at one pool that are looked at in one batch; older ones come first. */
const OPEN_DEBTS_MAX = 1000

/** Rows of the retailer's debts. */
export function debtRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<RewardRows, 'insertDebt' | 'openDebts' | 'useDebt' | 'restoreDebts' | 'repayments'> {
  return {
    async insertDebt(row) {
      await transaction
        .insertInto('retailer_debts')
        .values({
          retailer_id: retailerId,
          debt_id: row.debtId,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          reward_id: row.rewardId,
          micros: row.micros,
          remaining_micros: row.micros,
          incurred_at: new Date(row.incurredAt),
          lapses_at: new Date(row.lapsesAt),
        })
        .execute()
    },

    async openDebts(programId, recommenderId, rewardId) {
      let query = transaction
        .selectFrom('retailer_debts')
        .select(['debt_id', 'remaining_micros', 'lapses_at'])
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('recommender_id', '=', recommenderId)
        .where('remaining_micros', '>', 0n)
      if (rewardId !== undefined) query = query.where('reward_id', '=', rewardId)
      const rows = await query.orderBy('incurred_at').orderBy('debt_id').limit(OPEN_DEBTS_MAX).execute()
      return rows.map((row) => ({
        debtId: row.debt_id,
        remainingMicros: micros(row.remaining_micros),
        lapsesAt: row.lapses_at.getTime(),
      }))
    },

    async useDebt(row) {
      await transaction
        .insertInto('retailer_debt_uses')
        .values({
          retailer_id: retailerId,
          debt_id: row.debtId,
          use_id: row.useId,
          kind: row.kind,
          reward_id: row.rewardId,
          micros: row.micros,
          seq: row.batch?.seq ?? null,
          attempt: row.batch?.attempt ?? null,
          at: new Date(row.at),
        })
        .execute()
      const debt = await transaction
        .updateTable('retailer_debts')
        .set((eb) => ({
          remaining_micros: eb('remaining_micros', '-', row.micros),
        }))
        .where('retailer_id', '=', retailerId)
        .where('debt_id', '=', row.debtId)
        .returning('reward_id')
        .executeTakeFirstOrThrow()
      return debt.reward_id
    },

    async repayments(rewardId) {
      const uses = await transaction
        .selectFrom('retailer_debt_uses as use')
        .innerJoin('retailer_debts as debt', (join) =>
          join.onRef('debt.retailer_id', '=', 'use.retailer_id').onRef('debt.debt_id', '=', 'use.debt_id'),
        )
        .select(['use.reward_id', 'use.kind', 'use.micros'])
        .where('use.retailer_id', '=', retailerId)
        .where('debt.reward_id', '=', rewardId)
        .where('use.kind', 'in', ['netted', 'restored'])
        .execute()
      return repaymentsOf(uses.map((use) => ({ ...use, rewardId: use.reward_id })))
    },

    async restoreDebts({ programId, seq, attempt }, netted, at) {
      const uses = await transaction
        .selectFrom('retailer_debt_uses as use')
        .innerJoin('retailer_debts as debt', (join) =>
          join.onRef('debt.retailer_id', '=', 'use.retailer_id').onRef('debt.debt_id', '=', 'use.debt_id'),
        )
        .select(['use.debt_id', 'use.use_id', 'use.micros', 'debt.reward_id as debtor'])
        .where('use.retailer_id', '=', retailerId)
        .where('debt.program_id', '=', programId)
        .where('use.kind', '=', 'netted')
        .where('use.reward_id', '=', netted.rewardId)
        .where('use.seq', '=', seq)
        .where('use.attempt', '=', attempt)
        .orderBy('debt.incurred_at', 'desc')
        .orderBy('debt.debt_id', 'desc')
        .execute()
      const debtors: string[] = []
      let rest = netted.micros
      for (const use of uses) {
        const restored = minMicros(rest, micros(use.micros))
        if (restored === ZERO_MICROS) break
        rest = micros(rest - restored)
        debtors.push(use.debtor)
        await transaction
          .insertInto('retailer_debt_uses')
          .values({
            retailer_id: retailerId,
            debt_id: use.debt_id,
            use_id: `${use.use_id}-restored`,
            kind: 'restored',
            reward_id: netted.rewardId,
            micros: restored,
            seq,
            attempt,
            at: new Date(at),
          })
          .execute()
        await transaction
          .updateTable('retailer_debts')
          .set((eb) => ({
            remaining_micros: eb('remaining_micros', '+', restored),
          }))
          .where('retailer_id', '=', retailerId)
          .where('debt_id', '=', use.debt_id)
          .execute()
      }
      return debtors
    },
  }
}

/** Netted less restored, by the reward that gave. */
function repaymentsOf(
  uses: readonly { readonly rewardId: string; readonly kind: string; readonly micros: bigint }[],
) {
  return [...Map.groupBy(uses, (use) => use.rewardId)]
    .map(([rewardId, own]) => ({
      rewardId,
      micros: micros(own.reduce((sum, use) => sum + (use.kind === 'netted' ? use.micros : -use.micros), 0n)),
    }))
    .filter((one) => one.micros > 0n)
}
