// Sends a webhook to an address that a shop named: over TLS to the open internet, once, to an address that was checked.
// A redirect is an answer like any other; what the other side says is not kept.

import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'

import ipaddr from 'ipaddr.js'

import {
  checkedAddress,
  HostRefused,
  pinnedOptions,
  type NetworkAddress,
  type PinningDeps,
} from './pinned-connection.ts'
import { isPublicAddress } from './public-address.ts'

import type { OutgoingWebhook, WebhookAnswer, WebhookSender } from '#ports/webhook-sender.ts'

/** Longest from the name to the answer's head, in milliseconds: 15 s, the least that Standard Webhooks (1.0.0) asks for. */
const PATIENCE_MS = 15_000

/** Longest that the rest of an answer is listened to, in milliseconds: its status has come, the rest is courtesy. */
const REST_MS = 1_000

/** Most of an answer that is listened to, in bytes: 64 KiB. */
const ANSWER_MAX_BYTES = 64 * 1024

/** Port of https, and the first one that a server needs no right for: the ports between are of other services. */
const HTTPS_PORT = 443
const FREE_PORTS_FROM = 1024

/** Endings of names that lead to no host of the open internet (RFC 6761, RFC 6762, RFC 8375 and common use). */
const INNER_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa|test|invalid)$/

export type WebhookSenderOptions = {
  /** Whether addresses on this machine may be named, without TLS too: for trying things out on a testnet. */
  readonly isLoopbackAllowed: boolean
  readonly resolve?: PinningDeps['resolve']
  /** Certificates that are trusted beside the usual ones, in PEM. */
  readonly trusted?: string
}

/** {@link WebhookSender} over the network; names are asked of the system's resolver unless `resolve` is given. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  // One address is connected to; where a host has both kinds, that of IPv4 is reached from more networks.
  const resolve = options.resolve ?? ((host: string) => lookup(host, { all: true, order: 'ipv4first' }))
  return {
    refusal: (text) => refusalOf(text, options),
    post: async (webhook) => {
      const refusal = refusalOf(webhook.url, options)
      if (refusal !== undefined) return { kind: 'failed', reason: refusal }
      const url = new URL(webhook.url)
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const deps = { resolve, isPublicAddress: namesThisMachine(url) ? isLoopback : isPublicAddress }
      try {
        const pinned = await checkedAddress(deps, url, signal)
        return await post(webhook, { url, pinned, signal, trusted: options.trusted })
      } catch (error) {
        if (error instanceof HostRefused) return { kind: 'failed', reason: error.message }
        throw error
      }
    },
  }
}

function refusalOf(text: string, { isLoopbackAllowed }: WebhookSenderOptions): string | undefined {
  if (!URL.canParse(text)) return 'is no web address'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'carries a user name or a password'
  if (url.hash !== '') return 'carries a fragment, which no server hears of'
  const isHere = isLoopbackAllowed && namesThisMachine(url)
  if (url.protocol !== 'https:' && !(isHere && url.protocol === 'http:'))
    return 'does not begin with https://'
  const port = url.port === '' ? HTTPS_PORT : Number(url.port)
  if (port !== HTTPS_PORT && port < FREE_PORTS_FROM) return 'names a port of another service'
  return isHere || isOpenHost(url) ? undefined : 'has a host that is not on the open internet'
}

/** By the name alone; what it leads to is looked at when something is sent. */
function isOpenHost(url: URL): boolean {
  const host = hostOf(url)
  if (ipaddr.isValid(host)) return isPublicAddress(host)
  return host.includes('.') && !INNER_NAMES.test(host)
}

function namesThisMachine(url: URL): boolean {
  const host = hostOf(url)
  return host === 'localhost' || (ipaddr.isValid(host) && isLoopback(host))
}

/** Without the brackets of an IPv6 address and the dot that ends a full name. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}

type Connection = {
  readonly url: URL
  readonly pinned: NetworkAddress
  readonly signal: AbortSignal
  readonly trusted: string | undefined
}

function post(
  { headers, body }: OutgoingWebhook,
  { url, pinned, signal, trusted }: Connection,
): Promise<WebhookAnswer> {
  const bytes = Buffer.from(body)
  const options: RequestOptions & { ca?: string } = {
    method: 'POST',
    ...pinnedOptions(pinned),
    headers: {
      ...headers,
      'Content-Type': 'application/json',
      'Content-Length': bytes.length,
      'User-Agent': 'Vouchpenny-Webhooks/1',
    },
    signal,
    ...(trusted === undefined ? {} : { ca: trusted }),
  }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve) => {
    const sent = request(url, options, (response) => {
      void letGo(response).then(() =>
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
        }),
      )
    })
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'failed', reason: reasonOf(error, signal) }),
    )
    sent.end(bytes)
  })
}

/** Lets a short rest of the answer come, so that the other side is not cut off, and ends the connection. */
async function letGo(response: IncomingMessage): Promise<void> {
  const cut = setTimeout(() => response.destroy(), REST_MS)
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      length += chunk.length
      if (length > ANSWER_MAX_BYTES) break
    }
  } catch {
    // Its status has come; how the rest breaks off says nothing more.
  } finally {
    clearTimeout(cut)
    response.destroy()
  }
}

/** Errors of Node's TLS about whose certificate it is. */
const CERTIFICATE_CODES = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/

function reasonOf({ code = '' }: NodeJS.ErrnoException, signal: AbortSignal): string {
  if (signal.aborted) return 'did not answer in time'
  if (CERTIFICATE_CODES.test(code)) return 'has a certificate that cannot be trusted'
  return 'does not answer'
}
