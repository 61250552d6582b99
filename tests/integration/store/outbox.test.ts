// Jobs that wait for servers of shops: whoever never answers keeps nobody else waiting.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#store/database.ts'
import { startOutbox, type Outbox } from '#store/outbox.ts'
import { queryDatabase } from '../../support/books.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'

let testDatabase: TestDatabase
let database: Database
let outbox: Outbox

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ connectionString: testDatabase.url })
  outbox = await startOutbox({ connectionString: testDatabase.url, log })
})

afterAll(async () => {
  await outbox.stop()
  await database.destroy()
  await testDatabase.drop()
})

test.each(['send-webhook', 'pull-connection'] as const)(
  'a shop that never answers takes a few places of %s, and another shop is served',
  async (queue) => {
    const never = Promise.withResolvers<void>()
    const served: string[] = []
    let stuck = 0
    await outbox.work(queue, async ({ retailerId }) => {
      if (retailerId !== 'slow2') return void served.push(retailerId)
      stuck += 1
      await never.promise
    })
    const put = (retailerId: string, count: number) =>
      database.transaction().execute((transaction) =>
        outbox.enqueueAll(
          transaction,
          queue,
          Array.from({ length: count }, (_, i) => ({
            ...{ retailerId, deliveryId: `d${i}`, attempt: 1 },
            ...{ connectionId: `c${i}` },
          })),
        ),
      )
    try {
      await put('slow2', 120)
      await until('the slow shop to be waited for', () => stuck > 0)
      await put('quick', 3)
      await until('the other shop to be served', () => served.length === 3, { seen: () => ({ stuck }) })
      expect(stuck).toBeLessThanOrEqual(4)
    } finally {
      never.resolve()
    }
  },
)

test('a delivery whose job has failed for the last time is handed on, also by a queue of an earlier version', async () => {
  const data = { retailerId: 'poison', deliveryId: 'd' }
  await queryDatabase(
    testDatabase,
    `update pgboss.queue set dead_letter = null where name = 'process-delivery'`,
  )
  const upgraded = await startOutbox({ connectionString: testDatabase.url, log })
  try {
    await database
      .transaction()
      .execute((transaction) => upgraded.enqueue(transaction, { queue: 'process-delivery', data }))
    await queryDatabase(testDatabase, `update pgboss.job set retry_limit = 0 where name = 'process-delivery'`)
    const dead: unknown[] = []
    await upgraded.work('dead-delivery', (job) => Promise.resolve(void dead.push(job)))
    await upgraded.work('process-delivery', () => Promise.reject(new Error('poison')))
    await until('the delivery to be handed on', () => dead.length > 0)
    expect(dead).toEqual([data])
  } finally {
    await upgraded.stop()
  }
})
