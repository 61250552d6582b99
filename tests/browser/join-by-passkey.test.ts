// Joining and signing in with a passkey, in a real browser with a virtual authenticator, against the relayer itself.

import { getAddress, type Address } from 'viem'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { passkeyAccountFactoryAbi } from '#abi/passkey-account-factory.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'
import type { TestChain } from '../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { get, post } from '../support/api.ts'
import { queryDatabase } from '../support/books.ts'
import { startRelayer, type TestRelayer } from '../support/relayer.ts'
import { openShopWithoutPool } from '../support/shop.ts'
import { closeSite, openSite, type Site } from './open-site.ts'
import { makePasskey, openPasskeyPage } from './passkey-page.ts'

let site: Site
let browser: Browser
let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let programId: string
/** As people reach it: a passkey belongs to a name, never to a number such as 127.0.0.1. */
let url: string

beforeAll(async () => {
  site = await openSite()
  ;({ browser, chain, database, relayer, url } = site)
  ;({ programId } = site.shop)
})

afterAll(async () => {
  await closeSite(site)
})

async function payeeOf(handle: string): Promise<Address> {
  const [row] = await queryDatabase(database, 'select payee from recommender_people where handle = $1', [
    handle,
  ])
  return getAddress(String(row?.['payee']))
}

