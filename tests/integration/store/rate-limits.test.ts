// Counts of requests in PostgreSQL: two processes count together, nobody's address is kept, and a window ends.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#store/database.ts'
import { migrate } from '#store/migrate.ts'
import { createRateLimits } from '#store/rate-limits.ts'
import { queryDatabase } from '../../support/books.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const clock = { now: () => Date.UTC(2026, 10, 23) }
const key = new Uint8Array(32).fill(7)
const limit = { name: 'open', requests: 5, windowSeconds: 60 }

let created: TestDatabase
let databases: ReturnType<typeof openDatabase>[]

beforeAll(async () => {
  created = await createTestDatabase()
  databases = [1, 2].map(() => openDatabase({ connectionString: created.url }))
  const [first] = databases
  if (first) await migrate(first)
})

afterAll(async () => {
  for (const database of databases) await database.destroy()
  await created.drop()
})

function twoProcesses() {
  return databases.map((database) => createRateLimits(database, { clock, key }))
}

test('two processes count together, also at once: of ten requests five pass', async () => {
  const counters = twoProcesses()
  const counts = await Promise.all(
    Array.from({ length: 10 }, async (_, place) =>
      (counters[place % 2] as (typeof counters)[number]).count(limit, '192.0.2.1'),
    ),
  )
  expect(counts.filter(({ isAllowed }) => isAllowed)).toHaveLength(5)
  expect(counts.map(({ remaining }) => remaining).toSorted((a, b) => a - b)).toEqual([
    0, 0, 0, 0, 0, 0, 1, 2, 3, 4,
  ])
  // The first is over the limit for both; another address is not.
  const [one, other] = counters
  expect(await one?.count(limit, '192.0.2.1')).toMatchObject({ isAllowed: false, remaining: 0 })
  expect(await other?.count(limit, '192.0.2.2')).toMatchObject({ isAllowed: true, remaining: 4 })
})

test('an address stands nowhere in the store', async () => {
  const [counter] = twoProcesses()
  await counter?.count(limit, '198.51.100.23')
  const rows = await queryDatabase(created, 'select key from limits.requests')
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(String(row['key'])).toMatch(/^open:[0-9a-f]{32}$/)
})

test('a window ends: then it counts from one again', async () => {
  const [counter] = twoProcesses()
  for (let asked = 0; asked < 4; asked++) await counter?.count(limit, 'somebody')
  await queryDatabase(created, 'update limits.requests set expire = 0')
  expect(await counter?.count(limit, 'somebody')).toMatchObject({ isAllowed: true, remaining: 4 })
})

test('a store that cannot be reached is counted for by the process itself', async () => {
  const gone = openDatabase({ connectionString: created.url })
  await gone.destroy()
  const counter = createRateLimits(gone, { clock, key })
  const allowed = []
  for (let asked = 0; asked < 6; asked++) allowed.push((await counter.count(limit, 'one')).isAllowed)
  expect(allowed).toEqual([true, true, true, true, true, false])
})
