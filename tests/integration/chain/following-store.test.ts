import { afterAll, beforeAll } from 'vitest'

import { describeFollowing } from '../../unit/app/following/following-suite.ts'
import { createPostgresStores, type PostgresStores } from './postgres-stores.ts'

let postgres: PostgresStores
beforeAll(async () => {
  postgres = await createPostgresStores()
})
afterAll(() => postgres.drop())

describeFollowing('PostgreSQL', (clock) => postgres.makeStores(clock))
