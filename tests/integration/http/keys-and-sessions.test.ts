// Who comes in with what: API keys with their scopes and ends, sign-in links that become sessions, and what another site
// makes a browser send.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { get, post } from '../../support/api.ts'
import { freshPayee } from '../../support/shop.ts'
import { openBrowser } from './cookie-browser.ts'
import { serveRelayer, type ServedRelayer } from './served-relayer.ts'

let relayer: ServedRelayer
let shop: { readonly retailerId: string; readonly apiKey: string; readonly shopUrl: string }
let programId: string
let now = Date.now()

const DAY_MS = 86_400_000

beforeAll(async () => {
  relayer = await serveRelayer({ deps: { clock: { now: () => now } } })
  shop = await post(relayer, '/v1/retailers', { name: 'Tea & Leaf' }, relayer.operatorKey)
  const policy = {
    version: 1,
    currency: 'USD',
    attribution: { model: 'last-click', windowDays: 30 },
    reward: { kind: 'percent', bps: 800 },
    perOrderCap: '10.00',
    holdSeconds: 7_200,
  }
  const program = { name: 'Friends', shopUrl: 'https://tea.example/', policy }
  ;({ programId } = await post<{ programId: string }>(relayer, '/v1/programs', program, shop.apiKey))
})

afterAll(() => relayer.stop())

type NewKey = { readonly apiKey: string; readonly keyId: string; readonly expiresAt: string | null }

const makeKey = (body: object): Promise<NewKey> => post(relayer, '/v1/api-keys', body, shop.apiKey)

