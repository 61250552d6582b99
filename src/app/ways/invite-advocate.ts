// An invitation that a shop shows after a purchase: a link to join, usable once, that names nobody. The shop alone
// shows it; nothing is sent, and joining by it is the consent.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { DAY_MS } from '#domain/time.ts'
import { stringToBytes } from 'viem/utils'

import { newSecret } from '../new-id.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { InvitationCounts } from '#ports/way-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** How long an invitation is good for, in milliseconds: 30 days, as long as a thank-you page is kept open or mailed. */
const INVITATION_MS = 30 * DAY_MS

/** Makes an invitation; its token is shown once and kept as a hash. Throws `not_found` for another's program. */
export async function inviteAdvocate(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock' | 'macs'>,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<{ readonly token: string; readonly expiresAt: Instant }> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  const token = newSecret(deps)
  const createdAt = deps.clock.now()
  const expiresAt = createdAt + INVITATION_MS
  await deps.retailers.transaction(retailerId, async (unit) => {
    if ((await unit.programs.program(programId))?.kind !== 'sales') throw new Problem('not_found')
    await unit.ways.insertInvitation({ tokenHash: hashOf(deps, token), programId, createdAt, expiresAt })
  })
  return { token, expiresAt }
}

/** Uses an invitation up for the person who joins; throws `invitation_invalid`, also for a second person. */
export async function redeemInvitation(
  deps: Pick<AppDeps, 'clock' | 'macs'>,
  unit: RetailerUnit,
  {
    programId,
    recommenderId,
    token,
  }: { readonly programId: string; readonly recommenderId: string; readonly token: string },
): Promise<void> {
  const status = await unit.ways.redeemInvitation({
    tokenHash: hashOf(deps, token),
    programId,
    recommenderId,
    now: deps.clock.now(),
  })
  if (status === 'refused') throw new Problem('invitation_invalid')
}

/** Whether somebody may still join by the invitation. */
export async function isInvitationOpen(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'macs'>,
  { programId, token }: { readonly programId: string; readonly token: string },
): Promise<boolean> {
  const retailerId = retailerIdOf(programId)
  if (!retailerId) return false
  return deps.retailers.transaction(retailerId, (unit) =>
    unit.ways.isInvitationOpen(programId, hashOf(deps, token), deps.clock.now()),
  )
}

/** Invitations made, used and expired; throws `not_found` for another's program. */
export async function countInvitations(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<InvitationCounts & { readonly advocates: readonly { recommenderId: string; handle: string }[] }> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    if ((await unit.programs.program(programId))?.kind !== 'sales') throw new Problem('not_found')
    const advocates = []
    for (const recommenderId of await unit.ways.advocates(programId)) {
      const enrollment = await unit.programs.enrollment(programId, recommenderId)
      if (enrollment) advocates.push({ recommenderId, handle: enrollment.handle })
    }
    return { ...(await unit.ways.invitationCounts(programId, deps.clock.now())), advocates }
  })
}

function hashOf({ macs }: Pick<AppDeps, 'macs'>, token: string): Uint8Array {
  return macs.sha256(stringToBytes(token))
}
