// How far a connection has been read, on PostgreSQL.

import { openDatabase, type Database } from '#store/database.ts'
import { createRetailerStore } from '#store/retailer/retailer-store.ts'
import type { RetailerStore } from '#ports/retailer-store.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const RETAILER = 'shap2'
const connectionId = `${RETAILER}${'c'.repeat(16)}`

let file: TestDatabase
let database: Database
let retailers: RetailerStore

beforeAll(async () => {
  file = await createTestDatabase()
  database = openDatabase({ connectionString: file.url })
  const outbox = {
    enqueue: () => Promise.resolve(),
    enqueueAll: () => Promise.resolve(),
    work: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
  retailers = createRetailerStore(database, outbox)
  await retailers.transaction(RETAILER, ({ programs }) =>
    programs.insertConnection({
      connectionId,
      platform: 'shopify',
      currency: 'USD',
      secretSealed: Uint8Array.of(1),
      previousSecretSealed: null,
      previousSecretUntil: null,
      isSecretPasted: false,
      closedAt: null,
      createdAt: 0,
    }),
  )
})

afterAll(async () => {
  await database.destroy()
  await file.drop()
})

test('other credentials begin the window anew: a page of another shop leads nowhere', async () => {
  const cursor = { since: 1_000, newest: 2_000, place: 'page-of-the-first-shop' }
  const claimed = await retailers.transaction(RETAILER, async ({ pulls }) => {
    await pulls.save({ connectionId, credentialsSealed: Uint8Array.of(1), now: 5_000 })
    await pulls.claim(connectionId, { token: 'a', now: 5_000, until: 9_000 })
    const progress = { cursor, messages: 3, at: 5_000, isCaughtUp: false, until: 9_000 }
    const held = { connectionId, token: 'a' }
    expect(await pulls.advance(held, { ...progress, withheld: 'Not its disputes.' })).toBe(true)
    // What nobody asked for stays as it was.
    await pulls.advance(held, progress)
    expect((await pulls.state(connectionId))?.withheld).toBe('Not its disputes.')
    await pulls.advance(held, { ...progress, withheld: null })
    expect((await pulls.state(connectionId))?.withheld).toBeNull()
    await pulls.save({ connectionId, credentialsSealed: Uint8Array.of(2), now: 6_000 })
    return pulls.claim(connectionId, { token: 'b', now: 6_000, until: 9_000 })
  })
  expect(claimed?.credentialsSealed).toEqual(Buffer.of(2))
  expect(claimed?.cursor).toEqual({ ...cursor, place: null })
})
