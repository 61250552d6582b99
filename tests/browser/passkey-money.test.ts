// Money out of a passkey's account, in a real browser with a virtual authenticator, by the relayer, on a real chain.

import { erc20Abi, getAddress, type Address } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { passkeyAccountAbi } from '#abi/passkey-account.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import { queryDatabase } from '../support/books.ts'
import type { TestChain } from '../support/chain.ts'
import type { TestDatabase } from '../support/database.ts'
import type { TestRelayer } from '../support/relayer.ts'
import { until } from '../support/until.ts'
import { closeSite, openSite, type Site } from './open-site.ts'
import { addDevice, addSigningWallet, makePasskey, openPasskeyPage, touchAlone } from './passkey-page.ts'
import type { PasskeyPage } from './passkey-page.ts'

const RECEIVER = getAddress('0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc')
const SECOND_RECEIVER = getAddress('0x90f79bf6eb2c4f870365e785982e1f101e93b906')
const guardian = privateKeyToAccount(generatePrivateKey())
const GUARDIAN = guardian.address

/** Two days and seven, as the contract has them. */
const TWO_DAYS = 172_800
const SEVEN_DAYS = 604_800

/** Test dollars have six decimals. */
const ONE_DOLLAR = 1_000_000n

let site: Site
let browser: Browser
let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let programId: string
let url: string

beforeAll(async () => {
  site = await openSite()
  ;({ browser, chain, database, relayer, url } = site)
  ;({ programId } = site.shop)
})

afterAll(async () => {
  await closeSite(site)
})

type Person = PasskeyPage & { readonly account: Address }

/** Joins with a passkey; ten test dollars then lie in its account, as if paid. */
async function join(handle: string): Promise<Person> {
  const device = await openPasskeyPage(browser)
  const { page } = device
  await page.goto(`${url}/join/${programId}`)
  await page.getByLabel('Your name here').fill(handle)
  await makePasskey(device)
  await page.getByRole('button', { name: 'Get my link' }).click()
  await page.waitForURL(/welcome/)
  const [row] = await queryDatabase(database, 'select payee from recommender_people where handle = $1', [
    handle,
  ])
  const account = getAddress(String(row?.['payee']))
  const hash = await chain.client.writeContract({
    address: chain.token,
    abi: testDollarAbi,
    functionName: 'mint',
    args: [account, 10n * ONE_DOLLAR],
    chain: null,
  })
  await chain.client.waitForTransactionReceipt({ hash })
  return { ...device, account }
}

async function ask({ page }: Person, amount: string, to: string): Promise<void> {
  await page.goto(`${url}/me/home/money`)
  await page.getByLabel('How much, in test dollars').fill(amount)
  await page.getByLabel('To which address').fill(to)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('Is this right?').waitFor()
}

