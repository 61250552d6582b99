// A browser that asks not to be profiled is led on and leaves no key; what it asked is said to be heard.

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHmac, createHash } from 'node:crypto'
import { redirectRoutes } from '#http/redirect.ts'
import { privacySignals } from '#http/privacy-signals.ts'
import express from 'express'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import type { HttpContext } from '#http/context.ts'

const CODE = 'shap2abcdefgh'
const PHONE = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36'
const DAY_MS = 86_400_000

type Added = { readonly visitorKey: Uint8Array | undefined; readonly verdict: string }

let server: Server
let added: Added[]
let now: number

beforeAll(async () => {
  const clicks = {
    target: () =>
      Promise.resolve({
        code: CODE,
        retailerId: 'shap2',
        shopUrl: 'https://shop.example/',
        clickKey: new Uint8Array(32),
        mayBeAdvertised: false,
      }),
    add: (click: Added) => void added.push(click),
    seenBefore: () => false,
    visitorSalt: (at: number) => new Uint8Array(32).fill(Math.floor(at / DAY_MS) % 256),
  }
  const macs = {
    hmacSha256: (key: Uint8Array, data: Uint8Array) => createHmac('sha256', key).update(data).digest(),
    sha256: (data: Uint8Array) => createHash('sha256').update(data).digest(),
  }
  const deps = {
    clicks,
    macs,
    clock: { now: () => now },
    random: { bytes: (n: number) => new Uint8Array(n) },
  }
  const app = express()
  app.use(redirectRoutes({ deps } as unknown as HttpContext), privacySignals())
  server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening))
  })
})

afterAll(() => {
  server.close()
})

beforeEach(() => {
  added = []
  now = 20_000 * DAY_MS
})

async function follow(
  headers: Record<string, string>,
): Promise<{ token: string | null; key: string | null }> {
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/r/${CODE}`, {
    redirect: 'manual',
    headers: { 'user-agent': PHONE, ...headers },
  })
  expect(response.status).toBe(302)
  expect(response.headers.get('set-cookie')).toBeNull()
  const [click] = added.splice(0)
  expect(click?.verdict).toBe('counted')
  const token = new URL(response.headers.get('location') ?? '').searchParams.get('utm_id')
  return { token, key: click?.visitorKey?.toHex() ?? null }
}

test.each([{ 'sec-gpc': '1' }, { dnt: '1' }, { 'sec-gpc': '1', dnt: '1' }])(
  'a visit with %o leaves no key, is counted, and carries its token all the same',
  async (headers) => {
    const { token, key } = await follow(headers as Record<string, string>)
    expect(key).toBeNull()
    expect(token).toMatch(new RegExp(`^${CODE}-`))
  },
)

test.each([{}, { 'sec-gpc': '0' }, { dnt: '0' }, { 'sec-gpc': 'true' }])(
  'a visit with %o asks for nothing, and is recognised for the day',
  async (headers) => {
    const { key } = await follow(headers as Record<string, string>)
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect((await follow(headers as Record<string, string>)).key).toBe(key)
    now += DAY_MS
    expect((await follow(headers as Record<string, string>)).key).not.toBe(key)
  },
)

test('says at the well-known address that the signal is honoured', async () => {
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/.well-known/gpc.json`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  expect(await response.json()).toEqual({ gpc: true, lastUpdate: '2026-11-22' })
})