describe('somebody with a passkey', () => {
  test('joins without any address, is paid at its account, and comes back with it', async () => {
    const device = await openPasskeyPage(browser)
    const { page } = device
    await page.goto(`${url}/join/${programId}`)
    await page.getByLabel('Your name here').fill('pia')
    await makePasskey(device)
    expect(await page.getByLabel('Your payout address').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Get my link' }).click()
    await page.waitForURL(`${url}/me/home?welcome`)
    expect(await page.textContent('h1')).toBe('Hello, pia')

    const { credentials } = await device.session.send('WebAuthn.getCredentials', device)
    expect(credentials).toHaveLength(1)
    expect(await payeeOf('pia')).toBe(await accountOf(credentials[0]!.privateKey, ZERO_SIGNER))

    await page.goto(`${url}/me/home/sign-in`)
    await page.getByRole('button', { name: 'Sign out here' }).click()
    await page.waitForURL(`${url}/me`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${url}/me/home`)
    expect(await page.textContent('h1')).toBe('Hello, pia')
    await page.context().close()
  })

  test('names an address that can take the passkey’s place', async () => {
    const device = await openPasskeyPage(browser)
    const { page } = device
    await page.goto(`${url}/join/${programId}`)
    await page.getByLabel('Your name here').fill('rosa')
    await makePasskey(device)
    const recovery = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
    await page.getByLabel('Or an address of yours').fill(recovery)
    await page.getByRole('button', { name: 'Get my link' }).click()
    await page.waitForURL(/welcome/)
    const { credentials } = await device.session.send('WebAuthn.getCredentials', device)
    const signer = { x: `0x${'00'.repeat(12)}${recovery.slice(2)}` as const, y: ZERO_SIGNER.y }
    expect(await payeeOf('rosa')).toBe(await accountOf(credentials[0]!.privateKey, signer))
    await page.context().close()
  })

  test('makes a second one that can take its place, and comes in with either', async () => {
    const device = await openPasskeyPage(browser)
    const { page } = device
    await page.goto(`${url}/join/${programId}`)
    await page.getByLabel('Your name here').fill('sol')
    await makePasskey(device)
    await page.getByRole('button', { name: 'Make a second passkey' }).click()
    await page.getByText('Both passkeys are ready.').waitFor()
    await page.getByRole('button', { name: 'Get my link' }).click()
    await page.waitForURL(/welcome/)
    await page.goto(`${url}/me/home/sign-in`)
    expect(await page.getByText(/^Made on/).count()).toBe(2)
    await page.context().close()
  })

  test('keeps it when the form comes back for another reason', async () => {
    const device = await openPasskeyPage(browser)
    const { page } = device
    await page.goto(`${url}/join/${programId}`)
    await page.getByLabel('Your name here').fill('pia')
    await makePasskey(device)
    await page.getByRole('button', { name: 'Get my link' }).click()
    await page.getByText('Somebody already uses this name here.').waitFor()
    await page.getByText('Your passkey is ready.').waitFor()
    await page.getByLabel('Your name here').fill('tara')
    await page.getByRole('button', { name: 'Get my link' }).click()
    await page.waitForURL(/welcome/)
    expect(recommenderIdOf(await payeeOf('tara'))).toHaveLength(16)
    await page.context().close()
  })

  test('of another site comes in nowhere, nor does an answer that was sent before', async () => {
    const device = await openPasskeyPage(browser)
    const { page } = device
    await page.goto(`${url}/me`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('Nothing was done.').waitFor()

    await page.goto(`${url}/join/${programId}`)
    await page.getByLabel('Your name here').fill('uma')
    await makePasskey(device)
    await page.getByRole('button', { name: 'Get my link' }).click()
    await page.waitForURL(/welcome/)
    await page.goto(`${url}/me`)
    const sent = page.waitForRequest((request) => request.url() === `${url}/me/passkey`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    const body = (await sent).postData() ?? ''
    await page.waitForURL(`${url}/me/home`)
    const again = await fetch(`${url}/me/passkey`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
    expect([again.status, again.headers.getSetCookie()]).toEqual([401, []])
    await page.context().close()
  })
})

test('every device where somebody is signed in is listed, and each is signed out alone', async () => {
  const page = await browser.newPage()
  await page.goto(`${url}/join/${programId}`)
  await page.getByLabel('Your name here').fill('zoe')
  await page.getByLabel('Your payout address').fill('0x976EA74026E726554dB657fA54763abd0C3a0aa9')
  await page.getByRole('button', { name: 'Get my link' }).click()
  await page.waitForURL(/welcome/)
  const link = (await page.locator('.banner .copy').textContent())?.trim() ?? ''
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await other.waitForURL(`${url}/me/home`)

  await page.goto(`${url}/me/home/sign-in`)
  const ends = page.getByRole('button', { name: 'Sign out', exact: true })
  expect(await ends.count()).toBe(2)
  // The newest comes first: the other device.
  await ends.first().click()
  await page.waitForURL(`${url}/me/home/sign-in`)
  expect(await ends.count()).toBe(1)
  await other.goto(`${url}/me/home`)
  expect(new URL(other.url()).pathname).toBe('/me')
  await page.getByRole('button', { name: 'Sign out here' }).click()
  await page.waitForURL(`${url}/me`)
  await other.context().close()
  await page.close()
})

test('a program does all of it by the API, with the browser’s part done at this site', async () => {
  const device = await openPasskeyPage(browser)
  const { page } = device
  await page.goto(`${url}/me`)
  /** Asks the API for options, has the browser answer them, and gives back what it answered. */
  const answer = async (path: string, verb: 'startRegistration' | 'startAuthentication') => {
    const { options } = await post<{ options: object }>(relayer, path, {})
    const asked = JSON.stringify(options)
    return page.evaluate<object>(`SimpleWebAuthnBrowser.${verb}({ optionsJSON: ${asked} })`)
  }
  const passkey = await answer(`/v1/programs/${programId}/passkey-options`, 'startRegistration')
  type Enrolled = { readonly payee: string; readonly enrolment: string }
  const { payee, enrolment } = await post<Enrolled>(relayer, '/v1/passkey-enrolments', { passkey })
  const joined = { handle: 'xenia', enrolment }
  await post(relayer, `/v1/programs/${programId}/recommenders`, joined)
  expect(await payeeOf('xenia')).toBe(payee)
  const { credentials } = await device.session.send('WebAuthn.getCredentials', device)
  expect(payee).toBe(await accountOf(credentials[0]!.privateKey, ZERO_SIGNER))

  const used = await answer('/v1/passkey-options', 'startAuthentication')
  const opened = await post<{ sessionToken: string }>(relayer, '/v1/passkey-sessions', { passkey: used })
  expect(await get(relayer, '/v1/me', opened.sessionToken)).toMatchObject({ handle: 'xenia', payee })
  await expect(post(relayer, '/v1/passkey-sessions', { passkey: used })).rejects.toThrow('challenge_invalid')
  await page.context().close()
})

describe('where passkeys cannot work', () => {
  test('the page says so, and a pasted address does', async () => {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${relayer.port}/join/${programId}`)
    await page.getByText(`Passkeys work at ${url} alone.`).waitFor()
    expect(await page.getByRole('button', { name: 'Make a passkey' }).isVisible()).toBe(false)
    await page.getByLabel('Your name here').fill('vic')
    await page.getByLabel('Your payout address').fill('0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC')
    await page.getByRole('button', { name: 'Get my link' }).click()
    await page.waitForURL(/welcome/)
    expect(await page.textContent('h1')).toBe('Hello, vic')
    await page.close()
  })

  test('on an address that is a number, as phones of the house are given, joining goes on with a pasted one', async () => {
    const lan = 'http://192.168.0.7:8787'
    const housed = await createTestDatabase()
    const own = await startRelayer({ chain, database: housed, env: { PUBLIC_URL: lan } })
    const page = await browser.newPage()
    try {
      await page.route(`${lan}/**`, async (route) => {
        const target = route.request().url().replace(lan, own.url)
        await route.fulfill({ response: await route.fetch({ url: target, maxRedirects: 0 }) })
      })
      const { programId: ownProgram } = await openShopWithoutPool(own)
      await page.goto(`${lan}/join/${ownProgram}`)
      await page
        .getByText('Passkeys need an address that begins with https:// and has a name, or localhost.')
        .waitFor()
      await page.getByText('Paste a payout address instead.').waitFor()
      expect(await page.getByRole('button', { name: 'Make a passkey' }).isVisible()).toBe(false)
      expect(await page.getByLabel('Your payout address').isVisible()).toBe(true)
    } finally {
      await page.close()
      await own.stop()
      await housed.drop()
    }
  })

  test('without script, too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${url}/join/${programId}`)
    expect(await page.getByText('Passkeys need script in this browser.').isVisible()).toBe(true)
    await context.close()
  })

  test('a browser without them says so', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.addInitScript('delete globalThis.PublicKeyCredential')
    await page.goto(`${url}/me`)
    await page.getByText('This browser has no passkeys.').waitFor()
    await context.close()
  })
})