async function sign({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Sign with your passkey' }).click()
  await page.getByRole('heading', { name: 'What you asked for' }).waitFor()
}

/** Reloads until the page's pill says so. */
async function becomes({ page }: Person, word: string): Promise<void> {
  await until(`the state "${word}"`, async () => {
    await page.reload()
    return (await page.locator('.state').first().textContent()) === word
  })
}

function balanceOf(holder: Address): Promise<bigint> {
  return chain.client.readContract({
    address: chain.token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [holder],
  })
}

describe('money in the account of a passkey', () => {
  test('reaches a new address after two days, over a reload and a restart, and then at once', async () => {
    const person = await join('ada')
    const { page, account } = person
    await ask(person, '4.25', RECEIVER)
    await page.getByText('No money went to this address before. So it waits 2 days').waitFor()
    await sign(person)
    await becomes(person, 'waiting')
    expect(await balanceOf(RECEIVER)).toBe(0n)
    await page.goto(`${url}/me/home/money`)
    await page.getByRole('heading', { name: 'Waiting', exact: true }).waitFor()

    await relayer.stop()
    await relayer.start()
    await chain.anvil.warp(TWO_DAYS)
    await until('the money to arrive', async () => (await balanceOf(RECEIVER)) === 4_250_000n)
    await page.getByRole('link', { name: 'Look at it' }).click()
    await becomes(person, 'done')

    await ask(person, '1', RECEIVER)
    await page.getByText('it is done at once').waitFor()
    await sign(person)
    await until('the second amount to arrive', async () => (await balanceOf(RECEIVER)) === 5_250_000n)
    await becomes(person, 'done')
    expect(await balanceOf(account)).toBe(4_750_000n)
    await page.context().close()
  })

  test('stays where it is when its person cancels, and the page says so', async () => {
    const person = await join('bea')
    const { page, account } = person
    await ask(person, '10', SECOND_RECEIVER)
    await sign(person)
    await becomes(person, 'waiting')
    const asked = page.url()
    await page.getByRole('button', { name: 'Cancel everything that waits' }).click()
    await page.getByText('Everything that waits ends.').waitFor()
    await sign(person)
    await becomes(person, 'done')
    await page.goto(asked)
    await becomes(person, 'cancelled')
    await chain.anvil.warp(TWO_DAYS)
    await page.reload()
    expect(await balanceOf(account)).toBe(10n * ONE_DOLLAR)
    await page.context().close()
  })

  test('is refused by the page when there is less, to addresses that would swallow it, and unsigned', async () => {
    const person = await join('cleo')
    const { page } = person
    await page.goto(`${url}/me/home/money`)
    const send = async (amount: string, to: string) => {
      await page.getByLabel('How much, in test dollars').fill(amount)
      await page.getByLabel('To which address').fill(to)
      await page.getByRole('button', { name: 'Go on' }).click()
    }
    await send('10.000001', RECEIVER)
    await page.getByText('There is less in it').waitFor()
    await send('1', chain.token)
    await page.getByText('Money cannot be sent to this address.').waitFor()
    await send('-1', RECEIVER)
    await page.getByText('must be a decimal string').waitFor()
    await send('10', RECEIVER)
    await page.getByText('Is this right?').waitFor()
    await person.session.send('WebAuthn.setUserVerified', { ...person, isUserVerified: false })
    await page.getByRole('button', { name: 'Sign with your passkey' }).click()
    await page.getByText('Nothing was done.').waitFor()
    await page.context().close()
  })
})

describe('what can take a passkey’s place', () => {
  test('an address is named, waits seven days, and lets a new device take over when the first is lost', async () => {
    const person = await join('dora')
    const { page, account, session, authenticatorId } = person
    await page.goto(`${url}/me/home/money`)
    await page.getByText('Nothing can take your passkey’s place').waitFor()
    await page.getByText('Change it').click()
    await page.getByLabel('An address of yours').fill(GUARDIAN)
    await page.getByRole('button', { name: 'Let it name a new passkey one day' }).click()
    await page.getByText('It waits 7 days').waitFor()
    await sign(person)
    await becomes(person, 'waiting')
    await chain.anvil.warp(SEVEN_DAYS)
    await becomes(person, 'done')
    const recovery = await chain.client.readContract({
      address: account,
      abi: passkeyAccountAbi,
      functionName: 'recovery',
    })
    expect(recovery.x).toBe(`0x${'00'.repeat(12)}${GUARDIAN.slice(2).toLowerCase()}`)
    await page.goto(`${url}/me/home/money`)
    await page.getByText('can name a new passkey, and cancel what waits').waitFor()

    // The first device is lost; a new one makes a passkey, and the address lets it take over.
    await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    await addDevice(session, 'internal')
    await page.goto(`${url}/me/home/sign-in`)
    await page.getByRole('button', { name: 'Make a passkey' }).click()
    await until('the new passkey', async () => (await page.getByText(/^Made on/).count()) === 2)
    await addSigningWallet(page, guardian)
    await page.goto(`${url}/me/home/money`)
    await page.getByRole('button', { name: 'Let it take over' }).click()
    await page.getByRole('button', { name: 'Sign with your wallet' }).click()
    await page.getByRole('heading', { name: 'What you asked for' }).waitFor()
    await becomes(person, 'waiting')
    await chain.anvil.warp(SEVEN_DAYS)
    await becomes(person, 'done')
    await ask(person, '1', SECOND_RECEIVER)
    await sign(person)
    await becomes(person, 'waiting')
    await page.context().close()
  })

  test('a second passkey is added, named, and takes over when the first device is gone', async () => {
    const person = await join('edda')
    const { page, session, account } = person
    await page.goto(`${url}/me/home/sign-in`)
    const first = person.authenticatorId
    const second = await addDevice(session, 'usb')
    await touchAlone(session, second, [first])
    await page.getByRole('button', { name: 'Make a passkey' }).click()
    await until('the second passkey', async () => (await page.getByText(/^Made on/).count()) === 2)
    await page.goto(`${url}/me/home/money`)
    await touchAlone(session, first, [second])
    await page.getByText('Change it').click()
    await page.getByRole('button', { name: 'Let it take the first one’s place one day' }).click()
    await sign(person)
    await becomes(person, 'waiting')
    await chain.anvil.warp(SEVEN_DAYS)
    await becomes(person, 'done')

    await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: first })
    await touchAlone(session, second, [])
    await page.goto(`${url}/me/home/money`)
    await page.getByRole('button', { name: 'Let the second take over' }).click()
    await page.getByText('Your second passkey signs this').waitFor()
    await sign(person)
    await becomes(person, 'waiting')
    await chain.anvil.warp(SEVEN_DAYS)
    await becomes(person, 'done')

    await ask(person, '2', RECEIVER)
    const before = await balanceOf(RECEIVER)
    await sign(person)
    await becomes(person, 'waiting')
    await chain.anvil.warp(TWO_DAYS)
    await until('the money to arrive', async () => (await balanceOf(RECEIVER)) === before + 2_000_000n)
    expect(await balanceOf(account)).toBe(8_000_000n)
    await page.context().close()
  })
})

describe('a passkey to sign in with', () => {
  test('is added by somebody who joined with an address, opens their page, and is removed', async () => {
    const device = await openPasskeyPage(browser)
    const { page } = device
    await page.goto(`${url}/join/${programId}`)
    await page.getByLabel('Your name here').fill('finn')
    await page.getByLabel('Your payout address').fill('0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65')
    await page.getByRole('button', { name: 'Get my link' }).click()
    await page.waitForURL(/welcome/)
    await page.goto(`${url}/me/home/sign-in`)
    await page.getByText('None: you sign in with your link.').waitFor()
    await page.getByRole('button', { name: 'Make a passkey' }).click()
    await page.getByText(/^Made on/).waitFor()
    await page.getByRole('button', { name: 'Sign out here' }).click()
    await page.waitForURL(`${url}/me`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${url}/me/home`)
    expect(await page.textContent('h1')).toBe('Hello, finn')
    await page.goto(`${url}/me/home/money`)
    await page.getByText('You are paid at an address of your own.').waitFor()

    await page.goto(`${url}/me/home/sign-in`)
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('None: you sign in with your link.').waitFor()
    await page.getByRole('button', { name: 'Sign out here' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('This passkey does not open a page here.').waitFor()
    await page.context().close()
  })
})
