// How requests for a shop's orders leave the house: to the open internet over TLS, to the address that was checked and no
// other, without following redirects, within a time and a size. On a testnet shops of this machine may be read as well.

import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isLoopbackHost } from '#domain/shop-address.ts'
import { ShopApiFailure, type ShopFetch, type ShopRequest } from '#ports/shop-api.ts'

import { checkedAddress, HostRefused, pinnedOptions, type PinningDeps } from './pinned-connection.ts'

/** Longest that name, connection and answer may take together, in milliseconds: shops answer a page in a few seconds. */
const PATIENCE_MS = 20_000

/** Bytes of an answer that are read: a hundred orders of a hundred lines each. */
const ANSWER_MAX_BYTES = 16 * 1024 * 1024

export type ShopFetchDeps = PinningDeps & {
  /** Whether addresses of this machine may be read, also without TLS. */
  readonly allowsLoopback: boolean
  /** {@link PATIENCE_MS} where nothing else is said. */
  readonly patienceMs?: number
}

/** {@link ShopFetch} over the network that `deps` gives. */
export function createShopFetch(deps: ShopFetchDeps): ShopFetch {
  return async (request) => {
    const url = new URL(request.url)
    const isHere = deps.allowsLoopback && isLoopbackHost(url.hostname)
    if (url.protocol !== 'https:' && !isHere) throw unavailable('is not under https')
    const signal = AbortSignal.timeout(deps.patienceMs ?? PATIENCE_MS)
    try {
      const isAllowed = isHere ? { ...deps, isPublicAddress: isLoopbackAddress } : deps
      const response = await open(request, url, {
        ...pinnedOptions(await checkedAddress(isAllowed, url, signal)),
        signal,
      })
      return {
        status: response.statusCode ?? 0,
        headers: headersOf(response),
        body: await readBytes(response),
      }
    } catch (cause) {
      if (cause instanceof ShopApiFailure) throw cause
      if (cause instanceof HostRefused) throw unavailable(cause.message, cause)
      throw unavailable(signal.aborted ? 'did not answer in time' : 'cannot be reached', cause)
    }
  }
}

function open(
  { method, headers, body }: ShopRequest,
  url: URL,
  options: ReturnType<typeof pinnedOptions> & { readonly signal: AbortSignal },
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      ...options,
      method,
      headers: {
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        'User-Agent': 'Vouchpenny (reads the orders of a shop that connected)',
        ...headers,
        ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      },
    })
    sent.on('response', resolve)
    sent.on('error', reject)
    sent.end(body)
  })
}

async function readBytes(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > ANSWER_MAX_BYTES) throw unavailable('answers with more than can be read at once')
    }
  } finally {
    response.destroy()
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function headersOf({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(address)
}

function unavailable(predicate: string, cause?: unknown): ShopApiFailure {
  return new ShopApiFailure('unavailable', `The shop ${predicate}.`, { cause })
}
