// The chain stores on a database of their own, for the suites that also run in memory.

import type { Leases } from '#ports/leases.ts'
import { createChainEvents } from '#store/chain/chain-events.ts'
import { createChainPins } from '#store/chain/chain-pins.ts'
import { createChainTransactions } from '#store/chain/chain-transactions.ts'
import { createFollowingStore } from '#store/chain/following-store.ts'
import { createLeases } from '#store/chain/leases.ts'
import { createSendingStore } from '#store/chain/sending-store.ts'
import { openDatabase, type Database } from '#store/database.ts'
import { sql } from 'kysely'

import { createTestDatabase } from '../../support/database.ts'
import type { MakeStores } from '../../unit/app/sending/sending-world.ts'

/** Most events a suite makes. */
const ALL_EVENTS = 100

export type PostgresStores = { readonly makeStores: MakeStores; readonly drop: () => Promise<void> }

/** One database for a test file; every `makeStores` begins with empty tables. */
export async function createPostgresStores(): Promise<PostgresStores> {
  const testDatabase = await createTestDatabase()
  const database = openDatabase({ connectionString: testDatabase.url })
  return {
    makeStores: async (clock) => {
      await emptyTables(database)
      const events = createChainEvents(database, clock)
      const opened: Leases[] = []
      return {
        sending: createSendingStore(database),
        transactions: createChainTransactions(database, clock),
        following: createFollowingStore(database),
        pins: createChainPins(database),
        events: async () => {
          const final = await events.nextFinal(ALL_EVENTS)
          return [...final.map(({ event }) => event), ...(await events.seenNotFinal())]
        },
        newLeases: () => {
          const leases = createLeases({ connectionString: testDatabase.url })
          opened.push(leases)
          return leases
        },
        steal: async (lease) => {
          await database
            .updateTable('chain_leaders')
            .set((row) => ({ fence: row('fence', '+', 1n) }))
            .where('lease', '=', lease)
            .execute()
        },
        close: async () => {
          for (const leases of opened) await leases.close()
        },
      }
    },
    drop: async () => {
      await database.destroy()
      await testDatabase.drop()
    },
  }
}

async function emptyTables(database: Database): Promise<void> {
  await sql`truncate chain_identity, chain_blocks, chain_events, chain_transactions, chain_nonces, chain_leaders`.execute(
    database,
  )
}
