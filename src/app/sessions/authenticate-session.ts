// Whose session it is.

import { Problem } from '#domain/problem.ts'

import { isPersonSession, isShopSession, readSessionToken, type SessionToken } from './session-token.ts'

import type { SessionRows } from '#ports/session-rows.ts'
import type { AppDeps } from '../deps.ts'

type Deps = Pick<AppDeps, 'macs' | 'clock'>

/** Throws `credentials_invalid` for anything but a live session of a shop. */
export async function authenticateShopSession(
  deps: Deps & Pick<AppDeps, 'retailers'>,
  token: string,
): Promise<{ readonly retailerId: string; readonly sessionId: string }> {
  if (!isShopSession(token)) throw new Problem('credentials_invalid')
  const read = readSessionToken(deps, token)
  await deps.retailers.transaction(read.ownerId, ({ sessions }) => checkLive(deps, sessions, read))
  return { retailerId: read.ownerId, sessionId: read.sessionId }
}

/** Throws `credentials_invalid` for anything but a live session of a person. */
export async function authenticatePersonSession(
  deps: Deps & Pick<AppDeps, 'recommenders'>,
  token: string,
): Promise<{ readonly recommenderId: string; readonly sessionId: string }> {
  if (!isPersonSession(token)) throw new Problem('credentials_invalid')
  const read = readSessionToken(deps, token)
  await deps.recommenders.transaction(read.ownerId, ({ sessions }) => checkLive(deps, sessions, read))
  return { recommenderId: read.ownerId, sessionId: read.sessionId }
}

async function checkLive(
  { macs, clock }: Deps,
  sessions: SessionRows,
  { sessionId, tokenHash }: SessionToken,
): Promise<void> {
  const kept = await sessions.use(sessionId, clock.now())
  if (!kept || !macs.equal(kept, tokenHash)) throw new Problem('credentials_invalid')
}
