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

/** Opens the shop's page of connections by its sign-in link. */
async function pagePath(): Promise<string> {
  const signedIn = await fetch(`${relayer.url}/shop`, {
    method: 'POST',
    body: new URLSearchParams({ key: shop.apiKey }),
    redirect: 'manual',
  })
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0])
  cookies = cookie.join('; ')
  return `${new URL(signedIn.headers.get('location') ?? '', relayer.url).href}/connections`
}

let cookies = ''

const open = (url: string) => fetch(url, { headers: { cookie: cookies } })
const submit = (url: string, fields: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
    headers: { cookie: cookies, origin: 'http://vouch.test' },
  })

test('the page connects a shop, shows its secret once, replaces it and ends the connection', async () => {
  const path = await pagePath()
  const connected = await (
    await submit(path, { platform: 'woocommerce', currency: 'EUR', secret: '' })
  ).text()
  const [, secret = ''] = /shown this once:<\/p>\s*<pre>(.+)<\/pre>/.exec(connected) ?? []
  expect(secret.length).toBeGreaterThan(20)
  expect(connected).toContain('WooCommerce → Settings → Advanced → Webhooks')
  const later = await (await open(path)).text()
  expect(later).not.toContain(secret)
  const [, connectionId = ''] = /hooks\/woocommerce\/([a-z0-9]+)/.exec(later) ?? []
  const replaced = await (
    await submit(`${path}/${connectionId}/rotate`, { secret: '', graceHours: '24' })
  ).text()
  expect(replaced).toContain('The secret was replaced')
  expect((await submit(`${path}/${connectionId}/close`, {})).status).toBe(303)
  const { body } = await ask('GET', `/v1/connections/${connectionId}/check`)
  expect(body).toMatchObject({ state: 'closed', currency: 'EUR' })
})

test('the page of Stripe asks for its secret and shows none', async () => {
  const path = await pagePath()
  const connected = await (await submit(path, { platform: 'stripe', currency: 'USD', secret: '' })).text()
  expect(connected).not.toContain('shown this once')
  expect(connected).toContain('The platform makes the signing secret itself.')
})

test('the page takes a key that reads orders, says beside the field what is wrong with it, and shows none', async () => {
  const path = await pagePath()
  const { body } = await ask('POST', '/v1/connections', { platform: 'woocommerce', currency: 'USD' })
  const connection = String(body['connectionId'])
  const form = `${path}/${connection}/credentials`
  const key = { consumerKey: 'ck_0123456789abcdef', consumerSecret: 'cs_fedcba9876543210' }
  const stateNow = async () => (await ask('GET', `/v1/connections/${connection}`)).body['pull']

  const wrong = await submit(form, { ...key, shopUrl: 'not an address', consumerKey: 'sk_wrong-kind' })
  expect(wrong.status).toBe(400)
  const shown = await wrong.text()
  expect(shown).toMatch(new RegExp(`id="consumerKey-${connection}-wrong">This must begin with ck_\\.`))
  expect(shown).not.toMatch(/sk_wrong-kind|cs_fedcba/)
  const elsewhere = await submit(form, { ...key, shopUrl: 'http://10.0.0.1:81' })
  expect(await elsewhere.text()).toContain('This must be the shop&#39;s https address, without a port.')
  expect(await stateNow()).toMatchObject({ state: 'off' })
  expect((await submit(form, { ...key, shopUrl: 'https://tea.example', admin: '1' })).status).toBe(400)
  expect(await stateNow()).toMatchObject({ state: 'off' })

  expect((await submit(form, { ...key, shopUrl: ' https://tea.example ' })).status).toBe(303)
  expect(await stateNow()).toMatchObject({ state: 'starting' })
  const later = await (await open(path)).text()
  expect(later).not.toMatch(/ck_0123|cs_fedcba/)
  expect(later).toContain('Read them now')
  expect((await submit(`${path}/${connection}/pull`, {})).status).toBe(303)
  expect((await submit(`${form}/remove`, {})).status).toBe(303)
  expect(await stateNow()).toMatchObject({ state: 'off' })
})

test('a key that reads orders is not taken for a shop of one’s own', async () => {
  const path = await pagePath()
  const { body } = await ask('POST', '/v1/connections', { platform: 'standard', currency: 'USD' })
  const refused = await submit(`${path}/${String(body['connectionId'])}/credentials`, { apiKey: 'rk_1' })
  expect(refused.status).toBe(422)
})

test('what is wrong with a secret or a currency stands beside its field', async () => {
  const path = await pagePath()
  const added = await submit(path, { platform: 'stripe', currency: 'dollars', secret: 'short' })
  const text = await added.text()
  expect(added.status).toBe(400)
  expect(text).toContain('id="currency-wrong"')
  expect(text).toContain('id="secret-new-wrong">This must be 16 to 256 visible ASCII characters.')
  expect(text).toMatch(/value="stripe" selected/)
  const { body } = await ask('POST', '/v1/connections', { platform: 'stripe', currency: 'USD' })
  const connection = String(body['connectionId'])
  const pasted = { secret: 'sk_test_0123456789abcdef', graceHours: '24' }
  const rotated = await (await submit(`${path}/${connection}/rotate`, pasted)).text()
  expect(rotated).toContain(`id="secret-${connection}-wrong">This must be the signing secret of the endpoint`)
  expect(rotated).not.toContain(pasted.secret)
})

test('the snippet may be loaded by any site, and is explained', async () => {
  const script = await fetch(`${relayer.url}/snippet.js`)
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(script.headers.get('cache-control')).toBe('public, max-age=3600')
  const page = await (await fetch(`${relayer.url}/snippet`)).text()
  expect(page).toContain('&lt;script async src="http://vouch.test/snippet.js"&gt;')
})
