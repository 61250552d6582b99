// A shop signs in with its wallet: a key's signature, a contract's, and everything that must not pass for one.

import { randomUUID } from 'node:crypto'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { get, post } from '../../support/api.ts'
import { serveRelayer, type ServedRelayer } from './served-relayer.ts'

let relayer: ServedRelayer
let now = Date.now()
const shops: { readonly retailerId: string; readonly apiKey: string }[] = []

beforeAll(async () => {
  relayer = await serveRelayer({ deps: { clock: { now: () => now } } })
  for (const name of ['Tea', 'Leaf'])
    shops.push(await post(relayer, '/v1/retailers', { name }, relayer.operatorKey))
})

afterAll(() => relayer.stop())

type Wallet = ReturnType<typeof privateKeyToAccount>

async function messageFor({ address }: Wallet): Promise<string> {
  return (await post<{ message: string }>(relayer, '/v1/wallet-messages', { address })).message
}

async function codeOf(path: string, body: object, bearer?: string): Promise<string> {
  const response = await fetch(`${relayer.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  })
  return response.ok ? 'done' : ((await response.json()) as { code: string }).code
}

async function bind(wallet: Wallet, apiKey: string): Promise<string> {
  const message = await messageFor(wallet)
  return codeOf('/v1/wallets', { message, signature: await wallet.signMessage({ message }) }, apiKey)
}

test('a wallet signs in once it was let in, and no longer than that', async () => {
  const wallet = privateKeyToAccount(generatePrivateKey())
  const [tea, leaf] = [shops[0]!, shops[1]!]
  const first = await messageFor(wallet)
  expect(first).toContain('http://vouch.test wants you to sign in'.slice('http://'.length))
  const signIn = async () => {
    const message = await messageFor(wallet)
    return { message, signature: await wallet.signMessage({ message }) }
  }
  expect(await codeOf('/v1/wallet-sessions', await signIn())).toBe('credentials_invalid')
  expect(await bind(wallet, tea.apiKey)).toBe('done')
  expect(await bind(wallet, tea.apiKey)).toBe('done')
  expect(await bind(wallet, leaf.apiKey)).toBe('wallet_taken')

  const session = await post<{ retailerId: string; sessionToken: string }>(
    relayer,
    '/v1/wallet-sessions',
    await signIn(),
  )
  expect(session.retailerId).toBe(tea.retailerId)
  const { data } = await get<{ data: { address: string }[] }>(relayer, '/v1/wallets', session.sessionToken)
  expect(data.map(({ address }) => address)).toEqual([wallet.address])

  const unbind = `/v1/wallets/${wallet.address}/unbind`
  expect(await codeOf(unbind, {}, leaf.apiKey)).toBe('not_found')
  expect(await codeOf(unbind, {}, tea.apiKey)).toBe('done')
  expect(await codeOf('/v1/wallet-sessions', await signIn())).toBe('credentials_invalid')
})

test('a text is good for one try, even for a wrong one', async () => {
  const wallet = privateKeyToAccount(generatePrivateKey())
  const other = privateKeyToAccount(generatePrivateKey())
  expect(await bind(wallet, shops[0]!.apiKey)).toBe('done')
  const message = await messageFor(wallet)
  const wrong = { message, signature: await other.signMessage({ message }) }
  const right = { message, signature: await wallet.signMessage({ message }) }
  expect(await codeOf('/v1/wallet-sessions', wrong)).toBe('signature_invalid')
  expect(await codeOf('/v1/wallet-sessions', right)).toBe('challenge_invalid')
})

test('a text ends after ten minutes', async () => {
  const wallet = privateKeyToAccount(generatePrivateKey())
  expect(await bind(wallet, shops[0]!.apiKey)).toBe('done')
  const before = now
  const [edge, late] = [await messageFor(wallet), await messageFor(wallet)]
  now = before + 599_999
  expect(
    await codeOf('/v1/wallet-sessions', {
      message: edge,
      signature: await wallet.signMessage({ message: edge }),
    }),
  ).toBe('done')
  now = before + 600_000
  expect(
    await codeOf('/v1/wallet-sessions', {
      message: late,
      signature: await wallet.signMessage({ message: late }),
    }),
  ).toBe('challenge_invalid')
  now = before
})

test.each<[string, (message: string) => string]>([
  ['another host', (text) => text.replace('vouch.test wants', 'evil.test wants')],
  ['another address of a site', (text) => text.replace('URI: http://vouch.test', 'URI: http://evil.test')],
  ['another chain', (text) => text.replace(/Chain ID: \d+/, 'Chain ID: 1')],
  ['another version', (text) => text.replace('Version: 1', 'Version: 2')],
  ['a later start', (text) => `${text}\nNot Before: 2099-01-01T00:00:00.000Z`],
  [
    'an end that is over',
    (text) => text.replace(/Expiration Time: .*/, 'Expiration Time: 2020-01-01T00:00:00.000Z'),
  ],
  ['more behind it', (text) => `${text}\nand I owe you`],
  ['more before it', (text) => `Hello!\n${text}`],
  ['a nonce of somebody’s own', (text) => text.replace(/Nonce: .*/, 'Nonce: abcdefgh12345678')],
])('a text for %s opens nothing, though the wallet signed it', async (_what, change) => {
  const wallet = privateKeyToAccount(generatePrivateKey())
  expect(await bind(wallet, shops[0]!.apiKey)).toBe('done')
  const message = change(await messageFor(wallet))
  const signed = { message, signature: await wallet.signMessage({ message }) }
  expect(await codeOf('/v1/wallet-sessions', signed)).toBe('challenge_invalid')
})
