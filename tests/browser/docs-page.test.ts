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

/** Share of a screen that one step scrolls: less than what is drawn beyond its edges. */
const STEP = 0.5

/**
 * Locks by operation, read from the top of the page to its end: from 150 rows on the page draws those alone that a reader
 * has before the eyes.
 */
async function locksByOperation(): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>()
  for (let top = 0, height = Infinity; top < height; top += STEP * PHONE.height) {
    height = await page.evaluate<number>('document.documentElement.scrollHeight')
    await page.evaluate(`window.scrollTo(0, ${top})`)
    // Two frames: the first notices the place, the second has drawn it.
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
    const rows = await page.locator('.opblock').evaluateAll((blocks) =>
      blocks.map((block) => {
        const name = block.id.slice(block.id.lastIndexOf('-') + 1)
        return [name, block.querySelectorAll('.authorization__btn').length] as const
      }),
    )
    for (const [name, locks] of rows) seen.set(name, locks)
  }
  await page.evaluate('window.scrollTo(0, 0)')
  return seen
}

test('every address is drawn, with a lock beside those that want a key and beside no other', async () => {
  const locks = await locksByOperation()
  expect(locks.size).toBe(endpoints.length)
  expect(['getOrders', 'getMe', 'postRetailers'].map((name) => locks.get(name))).toEqual([1, 1, 1])
  expect(['getStoriesByCode', 'postWalletMessages'].map((name) => locks.get(name))).toEqual([0, 0])
  expect(complaints).toEqual([])
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
