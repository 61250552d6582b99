// Connections over HTTP: made, checked, given another secret, closed; and nobody else's.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { signStandard, standardPaid } from '../../support/webhooks.ts'
import { makeHostileWorld, type HostileWorld, type Shop } from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'

let relayer: ServedRelayer
let shop: Shop
let other: Shop
let send: HostileWorld['send']

beforeAll(async () => {
  ;({ relayer, shop, other, send } = await makeHostileWorld())
})

afterAll(() => relayer?.stop())

type Json = Record<string, unknown>

async function ask(method: 'GET' | 'POST', path: string, body: object = {}, key = shop.apiKey) {
  const response = await send(method, path, {
    key,
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: (await response.json()) as Json }
}

type Made = { readonly connectionId: string; readonly secret: string; readonly webhookUrl: string }

async function connect(): Promise<Made> {
  const { status, body } = await ask('POST', '/v1/connections', { platform: 'standard', currency: 'USD' })
  expect(status).toBe(201)
  return body as Made
}

let orders = 0

/** Delivers a paid order signed with `secret`; the status of the answer. */
async function deliver({ connectionId }: Made, secret: string): Promise<number> {
  const delivery = standardPaid({ id: `C-${(orders += 1)}`, subtotal: '20.00' })
  const response = await fetch(`${relayer.url}/hooks/standard/${connectionId}`, {
    method: 'POST',
    headers: signStandard(delivery, secret),
    body: delivery.body,
  })
  return response.status
}

const missing = (body: Json) => (body['missing'] as { gap: string }[]).map(({ gap }) => gap)

test('a connection is listed and says what to do on its platform, without its secret', async () => {
  const made = await connect()
  expect(made).toMatchObject({ webhookUrl: `http://vouch.test/hooks/standard/${made.connectionId}` })
  const listed = await ask('GET', '/v1/connections')
  expect(listed.body['data']).toContainEqual(
    expect.objectContaining({ connectionId: made.connectionId, state: 'open', isSecretPasted: false }),
  )
  const checked = await ask('GET', `/v1/connections/${made.connectionId}/check`)
  expect(missing(checked.body)).toEqual(['nothing-received'])
  expect(JSON.stringify(checked.body)).not.toContain(made.secret)
})

test('a signature that does not fit is told to the shop, until one does', async () => {
  const made = await connect()
  expect(await deliver(made, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).toBe(401)
  const wrong = await ask('GET', `/v1/connections/${made.connectionId}/check`)
  expect(missing(wrong.body)).toEqual(['signature-wrong'])
  expect(await deliver(made, made.secret)).toBe(200)
  const right = await ask('GET', `/v1/connections/${made.connectionId}/check`)
  expect(missing(right.body)).toEqual([])
  expect(right.body['webhook']).toMatchObject({ lastTopic: 'order.paid', became: { received: 1 } })
})

test('the secret before a rotation is taken as long as was said, and the one before that no more', async () => {
  const made = await connect()
  const path = `/v1/connections/${made.connectionId}/rotate`
  const second = await ask('POST', path, {})
  expect(second.status).toBe(200)
  const newest = String(second.body['secret'])
  expect(await deliver(made, made.secret)).toBe(200)
  expect(await deliver(made, newest)).toBe(200)
  const third = await ask('POST', path, { graceHours: 0 })
  expect(await deliver(made, made.secret)).toBe(401)
  expect(await deliver(made, newest)).toBe(401)
  expect(await deliver(made, String(third.body['secret']))).toBe(200)
})

test("a secret that a platform made is taken, and one that cannot be the platform's is refused", async () => {
  const { body } = await ask('POST', '/v1/connections', { platform: 'stripe', currency: 'USD' })
  const path = `/v1/connections/${String(body['connectionId'])}`
  expect(missing((await ask('GET', `${path}/check`)).body)).toEqual(['secret-missing'])
  const wrong = await ask('POST', `${path}/rotate`, { secret: 'not-a-secret-of-stripe' })
  expect(wrong.body).toMatchObject({ code: 'input_invalid', facts: { fields: [{ field: '/secret' }] } })
  const taken = await ask('POST', `${path}/rotate`, { secret: 'whsec_0123456789abcdef0123456789abcdef' })
  expect(taken.body).toMatchObject({ secret: null })
  expect(missing((await ask('GET', `${path}/check`)).body)).toEqual(['nothing-received'])
})

test('a closed connection takes nothing more and stays closed', async () => {
  const made = await connect()
  const path = `/v1/connections/${made.connectionId}`
  const closed = await ask('POST', `${path}/close`)
  expect(closed.body).toMatchObject({ state: 'closed', closedAt: expect.any(String) as unknown })
  expect(await deliver(made, made.secret)).toBe(401)
  expect((await ask('POST', `${path}/rotate`)).body).toMatchObject({ code: 'connection_closed' })
  expect((await ask('POST', `${path}/close`)).body).toEqual(closed.body)
  expect(missing((await ask('GET', `${path}/check`)).body)).toEqual(['closed'])
})

test("another shop's connection is not there", async () => {
  const made = await connect()
  const path = `/v1/connections/${made.connectionId}`
  const refused = { status: 404, body: { code: 'not_found' } }
  expect(await ask('GET', `${path}/check`, {}, other.apiKey)).toMatchObject(refused)
  expect(await ask('POST', `${path}/rotate`, {}, other.apiKey)).toMatchObject(refused)
  expect(await ask('POST', `${path}/close`, {}, other.apiKey)).toMatchObject(refused)
  const listed = await ask('GET', '/v1/connections', {}, other.apiKey)
  expect(JSON.stringify(listed.body)).not.toContain(made.connectionId)
  expect(await deliver(made, made.secret)).toBe(200)
})
