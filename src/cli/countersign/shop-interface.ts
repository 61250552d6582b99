// The orders of a shop read from its platform's own interface, with credentials that only the shop has.

import { pullPage } from '#app/pulls/pull-page.ts'
import { commerceAdapters } from '#commerce/adapters.ts'
import { createShopApis } from '#commerce/shop-apis.ts'
import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import { firstCursor } from '#domain/pull-cursor.ts'
import { DAY_MS, SECOND_MS } from '#domain/time.ts'
import { openInternet } from '#intake/open-internet.ts'
import { createShopFetch } from '#intake/shop-fetch.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import { ShopApiFailure, type ShopCredentials } from '#ports/shop-api.ts'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import { nodeMacs } from '../node-macs.ts'
import { shopLookups, type ShopLookups } from './shop-lookups.ts'
import type { ToldOrders } from './told-orders.ts'

export type ShopInterface = {
  readonly kind: 'interface'
  readonly connectionId: string
  readonly credentials: ShopCredentials
  /** How far back the first reading goes. */
  readonly readDays: number
}

/** Between two readings of a shop, in milliseconds: ten seconds, six questions a minute, which every platform allows. */
const PACE_MS = 10 * SECOND_MS

/** Pages of one reading; what is left is read by the next one, and until then nothing is judged. */
const PAGES_MAX = 500

/** Longest that a reading waits between two pages because the platform asks for it, in milliseconds. */
const WAIT_MAX_MS = 60 * SECOND_MS

export type InterfaceDeps = {
  readonly told: ToldOrders
  readonly warnings: string[]
  readonly now: () => Instant
  readonly pause: (milliseconds: number) => Promise<void>
  /** Whether shops of this machine may be asked, as on a testnet. */
  readonly allowsLoopback: boolean
}

export type OpenInterface = {
  readonly connectionId: string
  /** Reads what changed since the last reading. */
  readonly refresh: () => Promise<void>
  /** Asks for single orders by the shop's numbers. */
  readonly lookUp: ShopLookups
}

/**
 * Reads everything that changed since the last reading, unless that was moments ago. Rejects when the shop does not answer,
 * so that nothing is judged by half of its books; ends the command when it refuses the credentials.
 */
export function shopInterface(source: ShopInterface, deps: InterfaceDeps): OpenInterface {
  const apis = createShopApis(createShopFetch({ ...openInternet, allowsLoopback: deps.allowsLoopback }))
  const { credentials, readDays } = source
  let cursor = firstCursor(deps.now() - readDays * DAY_MS)
  let notBefore = 0
  let rest: { readonly until: Instant; readonly failure: unknown } | undefined
  const take = (message: WebhookRequest) => takeMessage(source, deps, message)
  const { connectionId } = source
  const lookUp = shopLookups(source, { ...deps, apis, take })
  const refresh = async (): Promise<void> => {
    if (deps.now() < notBefore) return
    if (rest !== undefined && deps.now() < rest.until) throw rest.failure
    try {
      for (let page = 1; ; page += 1) {
        if (page > PAGES_MAX) throw new Error('The shop has more orders than one reading takes; it goes on.')
        const read = await pullPage({ shopApis: apis }, credentials, { cursor, now: deps.now() })
        for (const message of read.messages) take(message)
        ;({ cursor } = read)
        if (read.isCaughtUp) break
        if (read.waitMs !== undefined) await deps.pause(Math.min(read.waitMs, WAIT_MAX_MS))
      }
      notBefore = deps.now() + PACE_MS
    } catch (error) {
      const failure = failureOf(error, source)
      if (error instanceof ShopApiFailure) rest = { until: deps.now() + error.retryAfterMs, failure }
      throw failure
    }
  }
  return { connectionId, refresh, lookUp }
}

function takeMessage(
  { connectionId, credentials: { platform } }: ShopInterface,
  { told, warnings, now }: InterfaceDeps,
  message: WebhookRequest,
): void {
  const adapter = commerceAdapters(nodeMacs)[platform]
  try {
    told.take(connectionId, adapter.decode(message), now())
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    warnings.push(`An order of connection ${connectionId} cannot be read: ${JSON.stringify(error.facts)}`)
  }
}

function failureOf(error: unknown, { connectionId }: ShopInterface): unknown {
  if (!(error instanceof ShopApiFailure)) return error
  const sentence = `Connection ${connectionId}: ${error.message}`
  return error.kind === 'refused'
    ? new CommandEnd(EXIT.configuration, sentence, { cause: error })
    : new Error(sentence, { cause: error })
}
