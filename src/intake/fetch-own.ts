// Reads one document from a shop's own hosts, over connections that no name and no redirect can lead into this network.

import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isOwnAddress } from '#domain/own-hosts.ts'
import { Problem } from '#domain/problem.ts'

import {
  checkedAddress,
  HostRefused,
  pinnedOptions,
  type NetworkAddress,
  type PinningDeps,
} from './pinned-connection.ts'

/** Redirects followed: to https, to `www.`, to the page's new name. */
const REDIRECTS_MAX = 3

/** Longest that name, connection, redirects and document may take together, in milliseconds. */
const PATIENCE_MS = 10_000

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

export type FetchOwnInput = {
  readonly address: string
  readonly shopUrl: string
  /** Media types taken, such as `text/html`. */
  readonly types: readonly string[]
  readonly maxBytes: number
  /** What lies beyond `maxBytes` is left unread instead of refused. */
  readonly isCutAllowed: boolean
}

export type FetchedDocument = {
  /** Where it was in the end. */
  readonly address: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** The document; throws `product_page_unreadable` with a `reason` that tells nothing of what else the name leads to. */
export async function fetchOwn(deps: PinningDeps, input: FetchOwnInput): Promise<FetchedDocument> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  let { address } = input
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    if (!isOwnAddress(address, input.shopUrl)) throw unreadable("is not on the shop's own hosts")
    const url = new URL(address)
    const response = await open(url, await shopAddress(deps, url, signal), { ...input, signal })
    const next = REDIRECTS.includes(response.statusCode ?? 0) ? response.headers.location : undefined
    if (next === undefined) return { address: url.href, ...(await readDocument(response, input)) }
    response.destroy()
    if (!URL.canParse(next, url)) throw unreadable('leads nowhere')
    address = new URL(next, url).href
  }
  throw unreadable('leads on and on')
}

/** {@link checkedAddress}, refused as a page that cannot be read. */
async function shopAddress(deps: PinningDeps, url: URL, signal: AbortSignal): Promise<NetworkAddress> {
  try {
    return await checkedAddress(deps, url, signal)
  } catch (error) {
    throw error instanceof HostRefused ? unreadable(error.message, error.cause) : error
  }
}

function open(
  url: URL,
  pinned: NetworkAddress,
  { types, signal }: { readonly types: readonly string[]; readonly signal: AbortSignal },
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    ...pinnedOptions(pinned),
    headers: {
      Accept: types.join(', '),
      'Accept-Encoding': 'identity',
      'User-Agent': 'Vouchpenny (reads a product once, when somebody asks)',
    },
    signal,
  }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve)
    sent.on('error', (cause) => reject(unreadable('does not answer', cause)))
    sent.end()
  })
}

async function readDocument(
  response: IncomingMessage,
  { types, maxBytes, isCutAllowed }: FetchOwnInput,
): Promise<Omit<FetchedDocument, 'address'>> {
  try {
    const contentType = response.headers['content-type'] ?? ''
    const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
    const isPlain = (response.headers['content-encoding'] ?? 'identity') === 'identity'
    if (response.statusCode !== 200 || !types.includes(type) || !isPlain)
      throw unreadable('is no document of the kind that is read')
    return { contentType, bytes: await readBytes(response, { maxBytes, isCutAllowed }) }
  } finally {
    response.destroy()
  }
}

async function readBytes(
  response: IncomingMessage,
  { maxBytes, isCutAllowed }: Pick<FetchOwnInput, 'maxBytes' | 'isCutAllowed'>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > maxBytes) break
    }
  } catch (cause) {
    throw unreadable('breaks off', cause)
  }
  if (length > maxBytes && !isCutAllowed) throw unreadable('is too large')
  return new Uint8Array(Buffer.concat(chunks)).subarray(0, maxBytes)
}

function unreadable(reason: string, cause?: unknown): Problem {
  return new Problem('product_page_unreadable', { reason }, { cause })
}
