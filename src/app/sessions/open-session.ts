// Somebody has signed in: a session in place of what they signed in with. Every sign-in makes a new one, and the one that
// the same browser brought along ends with it.

import { DAY_MS } from '#domain/time.ts'

import { isPersonSession, isShopSession, newSessionToken, readSessionToken } from './session-token.ts'

import type { SessionOrigin, SessionRows } from '#ports/session-rows.ts'
import type { AppDeps } from '../deps.ts'

/** How long a session lasts, in milliseconds: 30 days for a shop, 90 for a person, who can move no money with it. */
export const SHOP_SESSION_MS = 30 * DAY_MS
export const PERSON_SESSION_MS = 90 * DAY_MS

/** Sessions that one shop or person has at one time; the oldest end. */
const SESSIONS_MAX = 50

type OpenDeps = Pick<AppDeps, 'random' | 'clock' | 'macs'>

export type Opened = { readonly token: string; readonly sessionId: string; readonly expiresAt: number }

/** A session of a shop; its token is shown here alone. */
export async function openShopSession(
  deps: OpenDeps & Pick<AppDeps, 'retailers'>,
  { retailerId, openedBy, before }: SignIn & { readonly retailerId: string },
): Promise<Opened> {
  const insteadOf = before !== undefined && isShopSession(before) ? before : undefined
  return deps.retailers.transaction(retailerId, ({ sessions }) =>
    open(deps, sessions, { ownerId: retailerId, openedBy, before: insteadOf, lastsMs: SHOP_SESSION_MS }),
  )
}

/** A session of a person. */
export async function openPersonSession(
  deps: OpenDeps & Pick<AppDeps, 'recommenders'>,
  { recommenderId, openedBy, before }: SignIn & { readonly recommenderId: string },
): Promise<Opened> {
  const insteadOf = before !== undefined && isPersonSession(before) ? before : undefined
  return deps.recommenders.transaction(recommenderId, ({ sessions }) =>
    open(deps, sessions, { ownerId: recommenderId, openedBy, before: insteadOf, lastsMs: PERSON_SESSION_MS }),
  )
}

export type Opening = { readonly openedBy: SessionOrigin }

type SignIn = Opening & {
  /** The session that the browser had until now. */
  readonly before?: string | undefined
}

async function open(
  deps: OpenDeps,
  sessions: SessionRows,
  { ownerId, openedBy, before, lastsMs }: SignIn & { readonly ownerId: string; readonly lastsMs: number },
): Promise<Opened> {
  const now = deps.clock.now()
  const token = newSessionToken(deps, ownerId)
  const { sessionId, tokenHash } = readSessionToken(deps, token)
  const expiresAt = now + lastsMs
  const earlier = before === undefined ? undefined : readSessionToken(deps, before)
  // A session of another shop or person in the same browser is theirs: it stays.
  if (earlier?.ownerId === ownerId) await sessions.remove(earlier.sessionId)
  const lastUsedOn = new Date(now).toISOString().slice(0, 'yyyy-mm-dd'.length)
  await sessions.insert({ sessionId, tokenHash, openedBy, createdAt: now, expiresAt, lastUsedOn })
  await sessions.trim(SESSIONS_MAX, now)
  return { token, sessionId, expiresAt }
}
