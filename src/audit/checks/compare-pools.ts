// Holds the pools that the logs lead to against the pools that the ledger stores.

import { checkNames } from '../check-names.ts'
import { readMany, readPoolCount, type LedgerAt } from '../chain/ledger-views.ts'
import type { ChainReader } from '../chain/reader.ts'
import { lower } from '../ledger-log.ts'
import type { Replay } from '../replay/context.ts'
import type { PoolState } from '../state.ts'
import { check } from '../tally.ts'

type StoredPool = Awaited<ReturnType<typeof readMany<'getPool'>>>[number]

/** Every field of every pool, and their number. */
export async function comparePools(
  reader: ChainReader,
  { state, tally }: Replay,
  at: LedgerAt,
): Promise<void> {
  const storedCount = await readPoolCount(reader, at)
  check(tally, checkNames.storedPools, storedCount === state.pools.size, () => ({
    block: at.block,
    expected: `${state.pools.size} pools`,
    found: `${storedCount} pools`,
    sentence: 'The ledger stores another number of pools than were opened.',
  }))
  const pools = [...state.pools.values()].filter(({ id }) => id >= 1 && id <= storedCount)
  const answers = await readMany(
    reader,
    at,
    'getPool',
    pools.map(({ id }) => [id] as const),
  )
  for (const [index, pool] of pools.entries()) {
    const stored = answers[index]
    if (stored) comparePool(tally, pool, stored, at.block)
  }
}

function comparePool(tally: Replay['tally'], pool: PoolState, stored: StoredPool, block: number): void {
  const lastSeq = stored.nextSeq - 1
  check(tally, checkNames.logsWhole, pool.nextSeq === stored.nextSeq, () => ({
    pool: pool.id,
    seq: pool.nextSeq,
    block,
    expected: `Committed logs up to batch ${lastSeq}`,
    found: `Committed logs up to batch ${pool.nextSeq - 1}`,
    sentence: `The Committed log of batch ${pool.nextSeq} of pool ${pool.id} is missing: the ledger stores it as committed.`,
  }))
  for (const [field, replayed, found] of fieldsOf(pool, stored)) {
    check(tally, checkNames.storedPools, replayed === found, () => ({
      pool: pool.id,
      block,
      expected: `${field} ${replayed}`,
      found: `${field} ${found}`,
      sentence: `Pool ${pool.id} stores another ${field} than its logs lead to.`,
    }))
  }
}

type Field = readonly [name: string, replayed: string, stored: string]

function fieldsOf(pool: PoolState, stored: StoredPool): Field[] {
  const field = (
    name: string,
    replayed: bigint | number | string,
    found: bigint | number | string,
  ): Field => [name, String(replayed), String(found)]
  const money = [
    field('available', pool.availableMicros, stored.availableMicros),
    field('reserved', pool.reservedMicros, stored.reservedMicros),
    field('requested withdrawal', pool.request.micros, stored.requestMicros),
    field('deposits since the request', pool.request.depositedMicros, stored.requestDepositedMicros),
    field('request’s ready instant', pool.request.readyAt, stored.requestReadyAt),
  ]
  const { terms } = pool
  // Without its PoolOpened log nothing is known of a pool's terms, which was reported where it was first used.
  if (!terms) return money
  return [
    ...money,
    field('owner', pool.owner, lower(stored.owner)),
    field('pending owner', pool.pendingOwner, lower(stored.pendingOwner)),
    field('order signer', pool.orderSigner, lower(stored.orderSigner)),
    field('minimum hold', terms.minHoldSeconds, stored.minHoldSeconds),
    field('reward cap', terms.rewardCapMicros, stored.rewardCapMicros),
    field('rate capacity', terms.rateCapacityMicros, stored.rateCapacityMicros),
    field('rate a day', terms.rateMicrosPerDay, stored.rateMicrosPerDay),
    field('rate level', pool.rateLevelMicros, stored.rateLevelMicros),
    field('rate instant', pool.rateUpdatedAt, stored.rateUpdatedAt),
  ]
}