test('the browser keeps the session under the safe name, on localhost too', async () => {
  const device = await openPasskeyPage(browser)
  const { page } = device
  await page.goto(`${url}/join/${programId}`)
  await page.getByLabel('Your name here').fill('wim')
  await makePasskey(device)
  await page.getByRole('button', { name: 'Get my link' }).click()
  await page.waitForURL(/welcome/)
  const cookies = await page.context().cookies(url)
  const safe = cookies.find(({ name }) => name === '__Host-vp-me')
  expect(safe).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
  expect(await page.evaluate('document.cookie')).toBe('')
  await page.context().close()
})

const ZERO_SIGNER = { x: `0x${'00'.repeat(32)}`, y: `0x${'00'.repeat(32)}` } as const

/** Where the factory on the chain says that the account of a private key (PKCS #8, base64) is. */
async function accountOf(
  privateKey: string,
  recovery: { readonly x: `0x${string}`; readonly y: `0x${string}` },
): Promise<Address> {
  const { createPrivateKey, createPublicKey } = await import('node:crypto')
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' })
  const hex = (part: string) => `0x${Buffer.from(part, 'base64url').toString('hex')}` as const
  const address = await chain.client.readContract({
    address: chain.passkeyFactory!,
    abi: passkeyAccountFactoryAbi,
    functionName: 'accountOf',
    args: [{ x: hex(x), y: hex(y) }, recovery],
  })
  return getAddress(address)
}
