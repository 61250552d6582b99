import { afterAll, beforeAll } from 'vitest'

import { describeSending } from '../../unit/app/sending/sending-suite.ts'
import { createPostgresStores, type PostgresStores } from './postgres-stores.ts'

let postgres: PostgresStores
beforeAll(async () => {
  postgres = await createPostgresStores()
})
afterAll(() => postgres.drop())

describeSending('PostgreSQL', (clock) => postgres.makeStores(clock))
