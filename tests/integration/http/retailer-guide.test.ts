// docs/guides/retailer.md, done as it is written on each platform: its commands, in the shop what it says is done there, and
// what it says one sees, from an empty system to a paid reward.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startSystem, type System } from '../../../scripts/system/system.ts'
import { openShopifyServer } from '../../support/shops/shopify-server.ts'
import { openStripeServer } from '../../support/shops/stripe-server.ts'
import { openWooServer } from '../../support/shops/woocommerce-server.ts'
import type { NewSale, Sale } from '../../support/shops/sale.ts'

const run = promisify(execFile)

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const GUIDE = readFileSync(join(ROOT, 'docs/guides/retailer.md'), 'utf8')

/** A sale is promised within its batch's age and a few blocks; a loaded machine takes longer. */
const PROMISED = { timeout: 90_000, interval: 500 }

/** Beyond the guide's hold of 72 minutes, in seconds. */
const BEYOND_HOLD_SECONDS = 4_400

const TEST_MILLISECONDS = 180_000

const PHONE = {
  'user-agent': 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36',
}

let system: System

beforeAll(async () => {
  const folder = join(inject('runFolder'), 'retailer-guide')
  mkdirSync(folder, { recursive: true })
  system = await startSystem({ folder: join(folder, 'system'), port: 0, batchMaxAgeSeconds: 1 })
}, TEST_MILLISECONDS)

afterAll(() => system?.stop())

/** Each command line of the guide, as arguments for the command line. */
const COMMANDS = Array.from(GUIDE.matchAll(/^ *npm run vouch -- (.+)$/gm), ([, line = '']) =>
  Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, word]) => quoted ?? word ?? ''),
)

function commandOf(...words: readonly string[]): readonly string[] {
  const found = COMMANDS.filter((command) => words.every((word) => command.includes(word)))
  expect(found, `one command of the guide with ${words.join(' ')}`).toHaveLength(1)
  return found[0] ?? []
}

type World = {
  /** Runs a command of the guide in this shop's own folder. */
  readonly vouch: (...words: readonly string[]) => Promise<string>
  readonly save: (file: string, text: string) => void
  readonly setUp: string
}

type Platform = 'shopify' | 'woocommerce' | 'stripe'

/** Step 2, in a folder of its own. */
async function setUpAs(platform: Platform, way: string): Promise<World> {
  const folder = join(inject('runFolder'), 'retailer-guide', `${platform}-${way}`)
  mkdirSync(join(folder, '.vouchpenny'), { recursive: true })
  const vouch = async (...words: readonly string[]): Promise<string> => {
    const args = [...commandOf(...words), '--url', system.url]
    if (words.includes('setup')) {
      args.push(
        '--operator-key-file',
        join(inject('runFolder'), 'retailer-guide/system/secrets/operator.key'),
      )
    }
    const { stdout } = await run(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], { cwd: folder })
    return stdout
  }
  const setUp = await vouch('setup', platform)
  expect(setUp).toContain('Its pool holds 100.00 test dollars.')
  return { vouch, setUp, save: (file, text) => writeFileSync(join(folder, file), text) }
}

/** The one thing in `text` that fits. */
function find(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`${pattern} is not in:\n${text}`)
  return found
}

const textOf = async (address: string): Promise<string> =>
  (await (await fetch(address)).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

let joined = 0

/** Step 5: the join form; the person's page and link. */
async function join5({ setUp }: World): Promise<{ readonly ownPage: string; readonly link: string }> {
  const joinUrl = find(setUp, /join link +(\S+)/)
  const ticket = find(await (await fetch(joinUrl)).text(), /name="ticket" value="(\w+)"/)
  // An address is one person's, and each of these tests is another's day.
  const payee = joined++ === 0 ? find(GUIDE, /`(0x\w{40})`/) : privateKeyToAddress(generatePrivateKey())
  const answer = await fetch(joinUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ handle: 'me', payee, email: '', ticket }),
  })
  const ownPage = new URL(answer.headers.get('location') ?? '', system.url).href
  return { ownPage, link: find(await textOf(ownPage), /(http\S+\/r\/\w{13})/) }
}

