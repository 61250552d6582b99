// A story as a person with a cheap phone reads it and writes it: 360 px wide, without script.

import { join } from 'node:path'
import sharp from 'sharp'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeStoryWorld, type StoryWorld } from '../integration/http/story-world.ts'
import { openBrowser } from './open-browser.ts'
import { expectReadable } from './readable.ts'

/** A narrow phone, in CSS pixels. */
const PHONE = { width: 360, height: 740 }

const BANNER = 'Ad: mia recommends this and earns a small reward if you buy'

let world: StoryWorld
let browser: Browser
let phone: BrowserContext
let page: Page

beforeAll(async () => {
  ;[world, browser] = await Promise.all([makeStoryWorld(), openBrowser(inject('runFolder'))])
  phone = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false })
  page = await phone.newPage()
})

afterAll(async () => {
  await browser?.close()
  await world?.relayer.stop()
})

const open = (path: string) => page.goto(new URL(path, world.relayer.url).href)

const expectSound = () => expectReadable(page)

test('a person writes a story with a picture; a friend reads that it is an ad before anything else', async () => {
  await open(`/me/${world.token}/stories`)
  await expectSound()
  await page.getByRole('link', { name: 'Write about Tea' }).click()
  await expectSound()
  const file = join(inject('runFolder'), 'morning.png')
  await sharp({ create: { width: 800, height: 600, channels: 3, background: '#7a8' } })
    .png()
    .toFile(file)
  await page.getByLabel('Title').fill('My morning')
  await page.getByLabel('Your words').fill(`Every day with this cup. ${'Wordwithoutend'.repeat(20)}`)
  await page.getByLabel('Or paste the address of its page').fill('https://tea.example/cup')
  await page.getByLabel('A picture').setInputFiles(file)
  await page.getByRole('button', { name: 'Show my story' }).click()
  await page.waitForURL(/\/stories$/)
  await expectSound()
  await page.locator('.copy a').click()
  await page.waitForURL(/\/s\/[a-z0-9]{13}$/)
  await expectSound()

  const disclosure = page.locator('.disclosure')
  expect(await disclosure.textContent()).toBe(BANNER)
  const box = await disclosure.boundingBox()
  const title = await page.getByRole('heading', { level: 1 }).boundingBox()
  expect((box?.y ?? PHONE.height) + (box?.height ?? 0)).toBeLessThanOrEqual(title?.y ?? 0)
  expect(title?.y).toBeLessThan(PHONE.height / 2)
  const loaded = await page
    .locator('img.picture')
    .evaluateAll((pictures) =>
      pictures.map((one) => (one as unknown as { naturalWidth: number }).naturalWidth),
    )
  expect(loaded[0]).toBe(800)
})

test('a wrong file comes back beside its field', async () => {
  const file = join(inject('runFolder'), 'morning.svg')
  await sharp({ create: { width: 8, height: 8, channels: 3, background: '#7a8' } })
    .gif()
    .toFile(file)
  await open(`/me/${world.token}/stories/${world.shop.programId}`)
  await page.getByLabel('Title').fill('Another')
  await page.getByLabel('Your words').fill('Words.')
  await page.getByLabel('Blue <cup>').check()
  await page.getByLabel('A picture').setInputFiles(file)
  await page.getByRole('button', { name: 'Show my story' }).click()
  expect(await page.locator('#picture-wrong').textContent()).toContain('is neither JPEG nor PNG nor WebP')
  expect(await page.getByLabel('Blue <cup>').isChecked()).toBe(true)
  await expectSound()
})

test('the shop sees the stories, hides one, and shows it again', async () => {
  await open('/shop')
  await page.getByLabel('Your key').fill(world.shop.apiKey)
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByRole('link', { name: 'Stories and discount codes' }).click()
  await expectSound()
  await page.getByRole('button', { name: 'Hide' }).click()
  await expectSound()
  expect(await page.locator('main').textContent()).toContain('hidden')
  await page.getByRole('button', { name: 'Show' }).click()
  expect(await page.locator('.state').first().textContent()).toBe('shown')
})
