// The page that describes the API, in a browser under its own policy of content: it is drawn, an operation opens and can be
// tried, and nothing comes from elsewhere.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { endpoints } from '#http/v1/endpoints.ts'
import { makeHostileWorld, type HostileWorld } from '../integration/http/hostile-world.ts'
import { openBrowser } from './open-browser.ts'

/** A narrow phone, in CSS pixels. */
const PHONE = { width: 360, height: 740 }

/** A description of a hundred addresses is drawn in a second; a loaded machine takes longer. */
const DRAWN = { timeout: 30_000 }

let world: HostileWorld
let browser: Browser
let page: Page
const complaints: string[] = []
const asked: URL[] = []

beforeAll(async () => {
  ;[world, browser] = await Promise.all([makeHostileWorld(), openBrowser(inject('runFolder'))])
  page = await browser.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => asked.push(new URL(request.url())))
  await page.goto(`${world.relayer.url}/docs`)
  await page.locator('.opblock').first().waitFor(DRAWN)
})

afterAll(async () => {
  await browser?.close()
  await world?.relayer.stop()
})

const operation = (id: string) => page.locator(`.opblock[id$="-${id}"]`)

test('every address is drawn, and the browser has nothing to complain of', async () => {
  expect(await page.locator('.opblock').count()).toBe(endpoints.length)
  expect(complaints).toEqual([])
})

test('a lock stands beside addresses that want a key, and beside no other', async () => {
  const lockOf = (id: string) => operation(id).locator('.authorization__btn').count()
  expect([await lockOf('getOrders'), await lockOf('getMe'), await lockOf('postRetailers')]).toEqual([1, 1, 1])
  expect([await lockOf('getStoriesByCode'), await lockOf('postWalletMessages')]).toEqual([0, 0])
})

test('an operation opens, with what it takes and what it answers', async () => {
  await operation('getProgramsByProgramIdProducts').locator('.opblock-summary-control').click()
  const open = page.locator('.opblock.is-open')
  await open.getByText('Parameters').waitFor(DRAWN)
  const text = (await open.textContent()) ?? ''
  for (const expected of ['programId', 'limit', 'If-None-Match', '200', '429'])
    expect(text).toContain(expected)
  expect(complaints).toEqual([])
})

test('an operation is tried against this server', async () => {
  const open = page.locator('.opblock.is-open')
  await open.getByRole('button', { name: 'Try it out' }).click()
  await open.locator('tr[data-param-name="programId"] input').fill(world.shop.programId)
  await open.getByRole('button', { name: 'Execute' }).click()
  const answer = open.locator('.live-responses-table .response .highlight-code')
  await answer.first().waitFor(DRAWN)
  expect(await answer.first().textContent()).toContain('"data": []')
  expect(complaints).toEqual([])
})

test('nothing is loaded from elsewhere', () => {
  const { host } = new URL(world.relayer.url)
  const elsewhere = asked.filter((url) => url.protocol !== 'data:' && url.host !== host)
  expect(elsewhere.map(String)).toEqual([])
  expect(asked.map(({ pathname }) => pathname)).toContain('/v1/openapi.json')
})

test('it fits a narrow phone', async () => {
  await page.setViewportSize(PHONE)
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  expect(width).toBeLessThanOrEqual(PHONE.width)
})
