// How the schema is brought up to date, and how database transactions are run and run again.

import { Problem } from '#domain/problem.ts'
import { openDatabase, withDatabaseTransaction, type Database } from '#store/database.ts'
import { migrate } from '#store/migrate.ts'
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, dropDatabase } from '../../../scripts/system/postgres-databases.ts'
import { queryDatabase } from '../../support/books.ts'
import { createTestDatabase, testPostgresUrlOf, type TestDatabase } from '../../support/database.ts'

/** Times that a database transaction is tried. */
const ATTEMPTS = 8

let file: TestDatabase
let database: Database

beforeAll(async () => {
  file = await createTestDatabase()
  database = openDatabase({ connectionString: file.url })
  await sql`insert into recommender_people values ('ann', 'ann', '0xa', now()), ('bob', 'bob', '0xb', now())`.execute(
    database,
  )
})

afterAll(async () => {
  await database.destroy()
  await file.drop()
})

function refusedBy(state: string): Error {
  return Object.assign(new Error('could not serialize access'), { code: state })
}

describe('migrations', () => {
  test('that have run change nothing when they are run again', async () => {
    const columns = `select table_name, column_name, data_type from information_schema.columns
      where table_schema = 'public' order by 1, 2`
    const before = await queryDatabase(file, columns)
    await migrate(database)
    expect(await queryDatabase(file, columns)).toEqual(before)
    expect(await queryDatabase(file, 'select handle from recommender_people order by 1')).toEqual([
      { handle: 'ann' },
      { handle: 'bob' },
    ])
  })

  test('that two processes begin at once on an empty database run once', async () => {
    const server = { urlOf: testPostgresUrlOf }
    const name = `test_${randomBytes(6).toString('hex')}`
    const { url } = await createDatabase(server, { name })
    const both = [openDatabase({ connectionString: url }), openDatabase({ connectionString: url })]
    try {
      await Promise.all(both.map(migrate))
      const names = 'select name from kysely_migration order by 1'
      expect(await queryDatabase({ url }, names)).toEqual(await queryDatabase(file, names))
    } finally {
      for (const one of both) await one.destroy()
      await dropDatabase(server, { name })
    }
  })
})

describe('a database transaction', () => {
  test.each(['40001', '40P01'])('that lost a race (%s) is run again from the start', async (state) => {
    let runs = 0
    const result = await withDatabaseTransaction(database, async (transaction) => {
      runs++
      await transaction
        .updateTable('recommender_people')
        .set({ handle: `run ${runs}` })
        .where('recommender_id', '=', 'ann')
        .execute()
      if (runs < 3) throw refusedBy(state)
      return 'done'
    })
    expect([result, runs]).toEqual(['done', 3])
    const rows = await queryDatabase(
      file,
      `select handle from recommender_people where recommender_id = 'ann'`,
    )
    expect(rows).toEqual([{ handle: 'run 3' }])
  })

  test('that loses every race gives up with the last error', async () => {
    let runs = 0
    const running = withDatabaseTransaction(database, () => {
      runs++
      return Promise.reject(refusedBy('40001'))
    })
    await expect(running).rejects.toMatchObject({ code: '40001' })
    expect(runs).toBe(ATTEMPTS)
  })

  test('that fails for another reason is run once and leaves nothing', async () => {
    let runs = 0
    const running = withDatabaseTransaction(database, async (transaction) => {
      runs++
      await transaction
        .updateTable('recommender_people')
        .set({ handle: 'half' })
        .where('recommender_id', '=', 'bob')
        .execute()
      throw new Error('no')
    })
    await expect(running).rejects.toThrow('no')
    expect(runs).toBe(1)
    const rows = await queryDatabase(
      file,
      `select handle from recommender_people where recommender_id = 'bob'`,
    )
    expect(rows).toEqual([{ handle: 'bob' }])
  })

  test('that locks what another waits for, and the other way round, is untangled: both are done', async () => {
    const held = Promise.withResolvers<void>()
    let holders = 0
    const lock = async (first: string, second: string): Promise<void> => {
      await withDatabaseTransaction(database, async (transaction) => {
        const rename = (id: string) =>
          transaction
            .updateTable('recommender_people')
            .set({ handle: `${first} then ${second}` })
            .where('recommender_id', '=', id)
            .execute()
        await rename(first)
        if (++holders === 2) held.resolve()
        await held.promise
        await rename(second)
      })
    }
    await Promise.all([lock('ann', 'bob'), lock('bob', 'ann')])
    // One of them at least was tried again; on a busy machine PostgreSQL may end both.
    expect(holders).toBeGreaterThanOrEqual(3)
    const rows = await queryDatabase(file, 'select distinct handle from recommender_people')
    expect(rows).toHaveLength(1)
  })

  test.each([
    ['EPIPE', 'write EPIPE'],
    ['ECONNRESET', 'read ECONNRESET'],
    ['57P01', 'terminating connection due to administrator command'],
    ['08006', 'connection failure'],
  ])('whose connection breaks with %s is storage_unavailable', async (code, message) => {
    let runs = 0
    const running = withDatabaseTransaction(database, () => {
      runs++
      return Promise.reject(Object.assign(new Error(message), { code }))
    })
    await expect(running).rejects.toMatchObject({ name: 'Problem', code: 'storage_unavailable' })
    expect(runs).toBe(1)
  })

  test('without a database is storage_unavailable', async () => {
    const nowhere = openDatabase({ connectionString: 'postgresql://nobody@127.0.0.1:1/nothing' })
    const running = withDatabaseTransaction(nowhere, () => Promise.resolve())
    await expect(running).rejects.toBeInstanceOf(Problem)
    await expect(running).rejects.toMatchObject({ code: 'storage_unavailable' })
    await nowhere.destroy()
  })
})
