// What a shop has beside orders, for a hostile client to bend: connections to the other platforms, addresses that it is
// told at, keys that may do one thing each, and browsers that are signed in.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SCOPES, type Scope } from '#domain/access/principal.ts'
import type { Platform } from '#ports/commerce.ts'
import { post } from '../support/api.ts'
import type { TestRelayer } from '../support/relayer.ts'
import type { Person, TestShop } from '../support/shop.ts'

export type Wire = { readonly platform: Platform; readonly connectionId: string; readonly secret: string }
export type ScopedKey = { readonly scope: Scope; readonly key: string }

/** A browser that is signed in; the cookie is that of its side. */
export type SignedIn = { readonly side: 'shop' | 'me'; readonly token: string }

export type Wires = {
  readonly connections: readonly Wire[]
  readonly scopedKeys: readonly ScopedKey[]
  readonly browsers: readonly SignedIn[]
  /** Of the addresses that are told. */
  readonly endpointSecrets: readonly string[]
  readonly stop: () => Promise<void>
}

/** Makes them; `other` is another shop, with a connection of its own kind. */
export async function makeWires(
  relayer: TestRelayer,
  { shop, other, person }: { readonly shop: TestShop; readonly other: TestShop; readonly person: Person },
): Promise<Wires> {
  const connections: Wire[] = [shop, other]
  for (const platform of ['woocommerce', 'stripe'] as const) {
    const made = await post<Omit<Wire, 'platform'>>(
      relayer,
      '/v1/connections',
      { platform, currency: 'USD' },
      shop.apiKey,
    )
    connections.push({ platform, connectionId: made.connectionId, secret: made.secret })
  }
  const receiver = await startListening()
  const endpointSecrets: string[] = []
  // One that listens, and one where nobody does.
  for (const url of [receiver.url, 'http://127.0.0.1:1025/nobody']) {
    const { secret } = await post<{ secret: string }>(relayer, '/v1/webhook-endpoints', { url }, shop.apiKey)
    endpointSecrets.push(secret)
  }
  const scopedKeys: ScopedKey[] = []
  for (const scope of SCOPES.filter((one) => one !== 'admin')) {
    const body = { name: `only ${scope}`, scopes: [scope] }
    const { apiKey: key } = await post<{ apiKey: string }>(relayer, '/v1/api-keys', body, shop.apiKey)
    scopedKeys.push({ scope, key })
  }
  const browsers = [
    await signIn(relayer, 'shop', await shopLink(relayer, shop)),
    await signIn(relayer, 'shop', await shopLink(relayer, other)),
    await signIn(relayer, 'me', person.signInToken),
  ]
  return { connections, scopedKeys, browsers, endpointSecrets, stop: receiver.stop }
}

async function shopLink(relayer: TestRelayer, { apiKey }: TestShop): Promise<string> {
  const body = new URLSearchParams({ key: apiKey })
  const response = await fetch(`${relayer.url}/shop`, { method: 'POST', body, redirect: 'manual' })
  return response.headers.get('location')?.split('/').at(-1) ?? ''
}

async function signIn(relayer: TestRelayer, side: SignedIn['side'], link: string): Promise<SignedIn> {
  const headers = { accept: 'text/html' }
  const response = await fetch(`${relayer.url}/${side}/${link}`, { headers, redirect: 'manual' })
  const cookies = response.headers.getSetCookie().join('\n')
  const token = new RegExp(`^vp-${side}=([^;]+)`, 'm').exec(cookies)?.[1]
  if (token === undefined) throw new Error(`${side} was not signed in: ${response.status}`)
  return { side, token }
}

async function startListening(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/told`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
