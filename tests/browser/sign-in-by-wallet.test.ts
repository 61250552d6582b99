// A shop lets its wallet in and signs in with it, in a real browser with a wallet that signs, against the relayer itself.

import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Hex } from 'viem'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { TestRelayer } from '../support/relayer.ts'
import type { TestShop } from '../support/shop.ts'
import { vouch } from '../support/vouch.ts'
import { closeSite, openSite, type Site } from './open-site.ts'
import { unreadable } from './readable.ts'
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'

let site: Site
let browser: Browser
let relayer: TestRelayer
let shop: Pick<TestShop, 'apiKey'>
let url: string
let keyFile: string

const wallet = privateKeyToAccount(generatePrivateKey())
const PHONE = { width: 360, height: 740 }

beforeAll(async () => {
  site = await openSite()
  ;({ browser, relayer, shop, url } = site)
  keyFile = join(inject('runFolder'), 'wallet-shop.key')
  writeFileSync(keyFile, shop.apiKey, { mode: 0o600 })
})

afterAll(async () => {
  await closeSite(site)
})

type Ask = { readonly method: string; readonly params?: readonly string[] }
type Way = 'announced' | 'window.ethereum'

/** A browser of its own, with a wallet that says how it is found, or with none. */
async function openPage(way?: Way, says: 'yes' | 'no' = 'yes'): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: PHONE })
  const page = await context.newPage()
  if (way === undefined) return page
  await context.exposeFunction('walletAnswers', async ({ method, params }: Ask) => {
    if (method === 'eth_requestAccounts') return [wallet.address.toLowerCase()]
    if (says === 'no') return 'no'
    expect(method).toBe('personal_sign')
    expect(params?.[1]).toBe(wallet.address.toLowerCase())
    return wallet.signMessage({ message: { raw: params?.[0] as Hex } })
  })
  await context.addInitScript((found) => {
    const own = globalThis as unknown as { walletAnswers(ask: unknown): Promise<unknown>; ethereum?: object }
    const request = async (ask: unknown): Promise<unknown> => {
      const answer = await own.walletAnswers(ask)
      if (answer === 'no') throw Object.assign(new Error('User rejected the request.'), { code: 4001 })
      return answer
    }
    if (found === 'window.ethereum') {
      own.ethereum = { request }
      return
    }
    const detail = Object.freeze({
      info: { uuid: '7f1c', name: 'Fox & <b>Co</b>', icon: 'data:,', rdns: 'example.fox' },
      provider: { request },
    })
    const events = globalThis as unknown as EventTarget
    const announce = () => events.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
    events.addEventListener('eip6963:requestProvider', announce)
    announce()
  }, way)
  return page
}

test('a wallet that nobody let in opens nothing, and the page says so', async () => {
  const page = await openPage('announced')
  await page.goto(`${url}/shop`)
  await page.getByRole('button', { name: 'Sign in with Fox & <b>Co</b>' }).click()
  await page.getByText('This wallet opens no shop here.').waitFor()
  expect(new URL(page.url()).pathname).toBe('/shop/wallet')
  expect(await unreadable(page)).toEqual([])
})

test('the shop lets its wallet in, and from then on the wallet signs in, however it is found', async () => {
  const page = await openPage('announced')
  await page.goto(`${url}/shop`)
  await page.getByLabel('Your key').fill(shop.apiKey)
  await page.getByRole('button', { name: 'Open' }).click()
  await page.goto(`${url}/shop/home/keys`)
  expect(await unreadable(page)).toEqual([])
  await page.getByRole('button', { name: 'Let in Fox & <b>Co</b>' }).click()
  await page.getByText(wallet.address).waitFor()
  expect(new URL(page.url()).pathname).toBe('/shop/home/keys')

  for (const way of ['announced', 'window.ethereum'] as const) {
    const other = await openPage(way)
    await other.goto(`${url}/shop`)
    const name = way === 'announced' ? 'Fox & <b>Co</b>' : 'your wallet'
    await other.getByRole('button', { name: `Sign in with ${name}` }).click()
    await other.waitForURL(`${url}/shop/home`)
    await other.goto(`${url}/shop/home/keys`)
    expect(await other.getByText('Signed in with a wallet on').count()).toBeGreaterThan(0)
  }
})

test('the command line lists the sessions and the wallet, and ends both', async () => {
  const server = ['--key-file', keyFile, '--url', url]
  const wallets = await vouch('wallet', 'list', ...server)
  expect(wallets.stdout).toMatch(new RegExp(`^${wallet.address}: since `))
  const sessions = await vouch('session', 'list', ...server, '--json')
  const { data } = JSON.parse(sessions.stdout) as { data: { sessionId: string; openedBy: string }[] }
  expect(data.map(({ openedBy }) => openedBy).toSorted()).toEqual(['key', 'wallet', 'wallet'])
  for (const { sessionId } of data) {
    const ended = await vouch('session', 'revoke', sessionId, ...server)
    expect(ended).toMatchObject({ status: 0, stdout: `${sessionId} is signed out.\n` })
  }
  expect((await vouch('session', 'list', ...server)).stdout).toBe('Nobody is signed in.\n')
  expect(await vouch('wallet', 'unbind', wallet.address, ...server)).toMatchObject({
    status: 0,
    stdout: `${wallet.address} signs in no more.\n`,
  })
  expect((await vouch('wallet', 'unbind', wallet.address, ...server)).status).not.toBe(0)

  const page = await openPage('announced')
  await page.goto(`${url}/shop`)
  await page.getByRole('button', { name: /^Sign in with Fox/ }).click()
  await page.getByText('This wallet opens no shop here.').waitFor()
})

test('a wallet whose person says no, no wallet, and another address of the server are each said', async () => {
  const refused = await openPage('window.ethereum', 'no')
  await refused.goto(`${url}/shop`)
  await refused.getByRole('button', { name: 'Sign in with your wallet' }).click()
  await refused.getByText('Nothing was signed.').waitFor()

  const none = await openPage()
  await none.goto(`${url}/shop`)
  await none.getByText('This browser has no wallet.').waitFor()
  expect(await none.getByRole('button', { name: /^Sign in with/ }).count()).toBe(0)

  const elsewhere = await openPage('announced')
  await elsewhere.goto(`http://127.0.0.1:${relayer.port}/shop`)
  await elsewhere.getByText(`Wallets sign for ${url} alone.`).waitFor()
})
