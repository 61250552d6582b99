// The reward histories take nothing back from a pool by asking for it, and end no program.

import type { ClosingRows, WithdrawalRows } from '#ports/withdrawal-rows.ts'

import { notInHistories } from './memory-state.ts'

export const noWithdrawals: WithdrawalRows = {
  insert: notInHistories,
  find: notInHistories,
  live: () => Promise.resolve([]),
  list: notInHistories,
  update: notInHistories,
}

export const noClosings: ClosingRows = {
  insert: notInHistories,
  find: () => Promise.resolve(undefined),
  open: () => Promise.resolve([]),
  setDone: notInHistories,
}
