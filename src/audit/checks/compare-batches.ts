// Holds every batch against its stored slot: when it matures, and the hash over its records and amended sums.

import { checkNames } from '../check-names.ts'
import { readMany, type LedgerAt } from '../chain/ledger-views.ts'
import type { ChainReader } from '../chain/reader.ts'
import type { Replay } from '../replay/context.ts'
import { check } from '../tally.ts'

/** A hash that fits says that no byte of the records and no amended sum differs from what the ledger was given. */
export async function compareBatches(
  reader: ChainReader,
  { state, tally }: Replay,
  at: LedgerAt,
): Promise<void> {
  for (const pool of state.pools.values()) {
    const batches = [...pool.batches.values()].filter(({ status }) => status !== 'missing')
    const answers = await readMany(
      reader,
      at,
      'getBatch',
      batches.map(({ seq }) => [pool.id, seq] as const),
    )
    for (const [index, { seq, status, maturesAt, batchHash }] of batches.entries()) {
      const [storedMaturesAt, storedHash] = answers[index] ?? []
      const expectedMaturesAt = status === 'open' ? maturesAt : 0
      check(tally, checkNames.storedBatches, storedMaturesAt === expectedMaturesAt, () => ({
        pool: pool.id,
        seq,
        block: at.block,
        expected: `maturity ${expectedMaturesAt}, the batch being ${status}`,
        found: `maturity ${storedMaturesAt}`,
        sentence: `The ledger stores another state of batch ${seq} of pool ${pool.id} than the logs lead to.`,
      }))
      check(tally, checkNames.creditsExact, storedHash === batchHash, () => ({
        pool: pool.id,
        seq,
        block: at.block,
        expected: batchHash,
        found: `${storedHash}`,
        sentence: `The records or reductions logged for batch ${seq} of pool ${pool.id} are not those that the ledger stored.`,
      }))
    }
  }
}
