// A new sign-in link in place of all earlier ones: for a link that went astray. The others end when it is first used, not
// before: nobody is locked out by an answer that got lost on its way.

import { stringToBytes } from 'viem/utils'

import { newSecret } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/** Makes a link; its token is shown once. With its first use every other link and session of the person ends. */
export async function replaceSignIns(
  deps: Pick<AppDeps, 'recommenders' | 'random' | 'clock' | 'macs'>,
  { recommenderId }: { readonly recommenderId: string },
): Promise<{ readonly signInToken: string }> {
  const signInToken = recommenderId + newSecret(deps)
  const tokenHash = deps.macs.sha256(stringToBytes(signInToken))
  const now = deps.clock.now()
  await deps.recommenders.transaction(recommenderId, (unit) => unit.insertSuccessor(tokenHash, now))
  return { signInToken }
}
