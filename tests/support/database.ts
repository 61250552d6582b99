// A database of its own for a test file, copied from the migrated one in some 50 ms.

import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, dropDatabase } from '../../scripts/system/postgres-databases.ts'
import { TEMPLATE_DATABASE } from './run.ts'

export type TestDatabase = {
  /** Connection string for `pg`. */
  readonly url: string
  /** Ends what is connected and removes the database. */
  drop(): Promise<void>
}

/** Makes a migrated, empty database; call it in `beforeAll` and drop it in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const fault = inject('templateFault')
  if (fault) throw new Error(`The migrations do not run: ${fault}`)
  const server = { urlOf: testPostgresUrlOf }
  const name = `test_${randomBytes(6).toString('hex')}`
  const { url } = await createDatabase(server, { name, template: TEMPLATE_DATABASE })
  return { url, drop: () => dropDatabase(server, { name }) }
}

/** Connection string of a database on the run's PostgreSQL. */
export function testPostgresUrlOf(database: string): string {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${database}`
  return url.href
}
