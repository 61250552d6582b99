// Brings the schema up to date: numbered migrations, forward only, each in a database transaction, under a lock.

import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'

import * as retailer from './migrations/0001-retailer.ts'
import * as recommender from './migrations/0002-recommender.ts'
import * as chain from './migrations/0003-chain.ts'
import * as chainBatches from './migrations/0004-chain-batches.ts'
import * as retailerLedger from './migrations/0005-retailer-ledger.ts'
import * as poolOwners from './migrations/0006-pool-owners.ts'
import * as attribution from './migrations/0007-attribution.ts'
import * as policies from './migrations/0008-policies.ts'
import * as misuse from './migrations/0009-misuse.ts'
import * as ways from './migrations/0010-ways.ts'
import * as stories from './migrations/0011-stories.ts'
import * as privacy from './migrations/0012-privacy.ts'
import * as metrics from './migrations/0013-metrics.ts'
import * as orderCredits from './migrations/0014-order-credits.ts'
import * as retailers from './migrations/0015-retailers.ts'
import * as orderClasses from './migrations/0016-order-classes.ts'
import * as unrewarded from './migrations/0017-unrewarded.ts'
import * as adapters from './migrations/0018-adapters.ts'
import * as pull from './migrations/0019-pull.ts'
import * as connections from './migrations/0020-connections.ts'
import * as countersign from './migrations/0021-countersign.ts'
import * as rateLimits from './migrations/0022-rate-limits.ts'
import * as outbound from './migrations/0024-outbound.ts'
import * as identity from './migrations/0023-identity.ts'
import * as withdrawals from './migrations/0025-withdrawals.ts'
import * as poolOffers from './migrations/0026-pool-offers.ts'
import * as doors from './migrations/0027-doors.ts'
import * as lists from './migrations/0028-lists.ts'
import * as rewardRefusals from './migrations/0030-reward-refusals.ts'
import * as pullsWithheld from './migrations/0031-pulls-withheld.ts'
import * as accounts from './migrations/0032-accounts.ts'

import type { Database } from './database.ts'

type MigrationModule = Migration & { readonly migrationName: string }

const migrations: readonly MigrationModule[] = [
  retailer,
  recommender,
  chain,
  chainBatches,
  retailerLedger,
  poolOwners,
  attribution,
  policies,
  misuse,
  ways,
  stories,
  privacy,
  metrics,
  orderCredits,
  retailers,
  orderClasses,
  unrewarded,
  adapters,
  pull,
  connections,
  countersign,
  rateLimits,
  outbound,
  identity,
  withdrawals,
  poolOffers,
  doors,
  lists,
  rewardRefusals,
  pullsWithheld,
  accounts,
]

/** Runs what has not been run yet; throws the first migration's error and leaves the schema as it was before it. */
export async function migrate(database: Database): Promise<void> {
  const provider: MigrationProvider = {
    getMigrations: () => Promise.resolve(Object.fromEntries(migrations.map((m) => [m.migrationName, m]))),
  }
  const { error } = await new Migrator({
    db: database,
    provider,
  }).migrateToLatest()
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('a migration failed', { cause: error })
}
