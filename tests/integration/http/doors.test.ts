// Ways in and out, by the API: links that open a shop, a person's new link, sessions opened and ended, passkeys asked for.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient } from '#sdk/index.ts'
import { get, post } from '../../support/api.ts'
import { joinProgram, makePermissionWorld, type PermissionWorld } from './permission-world.ts'

let world: PermissionWorld
let now = Date.now()

const DAY_MS = 86_400_000

beforeAll(async () => {
  world = await makePermissionWorld(({ settings }) => ({
    clock: { now: () => now },
    settings: { ...settings, passkeyFactory: '0x5FbDB2315678afecb367f032d93F642f64180aa3' },
  }))
})

afterAll(() => world?.relayer.stop())

type Link = { readonly linkId: string; readonly shopUrl: string; readonly expiresAt: string }
type Listed = { readonly linkId: string; readonly lastUsedOn: string | null }

const asShop = <Answer>(path: string, body: object = {}): Promise<Answer> =>
  post(world.relayer, path, body, world.own.apiKey)

const listed = async (): Promise<readonly Listed[]> =>
  (await get<{ data: Listed[] }>(world.relayer, '/v1/sign-in-links', world.own.apiKey)).data

async function statusOf(method: 'GET' | 'POST', path: string, bearer: string): Promise<string> {
  const response = await fetch(`${world.relayer.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
    },
    ...(method === 'POST' ? { body: '{}' } : {}),
  })
  const { code = '' } = (await response.json()) as { code?: string }
  return `${response.status} ${code}`.trim()
}

/** What following a link gives a program: its page. */
const opens = async (shopUrl: string): Promise<number> =>
  (await fetch(`${world.relayer.url}${new URL(shopUrl).pathname}`)).status

describe('a link that opens a shop', () => {
  test('works for seven days, or as long as it was asked for', async () => {
    const week = await asShop<Link>('/v1/sign-in-links')
    const day = await asShop<Link>('/v1/sign-in-links', { expiresInDays: 1 })
    expect(Date.parse(week.expiresAt) - now).toBe(7 * DAY_MS)
    expect(Date.parse(day.expiresAt) - now).toBe(DAY_MS)
    const before = now
    const seen = []
    for (const later of [DAY_MS - 1, DAY_MS, 7 * DAY_MS - 1, 7 * DAY_MS]) {
      now = before + later
      seen.push([await opens(day.shopUrl), await opens(week.shopUrl)])
    }
    now = before
    expect(seen).toEqual([
      [200, 200],
      [404, 200],
      [404, 200],
      [404, 404],
    ])
  })

  test('is listed with the day of its use and without what opens it, and ends when it is revoked', async () => {
    const link = await asShop<Link>('/v1/sign-in-links')
    const find = async () => (await listed()).find(({ linkId }) => linkId === link.linkId)
    expect(await find()).toMatchObject({ lastUsedOn: null, expiresAt: link.expiresAt })
    expect(await opens(link.shopUrl)).toBe(200)
    expect(await find()).toMatchObject({ lastUsedOn: new Date(now).toISOString().slice(0, 10) })
    expect(JSON.stringify(await listed())).not.toContain(new URL(link.shopUrl).pathname.slice(-28))
    const path = `/v1/sign-in-links/${link.linkId}/revoke`
    expect(await asShop(path)).toEqual({ linkId: link.linkId, status: 'revoked' })
    expect(await opens(link.shopUrl)).toBe(404)
    expect(await find()).toBeUndefined()
    expect(await statusOf('POST', path, world.own.apiKey)).toBe('404 not_found')
  })

  test('is another shop’s own affair', async () => {
    const link = await asShop<Link>('/v1/sign-in-links')
    const path = `/v1/sign-in-links/${link.linkId}/revoke`
    expect(await statusOf('POST', path, world.other.apiKey)).toBe('404 not_found')
    expect(await opens(link.shopUrl)).toBe(200)
  })

  test('is one of fifty at most: the oldest ends', async () => {
    const first = await asShop<Link>('/v1/sign-in-links')
    now += 1_000
    for (let made = 0; made < 50; made++) await asShop('/v1/sign-in-links')
    expect(await listed()).toHaveLength(50)
    expect(await opens(first.shopUrl)).toBe(404)
  })

  test('is made by the operator for a shop that has lost its keys, and for no shop that is not there', async () => {
    const { relayer, own } = world
    const path = `/v1/retailers/${own.retailerId}/sign-in-links`
    const link = await post<Link>(relayer, path, {}, relayer.operatorKey)
    expect(await opens(link.shopUrl)).toBe(200)
    expect(await statusOf('POST', path, own.apiKey)).toBe('403 role_forbidden')
    const nobody = '/v1/retailers/22222/sign-in-links'
    expect(await statusOf('POST', nobody, relayer.operatorKey)).toBe('404 not_found')
  })

  test('is not needed by a browser that comes with a key: it is signed in', async () => {
    const response = await fetch(`${world.relayer.url}/shop`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: new URLSearchParams({ key: world.own.apiKey }),
    })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/shop/home'])
    const cookie = response.headers.getSetCookie().find((one) => one.startsWith('vp-shop='))
    const [, token = ''] = /^vp-shop=([^;]+)/.exec(cookie ?? '') ?? []
    const { data } = await get<{ data: { openedBy: string }[] }>(world.relayer, '/v1/sessions', token)
    expect(data.map(({ openedBy }) => openedBy)).toEqual(['key'])
    expect(await asSession('/v1/sessions/current/end', token)).toBe('200')
    expect(await statusOf('GET', '/v1/sessions', token)).toBe('401 credentials_invalid')
  })

  test('cannot be pressed on a browser by another site', async () => {
    const response = await fetch(`${world.relayer.url}/shop`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ key: world.own.apiKey }),
    })
    expect(response.status).toBe(403)
  })
})

const asSession = (path: string, token: string): Promise<string> => statusOf('POST', path, token)

const newPerson = async (handle: string): Promise<string> =>
  (await joinProgram(world.relayer, world.own.ids['programId'] ?? '', handle)).signInToken

describe('a person', () => {
  test('opens a session in place of the link, and signs it out without its id', async () => {
    const link = await newPerson('ada')
    const opened = await post<{ sessionToken: string; sessionId: string; expiresAt: string }>(
      world.relayer,
      '/v1/me/sessions',
      {},
      link,
    )
    const { sessionToken } = opened
    expect(Date.parse(opened.expiresAt) - now).toBe(90 * DAY_MS)
    expect(await statusOf('GET', '/v1/me', sessionToken)).toBe('200')
    expect(await asSession('/v1/me/sessions', sessionToken)).toBe('403 role_forbidden')
    expect(await asSession('/v1/me/sessions/current/end', sessionToken)).toBe('200')
    expect(await statusOf('GET', '/v1/me', sessionToken)).toBe('401 credentials_invalid')
    expect(await statusOf('GET', '/v1/me', link)).toBe('200')
    expect(await asSession('/v1/me/sessions/current/end', link)).toBe('404 not_found')
    expect(await asSession('/v1/sessions/current/end', world.own.apiKey)).toBe('404 not_found')
  })

  test('gets a new link, which ends everything else once it is used and not before', async () => {
    const old = await newPerson('bea')
    const { sessionToken } = await post<{ sessionToken: string }>(world.relayer, '/v1/me/sessions', {}, old)
    const key = randomUUID()
    const ask = async (): Promise<string> => {
      const client = createClient({ url: world.relayer.url, key: old })
      return (await client.me.replaceSignInLink({}, { idempotencyKey: key })).signInToken
    }
    const fresh = await ask()
    // The answer was lost: the same request gets it again.
    expect(await ask()).toBe(fresh)
    expect(await statusOf('GET', '/v1/me', sessionToken)).toBe('200')
    expect(await statusOf('GET', '/v1/me', fresh)).toBe('200')
    for (const ended of [old, sessionToken])
      expect(await statusOf('GET', '/v1/me', ended)).toBe('401 credentials_invalid')
    expect(await statusOf('GET', '/v1/me', fresh)).toBe('200')
  })

  test('who asks twice for a new link can use the second alone', async () => {
    const old = await newPerson('cem')
    const ask = async (): Promise<string> =>
      (await post<{ signInToken: string }>(world.relayer, '/v1/me/sign-in-link', {}, old)).signInToken
    const [first, second] = [await ask(), await ask()]
    expect(await statusOf('GET', '/v1/me', first)).toBe('401 credentials_invalid')
    expect(await statusOf('GET', '/v1/me', second)).toBe('200')
  })
})

describe('a passkey', () => {
  test('is asked for at the server’s own address, with a new challenge each time', async () => {
    const { relayer, own } = world
    type Asked = { origin: string; options: { challenge: string; rpId?: string } }
    const ask = (path: string) => post<Asked>(relayer, path, {})
    const first = await ask('/v1/passkey-options')
    const second = await ask('/v1/passkey-options')
    expect(first.options.challenge).not.toBe(second.options.challenge)
    expect(first.options.rpId).toBe(new URL(first.origin).hostname)
    const joining = await ask(`/v1/programs/${own.ids['programId']}/passkey-options`)
    expect(joining).toMatchObject({
      origin: first.origin,
      options: { rp: { id: first.options.rpId }, attestation: 'none' },
      spareOptions: { rp: { id: first.options.rpId } },
    })
  })

  test('that nobody made opens nothing, and joins nothing', async () => {
    const { relayer, own } = world
    const send = async (path: string, body: object): Promise<string> => {
      const response = await fetch(`${relayer.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify(body),
      })
      return `${response.status} ${((await response.json()) as { code: string }).code}`
    }
    const part = { id: 'abcd', rawId: 'abcd', type: 'public-key' }
    const used = { ...part, response: { clientDataJSON: 'e30', authenticatorData: 'oA', signature: 'MA' } }
    const made = { ...part, response: { clientDataJSON: 'e30', attestationObject: 'oA' } }
    const join = `/v1/programs/${own.ids['programId']}/recommenders`
    expect(await send('/v1/passkey-sessions', { passkey: used })).toBe('401 passkey_refused')
    expect(await send('/v1/passkey-enrolments', { passkey: made })).toBe('401 passkey_refused')
    expect(await send(join, { handle: 'dot', enrolment: 'abcd' })).toBe('401 challenge_invalid')
    expect(await send(join, { handle: 'dot' })).toBe('400 input_invalid')
    const payee = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
    expect(await send(join, { handle: 'dot', payee, enrolment: 'abcd' })).toBe('400 input_invalid')
  })
})
