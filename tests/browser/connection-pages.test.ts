// The shop's page of connections and the page of the snippet, on a narrow phone without script.

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeHostileWorld, type HostileWorld } from '../integration/http/hostile-world.ts'
import { openBrowser } from './open-browser.ts'
import { expectReadable } from './readable.ts'

/** A narrow phone, in CSS pixels. */
const PHONE = { width: 360, height: 740 }

let world: HostileWorld
let browser: Browser
let phone: BrowserContext
let page: Page

beforeAll(async () => {
  ;[world, browser] = await Promise.all([makeHostileWorld(), openBrowser(inject('runFolder'))])
  phone = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false })
  page = await phone.newPage()
})

afterAll(async () => {
  await browser?.close()
  await world?.relayer.stop()
})

const open = (path: string) => page.goto(new URL(path, world.relayer.url).href)

const expectSound = () => expectReadable(page)

test('a shop connects another shop by a form and reads what to do', async () => {
  await open('/shop')
  await page.getByLabel(/key/i).first().fill(world.shop.apiKey)
  await page.getByRole('button', { name: /open/i }).first().click()
  await page.getByRole('link', { name: 'How your orders get here' }).click()
  await expectSound()
  await page.getByLabel('Platform', { exact: true }).selectOption('woocommerce')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expectSound()
  expect(await page.getByRole('status').textContent()).toContain('shown this once')
  expect(await page.content()).toContain('WooCommerce → Settings → Advanced → Webhooks')
})

test('the line for a shop is explained', async () => {
  await open('/snippet')
  await expectSound()
  expect(await page.content()).toContain('/snippet.js')
})
