// Debts to a pool and their uses, in memory.

import { invariant } from '#domain/invariant.ts'
import { micros, minMicros } from '#domain/money.ts'

import { check, type MemoryState, type StoredUse } from './memory-state.ts'

import type { RewardRows } from '#ports/reward-rows.ts'

type DebtMethods = 'insertDebt' | 'openDebts' | 'useDebt' | 'restoreDebts' | 'repayments'

/** Rows of the retailer's debts. */
export function debtRows(memory: MemoryState): Pick<RewardRows, DebtMethods> {
  const record = (use: StoredUse): string => {
    const debt = memory.debts.get(use.debtId)
    invariant(debt, 'a debt is incurred before it is used')
    const remainingMicros = micros(
      debt.remainingMicros + (use.kind === 'restored' ? use.micros : -use.micros),
    )
    check(use.micros > 0n, 'retailer_debt_uses')
    check(remainingMicros >= 0n && remainingMicros <= debt.micros, 'retailer_debts')
    memory.uses.push(use)
    memory.debts.set(use.debtId, { ...debt, remainingMicros })
    return debt.rewardId
  }
  return {
    insertDebt: (row) => {
      check(row.micros > 0n, 'retailer_debts')
      memory.debts.set(row.debtId, { ...row, remainingMicros: row.micros })
      return Promise.resolve()
    },

    openDebts: (programId, recommenderId, rewardId) => {
      const open = [...memory.debts.values()].filter(
        (one) =>
          one.programId === programId &&
          one.recommenderId === recommenderId &&
          one.remainingMicros > 0n &&
          (rewardId === undefined || one.rewardId === rewardId),
      )
      return Promise.resolve(
        open.toSorted((a, b) => a.incurredAt - b.incurredAt || (a.debtId < b.debtId ? -1 : 1)),
      )
    },

    useDebt: ({ debtId, kind, rewardId, micros: amount, batch }) =>
      Promise.resolve(record({ debtId, kind, rewardId, micros: amount, batch })),

    repayments: (debtorId) => {
      const sums = new Map<string, bigint>()
      for (const { debtId, kind, rewardId, micros: amount } of memory.uses) {
        if (memory.debts.get(debtId)?.rewardId !== debtorId || kind === 'cancelled') continue
        sums.set(rewardId, (sums.get(rewardId) ?? 0n) + (kind === 'netted' ? amount : -amount))
      }
      const rows = [...sums].map(([rewardId, sum]) => ({ rewardId, micros: micros(sum) }))
      return Promise.resolve(rows.filter((row) => row.micros > 0n))
    },

    restoreDebts: ({ programId, seq, attempt }, netted) => {
      const uses = memory.uses
        .filter(
          (one) =>
            one.kind === 'netted' &&
            one.rewardId === netted.rewardId &&
            one.batch?.seq === seq &&
            one.batch.attempt === attempt &&
            memory.debts.get(one.debtId)?.programId === programId,
        )
        .toReversed()
      const debtors: string[] = []
      let rest = netted.micros
      for (const use of uses) {
        const restored = minMicros(rest, use.micros)
        if (restored === 0n) break
        rest = micros(rest - restored)
        debtors.push(record({ ...use, kind: 'restored', micros: restored }))
      }
      return Promise.resolve(debtors)
    },
  }
}
