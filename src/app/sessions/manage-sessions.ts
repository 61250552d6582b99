// The devices on which a shop or person is signed in, and how one of them is signed out.

import { Problem } from '#domain/problem.ts'

import type { SessionRow } from '#ports/session-rows.ts'
import type { AppDeps } from '../deps.ts'

export type SessionOwner =
  | { readonly kind: 'shop'; readonly retailerId: string }
  | { readonly kind: 'person'; readonly recommenderId: string }

type Deps = Pick<AppDeps, 'retailers' | 'recommenders' | 'clock'>

/** Sessions that have not ended, the newest first. */
export async function listSessions(deps: Deps, owner: SessionOwner): Promise<readonly SessionRow[]> {
  const now = deps.clock.now()
  return owner.kind === 'shop'
    ? deps.retailers.transaction(owner.retailerId, ({ sessions }) => sessions.list(now))
    : deps.recommenders.transaction(owner.recommenderId, ({ sessions }) => sessions.list(now))
}

/** Ends one session at once. Throws `not_found` for one that is over or somebody else's. */
export async function endSession(
  deps: Deps,
  { owner, sessionId }: { readonly owner: SessionOwner; readonly sessionId: string },
): Promise<void> {
  const ended =
    owner.kind === 'shop'
      ? await deps.retailers.transaction(owner.retailerId, ({ sessions }) => sessions.remove(sessionId))
      : await deps.recommenders.transaction(owner.recommenderId, ({ sessions }) => sessions.remove(sessionId))
  if (!ended) throw new Problem('not_found')
}
