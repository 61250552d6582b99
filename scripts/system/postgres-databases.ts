// Makes databases inside a running PostgreSQL.

import { Client } from 'pg'
import { invariant } from '#domain/invariant.ts'
import type { Postgres } from './postgres.ts'

/** PostgreSQL cuts longer names silently. */
const DATABASE_NAME = /^[a-z][a-z0-9_]{0,62}$/

/** Makes the database unless it exists, empty or as a copy of `template` (which nobody may be connected to). */
export async function createDatabase(
  postgres: Pick<Postgres, 'urlOf'>,
  { name, template = 'template1' }: { name: string; template?: string },
): Promise<{ status: 'created' | 'already-there'; url: string }> {
  invariant(DATABASE_NAME.test(name) && DATABASE_NAME.test(template), 'database names are lower-case words')
  const url = postgres.urlOf(name)
  const client = new Client({ connectionString: postgres.urlOf('postgres') })
  await client.connect()
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [name])
    if (known.rowCount) return { status: 'already-there', url }
    await client.query(`create database ${name} template ${template}`)
    return { status: 'created', url }
  } finally {
    await client.end()
  }
}

/** Drops the database, ending whatever is connected to it. */
export async function dropDatabase(
  postgres: Pick<Postgres, 'urlOf'>,
  { name }: { name: string },
): Promise<void> {
  invariant(DATABASE_NAME.test(name), 'database names are lower-case words')
  const client = new Client({ connectionString: postgres.urlOf('postgres') })
  await client.connect()
  try {
    await client.query(`drop database if exists ${name} with (force)`)
  } finally {
    await client.end()
  }
}
