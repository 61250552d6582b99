// Reads what changed in one shop from its own interface, page by page, into the inbox: the shop's webhooks only make this
// faster. Each page is kept before the next one is asked for, so a crash costs one page; the claim keeps everybody else away
// for as long as one page may take.

import { firstCursor, type PullCursor } from '#domain/pull-cursor.ts'
import { HOUR_MS, SECOND_MS } from '#domain/time.ts'
import { ShopApiFailure, type ShopCredentials, type ShopPage } from '#ports/shop-api.ts'

import { keepDelivery, readMessage, type ReadMessage } from '../deliveries/keep-delivery.ts'
import { newSecret } from '../new-id.ts'
import { openCredentials } from './credentials.ts'
import { nextPause, type Pause } from './next-pause.ts'
import { pullPage } from './pull-page.ts'

import type { ConnectionId, RetailerId } from '#domain/ids.ts'
import type { PullClaim } from '#ports/pull-rows.ts'

import type { AppDeps } from '../deps.ts'

/** How long a claim keeps others away, in milliseconds: three minutes, longer than all the requests of a page. */
const CLAIM_MS = 180 * SECOND_MS

/** How much earlier than the connection the first reading begins, in milliseconds: an hour, since shops' clocks err. */
const CLOCK_MARGIN_MS = HOUR_MS

/** Pages read in one go; then others have their turn, and this shop comes again at once. */
const PAGES_PER_RUN = 20

/** A job runs this much after its time, in milliseconds, so that it is never a moment too early to find it due. */
const LATE_MS = SECOND_MS / 2

export type PullDeps = Pick<
  AppDeps,
  'retailers' | 'clock' | 'random' | 'macs' | 'sealer' | 'commerce' | 'shopApis' | 'log' | 'settings'
>

type Named = { readonly retailerId: RetailerId; readonly connectionId: ConnectionId }

/** Reads a shop that is due; nothing happens while somebody else reads it, before its time, or without credentials. */
export async function pullConnection(deps: PullDeps, named: Named): Promise<void> {
  const { retailerId, connectionId } = named
  const now = deps.clock.now()
  const claim = await deps.retailers.transaction(retailerId, (unit) =>
    unit.pulls.claim(connectionId, { token: newSecret(deps), now, until: now + CLAIM_MS }),
  )
  if (!claim) return
  const pause = await readPages(deps, named, claim)
  if (pause === 'lost') return
  const { afterMs, failures, lastError } = nextPause(deps, claim.failures, pause)
  await deps.retailers.transaction(retailerId, async (unit) => {
    const nextAt = deps.clock.now() + afterMs
    if (!(await unit.pulls.release(claim, { nextAt, failures, lastError }))) return
    const startAt = afterMs === 0 ? {} : { startAt: nextAt + LATE_MS }
    await unit.enqueue({ queue: 'pull-connection', data: named, ...startAt })
  })
}

/** Reads pages until nothing is left, the shop wants a pause or fails, or others have their turn. */
async function readPages(deps: PullDeps, named: Named, claim: PullClaim): Promise<Pause | 'lost'> {
  const credentials = openCredentials(deps, claim.connectionId, claim.credentialsSealed)
  let cursor = claim.cursor ?? firstCursor(claim.connectedAt - CLOCK_MARGIN_MS)
  for (let page = 1; page <= PAGES_PER_RUN; page++) {
    const read = await readPage(deps, { ...named, credentials, cursor })
    if (read instanceof ShopApiFailure) return { kind: 'failed', failure: read }
    if (!(await keepPage(deps, claim, { ...named, credentials, page: read }))) return 'lost'
    if (read.isCaughtUp) return { kind: 'caught-up' }
    if (read.waitMs !== undefined) return { kind: 'asked', waitMs: read.waitMs }
    ;({ cursor } = read)
  }
  return { kind: 'asked', waitMs: 0 }
}

async function readPage(
  deps: PullDeps,
  {
    connectionId,
    credentials,
    cursor,
  }: Named & { readonly credentials: ShopCredentials; readonly cursor: PullCursor },
): Promise<ShopPage | ShopApiFailure> {
  try {
    return await pullPage(deps, credentials, { cursor, now: deps.clock.now() })
  } catch (error) {
    if (!(error instanceof ShopApiFailure)) throw error
    deps.log.warn('a shop could not be read', { connectionId, kind: error.kind, reason: error.message })
    return error
  }
}

/** Keeps a page's messages and how far it led, in one step; false when the claim was lost. */
async function keepPage(
  deps: PullDeps,
  claim: PullClaim,
  {
    retailerId,
    connectionId,
    credentials: { platform },
    page,
  }: Named & { readonly credentials: ShopCredentials; readonly page: ShopPage },
): Promise<boolean> {
  const messages = page.messages
    .map((request) => readMessage(deps.commerce[platform], request))
    .filter((message) => isWorthKeeping(message))
  const at = deps.clock.now()
  return deps.retailers.transaction(retailerId, async (unit) => {
    const statuses = []
    for (const message of messages) {
      statuses.push(
        await keepDelivery(deps, unit, { connectionId, platform, message, isPulled: true, receivedAt: at }),
      )
    }
    return unit.pulls.advance(claim, {
      cursor: page.cursor,
      messages: statuses.filter((status) => status === 'recorded').length,
      at,
      isCaughtUp: page.isCaughtUp,
      ...(page.withheld === undefined ? {} : { withheld: page.withheld }),
      until: at + CLAIM_MS,
    })
  })
}

/** What says nothing about rewards stays with the shop, where it can be read again; what cannot be read is for a person. */
function isWorthKeeping({ decoded }: ReadMessage): boolean {
  return decoded?.kind !== 'skipped'
}
