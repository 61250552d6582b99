// A relayer on a database and a chain of its own, for suites that share it.

import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'

export type RunningRelayer = {
  readonly chain: TestChain
  readonly database: TestDatabase
  readonly relayer: TestRelayer
  readonly stop: () => Promise<void>
}

/** Starts all three. */
export async function runRelayer(): Promise<RunningRelayer> {
  const [chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  const relayer = await startRelayer({ chain, database })
  return {
    chain,
    database,
    relayer,
    async stop() {
      await relayer.stop()
      await Promise.all([chain.stop(), database.drop()])
    },
  }
}
