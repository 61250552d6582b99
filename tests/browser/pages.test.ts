// The pages as a person with a cheap phone sees them: 360 px wide, without script, against the whole running system.

import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { setUpRetailer, type RetailerSetUp } from '#cli/set-up-retailer.ts'
import { startSystem, type System } from '../../scripts/system/system.ts'
import { openBrowser } from './open-browser.ts'
import { expectReadable } from './readable.ts'
import { sell } from './sell.ts'

/** A narrow phone, in CSS pixels. */
const PHONE = { width: 360, height: 740 }

/** A sale is reserved within its batch's age and two blocks; a loaded machine takes a few times that. */
const RESERVED_DEADLINE = { timeout: 60_000, interval: 250 }

const PAYEE = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const OTHER_PAYEE = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'

let system: System
let shop: RetailerSetUp
let browser: Browser
let phone: BrowserContext
let page: Page
let requested: { readonly url: string; readonly type: string }[] = []

/** Where failures leave a picture; kept after the run. */
const pictures = join(tmpdir(), 'vouchpenny-pages')

beforeAll(async () => {
  const folder = inject('runFolder')
  ;[system, browser] = await Promise.all([
    startSystem({ folder: join(folder, 'pages'), port: 0, batchMaxAgeSeconds: 1 }),
    openBrowser(folder),
  ])
  shop = await setUpRetailer({
    url: system.url,
    run: randomUUID(),
    operatorKey: system.operatorKey,
    plan: {
      name: 'Tea & <Leaf>',
      platform: 'standard',
      shopUrl: 'https://tea.example/',
      fund: '100.00',
      policy: {
        version: 1,
        currency: 'USD',
        attribution: { model: 'last-click', windowDays: 30 },
        reward: { kind: 'percent', bps: 800 },
        perOrderCap: '10.00',
        holdSeconds: 2_592_000,
      },
    },
    onStep: () => undefined,
    onKey: () => undefined,
  })
})

afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

beforeEach(async () => {
  phone = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false })
  page = await phone.newPage()
  requested = []
  page.on('request', (request) => requested.push({ url: request.url(), type: request.resourceType() }))
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({
      path: join(pictures, `${task.name.replaceAll(/\W+/g, '-')}.png`),
      fullPage: true,
    })
  }
  await phone.close()
})

/** Opens an address of the system and answers the status. */
async function open(address: string): Promise<number | undefined> {
  const response = await page.goto(new URL(address, system.url).href)
  return response?.status()
}

/** Holds of every page: fits, can be read in both schemes, loads nothing but itself, its style and its mark. */
async function expectSound(): Promise<void> {
  await expectReadable(page)
  // None stands in a page itself; what passkeys need is a file of ours, and the page does without.
  expect(await page.locator('script:not([src^="/assets/"])').count()).toBe(0)
  expect(requested.filter(({ url }) => new URL(url).origin !== system.url)).toEqual([])
  expect(
    requested.filter(({ type }) => !['document', 'stylesheet', 'image', 'other'].includes(type)),
  ).toEqual([])
}

/** What stands on the page, with single spaces. */
async function mainText(): Promise<string> {
  return ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')
}

/** Fills in the form and sends it. */
async function sendForm(handle: string, payee: string, email = ''): Promise<void> {
  await page.getByLabel('Your name here').fill(handle)
  await page.getByLabel('Your payout address').fill(payee)
  await page.getByLabel('Your e-mail').fill(email)
  await page.getByRole('button', { name: 'Get my link' }).click()
}

describe('the front page', () => {
  test('has three doors that open', async () => {
    expect(await open('/')).toBe(200)
    await expectSound()
    for (const [door, heading] of [
      ['Open my page', 'Open your page'],
      ['Open my shop', 'Open your shop'],
      ['See the last audit', 'The books, checked'],
    ] as const) {
      await open('/')
      await page.getByRole('link', { name: door }).click()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(heading)
      await expectSound()
    }
  })
})