/** Step 6: through the link into the shop, and 25.00 paid there. */
async function buy(shop: { sell: (sale: NewSale) => Sale }, link: string): Promise<void> {
  const landing = (await fetch(link, { redirect: 'manual', headers: PHONE })).headers.get('location') ?? ''
  expect(landing).toMatch(/^https:\/\/blue-mugs\.example\/\?ref=\w{13}&utm_id=/)
  shop.sell({ amount: '25.00', landing, email: 'friend@example.org' })
}

/** What the guide says one sees then: promised, found by the check, and paid when the hold is over. */
async function expectPaid({ vouch }: World, ownPage: string): Promise<void> {
  await expect.poll(() => textOf(ownPage), PROMISED).toMatch(/Promised 2\.00 test dollars .* unlocks on \d/)
  const check = await vouch('connection', 'check')
  expect(check).toContain('Of the latest 1 paid orders, 1 carried the token of a link')
  expect(check).toContain('Nothing is missing.')
  await system.warp(BEYOND_HOLD_SECONDS)
  await expect.poll(() => textOf(ownPage), PROMISED).toMatch(/Paid 2\.00 test dollars/)
}

/** What the set-up printed to be copied. */
const printed = ({ setUp }: World, name: string): string => find(setUp, new RegExp(`^ +${name}: (.+)$`, 'm'))

test(
  'a WooCommerce shop, by webhook',
  async () => {
    const world = await setUpAs('woocommerce', 'webhook')
    const shop = await openWooServer()
    try {
      const { ownPage, link } = await join5(world)
      expect(await shop.subscribe(printed(world, 'Delivery URL'), printed(world, 'Secret'))).toBe(true)
      await buy(shop, link)
      await shop.webhooks.deliver()
      await expectPaid(world, ownPage)
    } finally {
      await shop.close()
    }
  },
  TEST_MILLISECONDS,
)

test(
  'a Shopify shop, by webhook',
  async () => {
    const world = await setUpAs('shopify', 'webhook')
    const shop = await openShopifyServer()
    try {
      shop.subscribe(printed(world, 'URL'))
      world.save('.vouchpenny/secret.txt', `${shop.clientSecret}\n`)
      expect(await world.vouch('connection', 'rotate')).toContain('The secret was taken.')
      const { ownPage, link } = await join5(world)
      await buy(shop, link)
      await shop.webhooks.deliver()
      await expectPaid(world, ownPage)
    } finally {
      await shop.close()
    }
  },
  TEST_MILLISECONDS,
)

test(
  'a Stripe account, by webhook',
  async () => {
    const world = await setUpAs('stripe', 'webhook')
    const shop = await openStripeServer()
    try {
      world.save('.vouchpenny/secret.txt', shop.subscribe(printed(world, 'Endpoint URL')))
      await world.vouch('connection', 'rotate')
      const { ownPage, link } = await join5(world)
      await buy(shop, link)
      await shop.webhooks.deliver()
      await expectPaid(world, ownPage)
    } finally {
      await shop.close()
    }
  },
  TEST_MILLISECONDS,
)

/** The guide's credentials of a platform, with the shop's own values in place of its examples. */
function credentialsOf(platform: Platform, own: Record<string, string>): string {
  const examples = Array.from(
    GUIDE.matchAll(/```json\n([\s\S]*?)```/g),
    ([, json = '']) => JSON.parse(json) as Record<string, string>,
  )
  const example = examples.find((one) => one['platform'] === platform) ?? {}
  expect(Object.keys(example)).toEqual(
    expect.arrayContaining(Object.keys(own).filter((name) => name !== 'apiUrl')),
  )
  return JSON.stringify({ ...example, ...own })
}

test(
  'a WooCommerce shop that reaches nobody',
  async () => {
    const world = await setUpAs('woocommerce', 'pull')
    const shop = await openWooServer()
    try {
      const { url: shopUrl, consumerKey, consumerSecret } = shop
      const { ownPage, link } = await join5(world)
      await buy(shop, link)
      const credentials = credentialsOf('woocommerce', { shopUrl, consumerKey, consumerSecret })
      world.save('.vouchpenny/credentials.json', credentials)
      await world.vouch('connection', 'credentials')
      await expectPaid(world, ownPage)
    } finally {
      await shop.close()
    }
  },
  TEST_MILLISECONDS,
)