async function statusOf(method: 'GET' | 'POST', path: string, bearer: string): Promise<[number, string]> {
  const response = await fetch(`${relayer.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
    },
    ...(method === 'POST' ? { body: '{}' } : {}),
  })
  const body = (await response.json()) as { code?: string }
  return [response.status, body.code ?? '']
}

describe('an API key', () => {
  test('does what it is allowed, and nothing else', async () => {
    const { apiKey } = await makeKey({ name: 'report', scopes: ['read'] })
    expect(apiKey).toMatch(/^vp_test_[2-9a-z]{13}_[2-9a-z]{28}$/)
    expect(await statusOf('GET', '/v1/orders', apiKey)).toEqual([200, ''])
    expect(await statusOf('POST', '/v1/connections', apiKey)).toEqual([403, 'scope_missing'])
    expect(await statusOf('GET', '/v1/api-keys', apiKey)).toEqual([403, 'scope_missing'])
    expect(await statusOf('GET', '/v1/me', apiKey)).toEqual([403, 'role_forbidden'])
    const orders = await makeKey({ name: 'orders', scopes: ['orders'] })
    expect(await statusOf('GET', '/v1/orders', orders.apiKey)).toEqual([403, 'scope_missing'])
    // It is let through to its body, which is wrong.
    expect(await statusOf('POST', '/v1/connections', orders.apiKey)).toEqual([400, 'input_invalid'])
  })

  test('ends when it was to end', async () => {
    const { apiKey, expiresAt } = await makeKey({ name: 'today', scopes: ['read'], expiresInDays: 1 })
    expect(expiresAt).toBe(new Date(now + DAY_MS).toISOString())
    const before = now
    now = before + DAY_MS - 1
    expect(await statusOf('GET', '/v1/orders', apiKey)).toEqual([200, ''])
    now = before + DAY_MS
    expect(await statusOf('GET', '/v1/orders', apiKey)).toEqual([401, 'credentials_invalid'])
    now = before
  })

  test('that may do everything is not revoked when nobody could come in any more', async () => {
    const alone = await post<typeof shop>(relayer, '/v1/retailers', { name: 'Alone' }, relayer.operatorKey)
    const make = (scope: string): Promise<NewKey> =>
      post(relayer, '/v1/api-keys', { name: scope, scopes: [scope] }, alone.apiKey)
    const [second, third, reader] = [await make('admin'), await make('admin'), await make('read')]
    const [first = ''] = /(?<=_test_)[2-9a-z]{13}/.exec(alone.apiKey) ?? []
    const revoke = (keyId: string, by: string) => statusOf('POST', `/v1/api-keys/${keyId}/revoke`, by)
    const { data } = await get<{ data: { linkId: string }[] }>(relayer, '/v1/sign-in-links', alone.apiKey)
    for (const { linkId } of data) await post(relayer, `/v1/sign-in-links/${linkId}/revoke`, {}, alone.apiKey)

    // Of two that end each other at one time one stays.
    expect(await revoke(first, third.apiKey)).toEqual([200, ''])
    const both = [revoke(second.keyId, third.apiKey), revoke(third.keyId, second.apiKey)]
    expect((await Promise.all(both)).filter(([status]) => status === 200)).toHaveLength(1)
    const isThirdLeft = (await statusOf('GET', '/v1/api-keys', third.apiKey))[0] === 200
    const left = isThirdLeft ? third : second
    expect(await revoke(left.keyId, left.apiKey)).toEqual([409, 'last_way_in'])
    expect(await revoke(reader.keyId, left.apiKey)).toEqual([200, ''])
    await post(relayer, '/v1/sign-in-links', {}, left.apiKey)
    expect(await revoke(left.keyId, left.apiKey)).toEqual([200, ''])
  })

  test('is revoked at once, listed without its secret, and with the day of its last use', async () => {
    const { apiKey, keyId } = await makeKey({ name: 'brief', scopes: ['read'] })
    await get(relayer, '/v1/orders', apiKey)
    await post(relayer, `/v1/api-keys/${keyId}/revoke`, {}, shop.apiKey)
    expect(await statusOf('GET', '/v1/orders', apiKey)).toEqual([401, 'credentials_invalid'])
    const { data } = await get<{ data: Record<string, unknown>[] }>(relayer, '/v1/api-keys', shop.apiKey)
    const listed = data.find((key) => key['keyId'] === keyId)
    expect(listed).toEqual({
      keyId,
      name: 'brief',
      scopes: ['read'],
      createdAt: new Date(now).toISOString(),
      expiresAt: null,
      lastUsedOn: new Date(now).toISOString().slice(0, 10),
      revokedAt: new Date(now).toISOString(),
    })
    expect(JSON.stringify(data)).not.toContain(apiKey.slice(-28))
  })

  test('opens the pages of the shop, where everything can be done, only when it may do everything', async () => {
    const opened = async (bearer: string) => {
      const response = await fetch(`${relayer.url}/shop`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ key: bearer }),
      })
      return [response.status, response.headers.has('location')]
    }
    const scopes = ['read', 'orders', 'programs', 'people', 'pools', 'webhooks']
    const { apiKey } = await makeKey({ name: 'all but keys', scopes })
    expect(await opened(apiKey)).toEqual([403, false])
    expect(await opened(shop.apiKey)).toEqual([303, true])
  })

  test('of a chain with real money is refused on a testnet', async () => {
    const live = shop.apiKey.replace('vp_test_', 'vp_live_')
    expect(await statusOf('GET', '/v1/orders', live)).toEqual([401, 'key_of_other_chain'])
  })
})

const OWN_SITE = { 'sec-fetch-site': 'same-origin' }

async function joinAs(handle: string): Promise<string> {
  const path = `/v1/programs/${programId}/recommenders`
  const { signInToken } = await post<{ signInToken: string }>(relayer, path, { handle, payee: freshPayee() })
  return signInToken
}

describe('a sign-in link', () => {
  test('opens a session and leaves the address', async () => {
    const browser = openBrowser(relayer)
    const token = await joinAs('ann')
    const first = await browser.visit(`/me/${token}/ways?x=1`)
    expect([first.status, first.to]).toEqual([303, '/me/home/ways?x=1'])
    expect(first.set[0]).toMatch(
      /^__Host-vp-me=[2-9a-z]{68}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect(first.set.join('')).not.toContain(token)
    const page = await browser.visit('/me/home')
    expect(page.status).toBe(200)
    expect(page.text).toContain('Hello, ann')
    expect(page.text).not.toContain(token)
  })

  test('is shown once more to whoever has just been given it', async () => {
    const browser = openBrowser(relayer)
    const token = await joinAs('ben')
    expect((await browser.visit(`/me/${token}?welcome`)).to).toBe('/me/home?welcome')
    expect((await browser.visit('/me/home?welcome')).text).toContain(`/me/${token}`)
  })

  test('answers a program that follows it directly, as before', async () => {
    const token = await joinAs('cleo')
    const response = await fetch(`${relayer.url}/me/${token}`)
    expect([response.status, response.headers.getSetCookie()]).toEqual([200, []])
  })

  test('of a shop opens its session', async () => {
    const browser = openBrowser(relayer)
    expect((await browser.visit(new URL(shop.shopUrl).pathname)).to).toBe('/shop/home')
    expect((await browser.visit('/shop/home/keys')).text).toContain('first key')
    expect((await openBrowser(relayer).visit('/shop/home')).to).toBe('/shop')
  })
})

describe('a session', () => {
  test('is another at each sign-in, and the one before ends', async () => {
    const browser = openBrowser(relayer)
    const token = await joinAs('dan')
    await browser.visit(`/me/${token}`)
    const before = browser.jar.get('vp-me')!
    await browser.visit(`/me/${token}`)
    const after = browser.jar.get('vp-me')!
    expect(after).not.toBe(before)
    expect(await statusOf('GET', '/v1/me', before)).toEqual([401, 'credentials_invalid'])
    expect(await statusOf('GET', '/v1/me', after)).toEqual([200, ''])
  })

  test('is listed and ended, by its person alone', async () => {
    const [eve, fay] = [openBrowser(relayer), openBrowser(relayer)]
    await eve.visit(`/me/${await joinAs('eve')}`)
    await fay.visit(`/me/${await joinAs('fay')}`)
    const session = eve.jar.get('vp-me')!
    const { data } = await get<{ data: { sessionId: string }[] }>(relayer, '/v1/me/sessions', session)
    expect(data).toHaveLength(1)
    const path = `/v1/me/sessions/${data[0]?.sessionId}/end`
    expect(await statusOf('POST', path, fay.jar.get('vp-me')!)).toEqual([404, 'not_found'])
    expect(await statusOf('POST', path, session)).toEqual([200, ''])
    expect(await statusOf('GET', '/v1/me', session)).toEqual([401, 'credentials_invalid'])
    expect((await eve.visit('/me/home')).to).toBe('/me')
  })

  test('ends by signing out, by a new link, and after its time', async () => {
    const browser = openBrowser(relayer)
    const token = await joinAs('gil')
    await browser.visit(`/me/${token}`)
    const first = browser.jar.get('vp-me')!
    expect((await browser.visit('/me/home/sign-out', { form: '', headers: OWN_SITE })).to).toBe('/me')
    expect(browser.jar.has('vp-me')).toBe(false)
    expect(await statusOf('GET', '/v1/me', first)).toEqual([401, 'credentials_invalid'])

    await browser.visit(`/me/${token}`)
    const second = browser.jar.get('vp-me')!
    const renewed = await browser.visit('/me/home/new-link', { form: '', headers: OWN_SITE })
    expect(await statusOf('GET', '/v1/me', second)).toEqual([200, ''])
    await browser.visit(renewed.to ?? '')
    expect(await statusOf('GET', '/v1/me', second)).toEqual([401, 'credentials_invalid'])
    expect(await statusOf('GET', '/v1/me', token)).toEqual([401, 'credentials_invalid'])

    const other = openBrowser(relayer)
    await other.visit(new URL(shop.shopUrl).pathname)
    const shopSession = other.jar.get('vp-shop')!
    expect(await statusOf('GET', '/v1/orders', shopSession)).toEqual([200, ''])
    const before = now
    now = before + 30 * DAY_MS
    expect(await statusOf('GET', '/v1/orders', shopSession)).toEqual([401, 'credentials_invalid'])
    now = before
  })

  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['from who knows where', {}, 403],
    ['from an origin that hides', { origin: 'null' }, 403],
    ['from another origin', { origin: 'https://evil.example' }, 403],
    ['from this site', OWN_SITE, 303],
    ['from this origin', { origin: 'http://vouch.test' }, 303],
  ])('answers a form %s accordingly', async (_where, headers, status) => {
    const browser = openBrowser(relayer)
    await browser.visit(`/me/${await joinAs(`p ${randomUUID().slice(0, 8)}`)}`)
    const answer = await browser.visit('/me/home/profile', { form: 'without=yes', headers })
    expect(answer.status).toBe(status)
    const { withoutProfile } = await get<{ withoutProfile: boolean }>(
      relayer,
      '/v1/me',
      browser.jar.get('vp-me')!,
    )
    expect(withoutProfile).toBe(status === 303)
  })
})

test('the shop makes a key on its page, and sees it once', async () => {
  const browser = openBrowser(relayer)
  await browser.visit(new URL(shop.shopUrl).pathname)
  const made = await browser.visit('/shop/home/keys', {
    form: 'name=till&read=yes&orders=yes&days=30',
    headers: OWN_SITE,
  })
  const [apiKey = ''] = /vp_test_[2-9a-z]{13}_[2-9a-z]{28}/.exec(made.text) ?? []
  expect(await statusOf('GET', '/v1/orders', apiKey)).toEqual([200, ''])
  const again = await browser.visit('/shop/home/keys')
  expect(again.text).toContain('till')
  expect(again.text).not.toContain(apiKey)
  const [, keyId = ''] = apiKey.split('_').slice(1)
  await browser.visit(`/shop/home/keys/${keyId}/revoke`, { form: '', headers: OWN_SITE })
  expect(await statusOf('GET', '/v1/orders', apiKey)).toEqual([401, 'credentials_invalid'])
})
