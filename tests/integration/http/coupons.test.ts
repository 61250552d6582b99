// Discount codes over HTTP: imported, asked for, found behind an order, never shown before the shop has them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHostileWorld, type HostileWorld, type Shop } from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'

let relayer: ServedRelayer
let shop: Shop
let other: Shop
let linkCode: string
let signInToken: string
let send: HostileWorld['send']

beforeAll(async () => {
  ;({ relayer, shop, other, linkCode, signInToken, send } = await makeHostileWorld())
})

afterAll(() => relayer?.stop())

const couponsPath = () => `/v1/programs/${shop.programId}/coupons`

async function post(path: string, body: object, key: string | null = shop.apiKey) {
  const response = await send('POST', path, { body: JSON.stringify(body), key: key ?? undefined })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function list(state: string, key = shop.apiKey) {
  const response = await send('GET', `${couponsPath()}?state=${state}`, { key })
  return (await response.json()) as { data: { code: string; state: string; link: string | null }[] }
}

describe('a list of discount codes', () => {
  test('is taken over, each code with what became of it', async () => {
    const saving = { kind: 'percent', bps: 1000 }
    const first = await post(couponsPath(), {
      coupons: [
        { code: 'Mia10', link: linkCode, saving },
        { code: 'ALL5' },
        { code: 'X', link: '2222222222222' },
      ],
      inShop: true,
    })
    expect(first).toEqual({
      status: 200,
      body: {
        data: [
          { code: 'Mia10', outcome: 'saved', state: 'valid' },
          { code: 'ALL5', outcome: 'saved', state: 'valid' },
          { code: 'X', outcome: 'refused', reason: 'names a link that is not one of this program' },
        ],
      },
    })
    const again = await post(couponsPath(), { coupons: [{ code: ' mia10', saving }], inShop: true })
    expect(again.body['data']).toEqual([{ code: 'mia10', outcome: 'unchanged', state: 'valid' }])
    expect((await list('valid')).data).toMatchObject([
      { code: 'ALL5', link: null, saving: null },
      { code: 'Mia10', link: linkCode, saving },
    ])
  })

  test('comes as a table too; a wrong cell is named by its line, and then nothing is taken over', async () => {
    const table = (body: string, query = '?inShop=false') =>
      send('POST', `${couponsPath()}/csv${query}`, {
        body,
        key: shop.apiKey,
        headers: { 'content-type': 'text/csv' },
      })
    const wrong = await table('code,link,percent\nTABLE1,,10\nTABLE2,,110\n')
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({
      code: 'input_invalid',
      facts: { fields: [{ field: '/lines/3/percent' }] },
    })
    expect((await table('code\nTABLE1', '')).status).toBe(400)
    expect((await list('asked')).data).toEqual([])

    const right = await table(`code;link;percent\nTABLE1;${linkCode};10\n`)
    expect(right.status).toBe(200)
    expect((await list('asked')).data).toMatchObject([{ code: 'TABLE1', link: linkCode, state: 'asked' }])
  })

  test('ends, and says so', async () => {
    const ended = await post(`${couponsPath()}/end`, { codes: ['all5', 'nothing'] })
    expect(ended.body['data']).toEqual([
      { code: 'all5', outcome: 'saved', state: 'ended' },
      { code: 'nothing', outcome: 'refused', reason: 'is not a code of this program' },
    ])
  })

  test("is nobody else's to read, fill or end", async () => {
    expect((await post(couponsPath(), { coupons: [{ code: 'A' }], inShop: true }, other.apiKey)).status).toBe(
      404,
    )
    expect((await send('GET', couponsPath(), { key: other.apiKey })).status).toBe(404)
    const ended = await post(`${couponsPath()}/end`, { codes: ['mia10'] }, other.apiKey)
    expect(ended.status).toBe(404)
  })
})

test('a person asks for a code of their own once, and the shop makes it valid', async () => {
  const person = { handle: 'Zoë_co', payee: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC' }
  const joined = await post(`/v1/programs/${shop.programId}/recommenders`, person, null)
  const token = joined.body['signInToken'] as string
  const asked = await post('/v1/coupons', { programId: shop.programId }, token)
  expect(asked).toEqual({
    status: 201,
    body: { code: expect.stringMatching(/^ZOECO-[2-9A-Z]{4}$/), state: 'asked' },
  })
  const again = await post('/v1/coupons', { programId: shop.programId }, token)
  expect(again.body).toEqual(asked.body)

  const made = await post(couponsPath(), { coupons: [{ code: asked.body['code'] }], inShop: true })
  expect(made.body['data']).toMatchObject([{ outcome: 'saved', state: 'valid' }])
  const after = await post('/v1/coupons', { programId: shop.programId }, token)
  expect(after.body).toEqual({ ...asked.body, state: 'valid' })
})

test('a person who has not joined asks in vain', async () => {
  expect((await post('/v1/coupons', { programId: other.programId }, signInToken)).status).toBe(404)
})