describe('joining', () => {
  test('says what it means first, shows a wrong address beside its field, and keeps what was written', async () => {
    expect(await open(shop.joinUrl)).toBe(200)
    await expectSound()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Recommend Tea & <Leaf>, and earn 8\u00a0% of each sale',
    )

    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await sendForm('kim', `${PAYEE}0`)
    expect((await answer).status()).toBe(400)
    expect(await page.locator('#payee-wrong').textContent()).toContain('is not an address')
    expect(await page.getByLabel('Your name here').inputValue()).toBe('kim')
    await expectSound()
  })

  test('gives a link, its picture, a text with the disclosure, and a sign-in link to keep', async () => {
    await open(shop.joinUrl)
    await sendForm('mia.bakes', PAYEE, 'mia@example.com')
    await page.waitForURL(/\/me\/[a-z0-9]+\?welcome$/)
    await expectSound()
    const text = await mainText()
    expect(text).toContain('Hello, mia.bakes')
    expect(text).toContain('Keep this')
    expect(text).toContain('This computer only')
    expect(await page.locator('.qr svg path').count()).toBe(1)
    expect(await page.locator('textarea').inputValue()).toMatch(
      /^Ad: I earn a small reward if you buy through my link\. I like Tea & <Leaf>: http:\/\/localhost:\d+\/r\/[a-z0-9]{13}$/,
    )

    await page.goBack()
    await sendForm('another.mia', PAYEE)
    expect(await page.locator('#payee-wrong').textContent()).toContain(
      'Somebody has joined with this address already',
    )
    await open(shop.joinUrl)
    await sendForm('mia.bakes', OTHER_PAYEE)
    expect(await page.locator('#handle-wrong').textContent()).toContain(
      'Somebody already uses this name here',
    )
  })

  test('counts once when the same form is sent twice', async () => {
    await open(shop.joinUrl)
    const ticket = await page.locator('input[name=ticket]').inputValue()
    const send = () =>
      fetch(shop.joinUrl, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({
          handle: 'twice',
          payee: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
          email: '',
          ticket,
        }),
      })
    const first = await send()
    const second = await send()
    expect([first.status, second.status]).toEqual([303, 303])
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
  })
})

describe("a person's page", () => {
  test('shows a sale as promised, with its day and its why, and a new sign-in link ends the old one', async () => {
    await open(shop.joinUrl)
    await sendForm('lou', '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65')
    await page.waitForURL(/\/me\//)
    expect(page.url()).toBe(`${system.url}/me/home?welcome`)
    const own = '/me/home'
    const signInLink = (await page.locator('.banner .copy').textContent()) ?? ''
    expect(signInLink).toMatch(/\/me\/[a-z0-9]{44}$/)
    const link = (await page.locator('.share .copy').textContent()) ?? ''
    await sell(shop, link, 'order-1')
    await expect
      .poll(async () => {
        await open(own)
        return mainText()
      }, RESERVED_DEADLINE)
      .toMatch(/1\.80 test dollars promised .* unlocks on \d/)
    await page.locator('summary').first().click()
    await expectSound()
    const text = await mainText()
    expect(text).toContain('Promised 1.80 test dollars')
    expect(text).toContain('1.80 test dollars promised The order earns 1.80 USD.')
    expect(text).toContain('The program pays 8 % of 22.50 USD: 1.80 USD.')
    expect(text).toMatch(/order of \d+ \w+ \d{4}, unlocks on \d+ \w+ \d{4}/)
    expect(text).toContain('1 visit, 1 sale')
    expect(text).not.toContain('Keep this')

    await page.getByRole('button', { name: 'Make a new sign-in link' }).click()
    await page.waitForURL(/\/me\/home\?welcome$/)
    expect(await page.locator('.banner .copy').textContent()).not.toBe(signInLink)
    expect(await open(signInLink)).toBe(404)
    await expectSound()
  })

  test('answers for a link that was never given as for one that was replaced', async () => {
    expect(await open(`/me/${'2'.repeat(44)}`)).toBe(404)
    const never = await page.locator('main').textContent()
    expect(await open('/me/x')).toBe(404)
    expect(await page.locator('main').textContent()).toBe(never)
    await expectSound()
  })
})

describe("the shop's page", () => {
  test('opens with the key, and shows pool, orders and rewards with their reasons', async () => {
    await open('/shop')
    await page.getByLabel('Your key').fill('vp_test_wrong')
    await page.getByRole('button', { name: 'Open' }).click()
    expect(await page.locator('#key-wrong').textContent()).toContain('not known')
    await expectSound()

    await page.getByLabel('Your key').fill(shop.apiKey)
    await page.getByRole('button', { name: 'Open' }).click()
    await page.waitForURL(/\/shop\/[a-z0-9]+$/)
    await expectSound()
    const text = await mainText()
    expect(text).toContain('Deposited 100.00 test dollars')
    expect(text).toContain('100.00 deposited = ')
    expect(text).toContain('order-1')
    expect(text).toContain('lou')
    expect(text).toContain('The program pays 8 % of 22.50 USD')
    expect(page.url()).not.toContain(shop.apiKey)
  })

  test('opens with the sign-in link of set-up', async () => {
    expect(await open(shop.shopUrl)).toBe(200)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Tea & <Leaf>')
  })
})

describe("the auditor's page", () => {
  test('shows the last result and the command to run it oneself', async () => {
    await expect
      .poll(async () => {
        await open('/audit')
        return page.locator('main').textContent()
      }, RESERVED_DEADLINE)
      .toContain('Clean: no discrepancy')
    await expectSound()
    expect(await page.locator('pre').textContent()).toContain(`audit --rpc ${system.rpcUrl} --ledger 0x`)
  })
})
