// The recommender's family behind its port: one database transaction, one person.

import { withDatabaseTransaction, type Database } from '../database.ts'
import { payeeBook } from './payee-book.ts'
import { accountRows } from './account-rows.ts'
import { passkeyRows } from './passkey-rows.ts'
import { payeeStatement } from './payee-statement.ts'
import { personRows } from './person-rows.ts'
import { projectionRows } from './projection-rows.ts'
import { sessionRows } from './session-rows.ts'
import { unrewardedRows } from './unrewarded-rows.ts'

import type { RecommenderStore } from '#ports/recommender-store.ts'

import type { Outbox } from '../outbox.ts'

/** A recommender store over PostgreSQL. */
export function createRecommenderStore(
  database: Database,
  outbox: Pick<Outbox, 'enqueue'>,
): RecommenderStore {
  return {
    transaction: (recommenderId, work) =>
      withDatabaseTransaction(database, (transaction) => {
        const scope = { transaction, recommenderId }
        return work({
          recommenderId,
          sessions: sessionRows(scope),
          passkeys: passkeyRows(scope),
          account: accountRows(scope),
          ...personRows(scope),
          ...projectionRows(scope),
          ...unrewardedRows(scope),
          ...payeeBook(scope),
          ...payeeStatement(scope),
          enqueue: (job) => outbox.enqueue(transaction, job),
        })
      }),
  }
}
