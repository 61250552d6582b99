// Final chain events become book entries: each event once, in log order. The books never run ahead of the chain.

import { applyPayeeEvent } from './apply-payee-event.ts'
import { applyPoolEvent } from './apply-pool-event.ts'

import type { FinalEvent } from '#ports/chain-events.ts'

import type { AppDeps } from '../deps.ts'

/** Events applied in one go; more wait for the next. */
const EVENTS_AT_ONCE = 200

export type BookDeps = Pick<
  AppDeps,
  | 'retailers'
  | 'recommenders'
  | 'chainEvents'
  | 'chainBooks'
  | 'chainTransactions'
  | 'calls'
  | 'clock'
  | 'random'
  | 'log'
>

/** Applies the oldest final events; returns how many. Safe to repeat after a crash at any point. */
export async function applyEvents(deps: BookDeps): Promise<number> {
  const events = await deps.chainEvents.nextFinal(EVENTS_AT_ONCE)
  for (const event of events) {
    await applyEvent(deps, event)
    await deps.chainEvents.markApplied([event.id])
  }
  return events.length
}

async function applyEvent(deps: BookDeps, { id, event }: FinalEvent): Promise<void> {
  switch (event.name) {
    case 'PoolOpened':
    case 'OrderSignerSet':
    case 'PoolTransferStarted':
    case 'PoolTransferred':
    case 'Deposited':
    case 'Committed':
    case 'Amended':
    case 'Vetoed':
    case 'Settled':
    case 'WithdrawalRequested':
    case 'PoolWithdrawn':
      return applyPoolEvent(deps, id, event)
    case 'Pushed':
    case 'Paid':
    case 'Withdrawn':
    case 'PayDeferred':
    case 'MinimumPayoutSet':
      return applyPayeeEvent(deps, id, event)
    default:
      return event satisfies never
  }
}
