// Idempotency-Keys on the real store: one effect each, however often and however simultaneously a request comes.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodBodies, makeHostileWorld, type HostileWorld, type Shop } from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'

let relayer: ServedRelayer
let shop: Shop
let other: Shop
let send: HostileWorld['send']

beforeAll(async () => {
  ;({ relayer, shop, other, send } = await makeHostileWorld())
})

afterAll(() => relayer?.stop())

async function ask(path: string, body: unknown, key: string, idempotencyKey: string) {
  const response = await send('POST', path, {
    body: JSON.stringify(body),
    key,
    headers: { 'idempotency-key': idempotencyKey },
  })
  return {
    status: response.status,
    replayed: response.headers.get('idempotency-replayed'),
    text: await response.text(),
  }
}

const rowsOf = async (table: string) => (await relayer.rowCounts())[table] ?? Number.NaN

describe('a request under one Idempotency-Key', () => {
  test('sent twice creates one thing and gives its secret twice', async () => {
    const before = await rowsOf('retailer_connections')
    const first = await ask('/v1/connections', goodBodies.connection, shop.apiKey, 'twice')
    const second = await ask('/v1/connections', goodBodies.connection, shop.apiKey, 'twice')
    expect(first).toMatchObject({ status: 201, replayed: null })
    expect(second).toEqual({ status: 201, replayed: 'true', text: first.text })
    expect(await rowsOf('retailer_connections')).toBe(before + 1)
  })

  test('sent twenty times at once creates one thing', async () => {
    const before = await rowsOf('retailer_connections')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask('/v1/connections', goodBodies.connection, shop.apiKey, 'crowd')),
    )
    const created = answers.filter(({ status }) => status === 201)
    expect(created.length).toBeGreaterThan(0)
    expect(new Set(created.map(({ text }) => text)).size).toBe(1)
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
    expect(await rowsOf('retailer_connections')).toBe(before + 1)
  })

  test('with another body is refused and creates nothing', async () => {
    await ask('/v1/connections', goodBodies.connection, shop.apiKey, 'changed')
    const before = await relayer.rowCounts()
    const changed = await ask(
      '/v1/connections',
      { ...goodBodies.connection, platform: 'shopify' },
      shop.apiKey,
      'changed',
    )
    expect(changed.status).toBe(422)
    expect(changed.text).toContain('idempotency_key_reused')
    expect(await relayer.rowCounts()).toEqual(before)
  })

  test('of another shop is another request', async () => {
    const mine = await ask('/v1/connections', goodBodies.connection, shop.apiKey, 'shared')
    const theirs = await ask('/v1/connections', goodBodies.connection, other.apiKey, 'shared')
    expect(theirs).toMatchObject({ status: 201, replayed: null })
    expect(theirs.text).not.toBe(mine.text)
  })

  test('that was refused can be sent again, mended', async () => {
    const path = `/v1/programs/${shop.programId}/pool`
    const refused = await ask(path, { ...goodBodies.pool, rewardCap: '9.99' }, shop.apiKey, 'mended')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('pool_terms_invalid')
    expect((await ask(path, goodBodies.pool, shop.apiKey, 'mended')).status).toBe(202)
  })
})
