// Closes a batch: rewards that wait become records, bound by evidence, countersigned by the order key or proposed to the
// retailer that holds it. Saved before anything is sent; a commit that is sent twice is one commit.

import { HOUR_SECONDS, SECOND_MS } from '#domain/time.ts'

import { isCountersigned } from '../pools/managed-keys.ts'
import { signBatch } from './sign-batch.ts'

import type { PoolState } from '#ports/chain.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/**
 * How long a signed batch may still be carried to the ledger, in seconds: an hour, long enough for an outage of the chain, short
 * enough that rewards which could not be reserved are soon signed anew.
 */
const COMMIT_DEADLINE_SECONDS = HOUR_SECONDS

/**
 * The same for a batch that is proposed to the retailer's own order key, in seconds: six hours. Whoever signs once a day
 * finds a proposal whenever they look, since one that lapses is made anew; and no longer than that is an order that was
 * signed, and then not carried, kept from being signed again.
 */
const PROPOSAL_DEADLINE_SECONDS = 6 * HOUR_SECONDS

/** Batches of one pool that wait for finality at one time: a chain that does not become final gets no more. */
const UNFINISHED_MAX = 16

export type CloseBatchDeps = Pick<
  AppDeps,
  | 'retailers'
  | 'clock'
  | 'chainClock'
  | 'chainReader'
  | 'chainIdentity'
  | 'random'
  | 'sealer'
  | 'macs'
  | 'keys'
  | 'log'
  | 'settings'
>

type CloseBatchInput = {
  readonly retailerId: string
  readonly programId: string
  readonly pool: number
}

/**
 * Signs the pool's next batch when its first reward has waited long enough or it is full, as far as the pool and its
 * rate limit reach, first in first out. One batch of a pool is on its way into a block at a time.
 */
export async function closeBatch(
  deps: CloseBatchDeps,
  { retailerId, programId, pool }: CloseBatchInput,
): Promise<'closed' | 'nothing-to-do'> {
  const due = await deps.retailers.transaction(retailerId, (unit) => isDue(deps, unit, programId))
  const chainNowSeconds = deps.chainClock.nowSeconds()
  if (!due || chainNowSeconds === undefined) return 'nothing-to-do'
  const poolState = await deps.chainReader.pool(pool)
  if (!poolState) return 'nothing-to-do'

  return deps.retailers.transaction(retailerId, async (unit) => {
    await unit.pools.lock(programId)
    const row = await unit.pools.find(programId)
    if (!row || !(await isDue(deps, unit, programId))) return 'nothing-to-do'
    if (!(await isNextFree(deps, unit, row, poolState))) return 'nothing-to-do'
    return signBatch(deps, unit, {
      row,
      pool,
      poolState,
      deadlineSeconds:
        chainNowSeconds + (isCountersigned(row) ? PROPOSAL_DEADLINE_SECONDS : COMMIT_DEADLINE_SECONDS),
    })
  })
}

/**
 * Whether the ledger's next number is free: every signed batch is mined, though not final yet, and the node is not
 * behind the books. A batch on the ledger that is not in the store means that rewards which wait here may have been
 * reserved there: nothing is signed for the pool then, rather than twice. A reorg brings mined batches back in their order, since their bytes and nonces are kept.
 */
async function isNextFree(
  deps: Pick<CloseBatchDeps, 'log'>,
  unit: RetailerUnit,
  row: PoolRow,
  poolState: PoolState,
): Promise<boolean> {
  const last = poolState.nextSeq - 1
  const known =
    last === 0 || (await unit.batches.attempts(row.programId, last)).some((one) => one.state !== 'dead')
  if (!known) {
    deps.log.error(
      'the ledger holds a batch that this store has never signed: it was restored, or the order key is used elsewhere',
      {
        pool: row.pool,
        seq: last,
      },
    )
    return false
  }
  const signed = await unit.batches.inStates(row.programId, ['signed'])
  if (signed.length >= UNFINISHED_MAX || signed.some((batch) => batch.seq >= poolState.nextSeq)) return false
  return poolState.nextSeq >= row.nextSeq
}

async function isDue(
  { clock, settings }: Pick<CloseBatchDeps, 'clock' | 'settings'>,
  unit: RetailerUnit,
  programId: string,
): Promise<boolean> {
  const [oldest] = await unit.rewards.waiting(programId, clock.now(), 1)
  if (oldest?.waitingSince === undefined || oldest.waitingSince === null) return false
  if (clock.now() - oldest.waitingSince >= settings.batchMaxAgeSeconds * SECOND_MS) return true
  // Counting all programs first is cheap and mostly enough; rows are read only when a full batch is possible.
  if ((await unit.rewards.countWaiting()) < settings.batchMaxRewards) return false
  const line = await unit.rewards.waiting(programId, clock.now(), settings.batchMaxRewards)
  return line.length >= settings.batchMaxRewards
}
