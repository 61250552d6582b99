// The snippet in a shop's page, in a real browser: kept on the shop's own site, handed on to the cart, to payment links and
// to forms; and nothing at all where the visitor asks not to be tracked.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { HttpContext } from '#http/context.ts'
import { snippetRoutes } from '#http/pages/snippet-routes.ts'
import { securityHeaders } from '#http/security-headers.ts'
import { openBrowser } from './open-browser.ts'

const TOKEN = '2345678923456-tlq3gg-2345678923456789-abababababababababab'
const NEWER = '2345678923456-tlq3gh-2345678923456789-cdcdcdcdcdcdcdcdcdcd'

let browser: Browser
let relayer: Server
let shop: Server
let visitor: BrowserContext
let page: Page

/** The shop's cart, as Shopify's storefront keeps it, and each change that its pages asked for. */
let attributes: Record<string, string> = {}
let changes: unknown[] = []

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const listening = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))

function shopPage(settings: string): string {
  return `<!doctype html><html lang="en"><head><title>Mugs</title>
<script>window.Shopify = { routes: { root: '/' } }</script>
<script async src="${addressOf(relayer)}/snippet.js" ${settings}></script>
</head><body>
<a id="pay" href="https://buy.stripe.com/test_1?locale=en">Pay</a>
<form><input type="hidden" name="click_token" data-vouchpenny></form>
</body></html>`
}

beforeAll(async () => {
  const publicUrl = 'http://relayer.test'
  const app = express().use(securityHeaders(publicUrl), snippetRoutes({ publicUrl } as HttpContext))
  relayer = await listening(createServer(app))
  const storefront = express()
  storefront.get('/cart.js', (_request, response) => void response.json({ attributes }))
  storefront.post('/cart/update.js', express.json(), (request, response) => {
    changes.push(request.body)
    attributes = { ...attributes, ...(request.body as { attributes: Record<string, string> }).attributes }
    response.json({ attributes })
  })
  storefront.get('/wait', (_request, response) => void response.send(shopPage('data-consent="wait"')))
  storefront.get('/{*path}', (_request, response) => void response.send(shopPage('data-cookie="ref"')))
  shop = await listening(createServer(storefront))
  browser = await openBrowser(inject('runFolder'))
})

afterAll(async () => {
  await browser?.close()
  for (const server of [relayer, shop]) {
    server?.close()
    server?.closeAllConnections()
  }
})

beforeEach(async () => {
  attributes = {}
  changes = []
  visitor = await browser.newContext()
  // Nobody is asked for anything outside this machine.
  await visitor.route('https://buy.stripe.com/**', (route) => route.fulfill({ body: 'paid' }))
  page = await visitor.newPage()
})

afterEach(() => visitor?.close())

const visit = (path: string) => page.goto(`${addressOf(shop)}${path}`, { waitUntil: 'networkidle' })
const token = () =>
  page.evaluate(() => (globalThis as never as { vouchpenny: { token(): string } }).vouchpenny.token())
const stored = () => page.evaluate(() => localStorage.length)

test('the token of a link is kept through the visit and written into the cart once', async () => {
  await visit(`/?ref=2345678923456&utm_id=${TOKEN}`)
  expect(changes).toEqual([{ attributes: { _ref: TOKEN } }])
  await visit('/products/mug')
  expect(await token()).toBe(TOKEN)
  expect(changes).toHaveLength(1)
  expect(await page.locator('input[name=click_token]').inputValue()).toBe(TOKEN)
  const [cookie] = await visitor.cookies()
  expect(cookie).toMatchObject({ name: 'ref', value: TOKEN, domain: '127.0.0.1', sameSite: 'Lax' })
})

test('a later link takes its place, and a new cart gets it again', async () => {
  await visit(`/?utm_id=${TOKEN}`)
  await visit(`/?utm_id=${NEWER}`)
  expect(attributes).toEqual({ _ref: NEWER })
  attributes = {}
  await visit('/')
  expect(attributes).toEqual({ _ref: NEWER })
})

test('a payment link of Stripe carries it', async () => {
  await visit(`/?utm_id=${TOKEN}`)
  await page.locator('#pay').click()
  await page.waitForURL(/buy\.stripe\.com/)
  expect(page.url()).toBe(`https://buy.stripe.com/test_1?locale=en&client_reference_id=${TOKEN}`)
})

test('nothing is kept or written under Global Privacy Control, and what was kept before goes', async () => {
  await visit(`/?utm_id=${TOKEN}`)
  await visitor.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
  )
  changes = []
  await visit(`/?utm_id=${NEWER}`)
  expect(await token()).toBeUndefined()
  expect(await stored()).toBe(0)
  expect(await visitor.cookies()).toEqual([])
  expect(changes).toEqual([])
  await page.locator('#pay').click()
  await page.waitForURL(/buy\.stripe\.com/)
  expect(page.url()).toBe('https://buy.stripe.com/test_1?locale=en')
})

test('nothing is kept before consent, and consent taken back empties the cart as well', async () => {
  await visit(`/wait?utm_id=${TOKEN}`)
  expect(await stored()).toBe(0)
  expect(changes).toEqual([])
  const consent = (isGiven: boolean) =>
    page.evaluate(
      (given) =>
        (globalThis as never as { vouchpenny: { consent(given: boolean): void } }).vouchpenny.consent(given),
      isGiven,
    )
  await consent(true)
  await expect.poll(() => attributes).toEqual({ _ref: TOKEN })
  expect(await stored()).toBe(1)
  await consent(false)
  await expect.poll(() => attributes).toEqual({ _ref: '' })
  expect(await stored()).toBe(0)
})
