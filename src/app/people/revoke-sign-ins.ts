// A new sign-in link in place of all earlier ones: for a link that went astray.

import { stringToBytes } from 'viem/utils'

import { newSecret } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/** Revokes every sign-in link and session of the person and makes a link; its token is shown once. */
export async function revokeSignIns(
  deps: Pick<AppDeps, 'recommenders' | 'random' | 'clock' | 'macs'>,
  { recommenderId }: { readonly recommenderId: string },
): Promise<{ readonly signInToken: string }> {
  const signInToken = recommenderId + newSecret(deps)
  const now = deps.clock.now()
  await deps.recommenders.transaction(recommenderId, async (unit) => {
    await unit.revokeSignIns(now)
    await unit.sessions.removeAll()
    await unit.insertSignIn(deps.macs.sha256(stringToBytes(signInToken)), now)
  })
  return { signInToken }
}
