// The retailer's book and its batches, from final events of its pools; credits of a settled batch go to the payees'
// books, whoever's pool it was.

import { offerPool } from '../pools/offer-pool.ts'
import { parsePoolOpeningKey } from '../pools/open-pool.ts'
import { tellLowPool } from '../webhooks/tell-low-pool.ts'
import { applyBatchEvent, type BatchEvent } from './apply-batch-event.ts'
import { applyPoolWithdrawn, applyWithdrawalRequested } from './apply-withdrawal-event.ts'
import { eventInstant } from './event-instant.ts'
import { recordListsOf } from './record-lists.ts'

import type { LedgerEvent } from '#ports/chain.ts'
import type { RetailerEntry } from '#ports/journal-rows.ts'

import type { BookDeps } from './apply-events.ts'

export type PoolEvent = Extract<LedgerEvent, { readonly pool: number }>

/** Books an event of a pool; events of pools that no retailer here owns touch the payees' books only. */
export async function applyPoolEvent(deps: BookDeps, id: string, event: PoolEvent): Promise<void> {
  if (event.name === 'PoolOpened') return openedPool(deps, event)
  if (isBatchEvent(event)) {
    const lists = await recordListsOf(deps, id, event)
    return applyBatchEvent(deps, id, event, lists)
  }
  const retailerId = await deps.chainEvents.retailerOfPool(event.pool)
  if (retailerId === undefined) return
  if (event.name === 'Deposited') return moveMoney(deps, retailerId, id, event, 'deposited')
  if (event.name === 'PoolTransferStarted') return offered(deps, retailerId, event)
  if (event.name === 'OrderSignerSet') return setSigner(deps, retailerId, event)
  if (event.name === 'PoolTransferred') return handedOver(deps, retailerId, event)
  if (event.name === 'WithdrawalRequested') return applyWithdrawalRequested(deps, retailerId, event)
  return moveMoney(deps, retailerId, id, event, 'withdrawn')
}

function isBatchEvent(event: PoolEvent): event is BatchEvent {
  return (
    event.name === 'Committed' ||
    event.name === 'Amended' ||
    event.name === 'Vetoed' ||
    event.name === 'Settled'
  )
}

/** A pool belongs to the retailer whose chain transaction opened it, and to the owner that was asked for. */
async function openedPool(deps: BookDeps, event: Extract<PoolEvent, { name: 'PoolOpened' }>): Promise<void> {
  const opening = await deps.chainTransactions.findByHash(event.transactionHash)
  const asked = opening && parsePoolOpeningKey(opening.key)
  if (!asked) return
  await deps.chainEvents.assignPool(event.pool, asked.retailerId)
  const row = await deps.retailers.transaction(asked.retailerId, async (unit) => {
    const known = await unit.pools.find(asked.programId)
    if (known?.pool === undefined) await unit.pools.setNumber(asked.programId, event.pool)
    return known
  })
  if (row) await offerPool(deps, asked.retailerId, { ...row, pool: row.pool ?? event.pool })
}

/** Whoever it is offered to may take it; the offer of zero takes the one before back. */
async function offered(
  deps: BookDeps,
  retailerId: string,
  { pool, newOwner }: Extract<PoolEvent, { name: 'PoolTransferStarted' }>,
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    const row = await unit.pools.findByNumber(pool)
    if (row) await unit.pools.setOfferedTo(row.programId, BigInt(newOwner) === 0n ? undefined : newOwner)
  })
}

/** The owner has exchanged the order key: what the ledger takes from now on is proposed to whoever holds the new one. */
async function setSigner(
  deps: BookDeps,
  retailerId: string,
  { pool, orderSigner }: Extract<PoolEvent, { name: 'OrderSignerSet' }>,
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    const row = await unit.pools.findByNumber(pool)
    if (row) await unit.pools.setOrderSigner(row.programId, orderSigner)
  })
}

/** Somebody else owns the pool from here on: what withdrawals pay goes to them. Deposits name them from now on. */
async function handedOver(
  deps: BookDeps,
  retailerId: string,
  { pool, previousOwner, newOwner }: Extract<PoolEvent, { name: 'PoolTransferred' }>,
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    const row = await unit.pools.findByNumber(pool)
    if (row) await unit.pools.setOwner(row.programId, newOwner)
  })
  deps.log.warn('a pool was handed over to another owner', { pool, previousOwner, newOwner })
}

async function moveMoney(
  deps: BookDeps,
  retailerId: string,
  id: string,
  event: Extract<PoolEvent, { name: 'Deposited' | 'PoolWithdrawn' }>,
  kind: 'deposited' | 'withdrawn',
): Promise<void> {
  const accounts: Pick<RetailerEntry, 'debit' | 'credit'> =
    kind === 'deposited'
      ? { debit: 'available', credit: 'outside' }
      : { debit: 'outside', credit: 'available' }
  await deps.retailers.transaction(retailerId, async (unit) => {
    const row = await unit.pools.findByNumber(event.pool)
    if (!row) return
    const at = eventInstant(event)
    const recorded = await unit.journal.append({
      entryId: `${id}:0`,
      programId: row.programId,
      kind,
      ...accounts,
      micros: event.micros,
      chainTransaction: event.transactionHash,
      at,
    })
    if (recorded === 'recorded' && event.name === 'PoolWithdrawn') {
      await applyPoolWithdrawn(unit, row.programId, event)
      await tellLowPool(deps, unit, { pool: row, leftMicros: event.micros, at })
    }
  })
}
