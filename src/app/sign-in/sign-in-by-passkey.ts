// A person comes in with the passkey that they joined with.

import { Problem } from '#domain/problem.ts'

import { spendChallenge } from './challenge.ts'
import { passkeyShard } from './passkey-enrolment.ts'

import type { PasskeyAnswer, PasskeySite } from '#ports/passkeys.ts'
import type { AppDeps } from '../deps.ts'

export type { PasskeyAnswer }

/** Whose passkey signed. Throws `passkey_refused` and `challenge_invalid`, without telling whether the passkey is known. */
export async function signInByPasskey(
  deps: Pick<AppDeps, 'passkeys' | 'recommenders' | 'clock' | 'sealer' | 'macs' | 'signIns'>,
  { used, site }: { readonly used: PasskeyAnswer; readonly site: PasskeySite },
): Promise<{ readonly recommenderId: string }> {
  const credentialId = used.id
  const recommenderId = await deps.recommenders.transaction(
    passkeyShard(deps, credentialId),
    ({ passkeys }) => passkeys.owner(),
  )
  if (recommenderId === undefined) throw new Problem('passkey_refused')
  const passkey = await deps.recommenders.transaction(recommenderId, async (unit) =>
    (await unit.person()) ? unit.passkeys.passkey(credentialId) : undefined,
  )
  if (!passkey) throw new Problem('passkey_refused')
  const spend = (challenge: string) => spendChallenge(deps, { challenge, purpose: 'passkey-sign-in' })
  const { counter } = await deps.passkeys.readUsed(used, { site, spend, passkey })
  await deps.recommenders.transaction(recommenderId, ({ passkeys }) =>
    passkeys.setCounter(credentialId, counter),
  )
  return { recommenderId }
}
