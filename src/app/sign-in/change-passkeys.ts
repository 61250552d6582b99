// A person who is signed in makes another passkey to sign in with, or lets one sign in no more. Neither moves money:
// where somebody is paid stays what it was, and who signs for an account only the account can be told.

import { Problem } from '#domain/problem.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'

import { accountSignersOf } from './account-signers.ts'
import { spendChallenge } from './challenge.ts'
import { keepPasskey, passkeyShard } from './passkey-enrolment.ts'
import { passkeyIdOf, passkeyOfSigner } from '../accounts/passkey-names.ts'

import type { PasskeyAnswer, PasskeySite } from '#ports/passkeys.ts'
import type { AppDeps } from '../deps.ts'

/** Passkeys of one person: every device of a household. */
const PASSKEYS_MAX = 20

type Deps = Pick<
  AppDeps,
  'recommenders' | 'passkeys' | 'clock' | 'sealer' | 'macs' | 'signIns' | 'passkeyAccounts'
>

/**
 * Keeps a new passkey. Throws `challenge_invalid`, `passkey_refused` for an answer that does not fit, for one that is
 * somebody's already, and beyond twenty.
 */
export async function addPasskey(
  deps: Deps,
  input: { readonly recommenderId: string; readonly made: PasskeyAnswer; readonly site: PasskeySite },
): Promise<{ readonly passkeyId: string }> {
  const { recommenderId, made, site } = input
  const spend = (challenge: string) => spendChallenge(deps, { challenge, purpose: 'passkey-create' })
  const { credentialId, publicKey, counter } = await deps.passkeys.readMade(made, { site, spend })
  const { person, kept } = await deps.recommenders.transaction(recommenderId, async (unit) => ({
    person: await unit.person(),
    kept: await unit.passkeys.list(),
  }))
  if (!person || recommenderIdOf(person.payee) !== recommenderId) throw new Problem('not_found')
  if (kept.length >= PASSKEYS_MAX) throw new Problem('passkey_refused')
  const row = { credentialId, publicKey, counter, createdAt: deps.clock.now() }
  if ((await keepPasskey(deps, recommenderId, row)) === 'taken') throw new Problem('passkey_refused')
  return { passkeyId: passkeyIdOf(deps, credentialId) }
}

/** Ends one. Throws `not_found`, and `passkey_in_use` for one that signs for the person's account. */
export async function removePasskey(
  deps: Deps,
  { recommenderId, passkeyId }: { readonly recommenderId: string; readonly passkeyId: string },
): Promise<void> {
  const { kept, underWay } = await deps.recommenders.transaction(recommenderId, async (unit) => ({
    kept: await unit.passkeys.list(),
    underWay: await unit.account.underWay(),
  }))
  const row = kept.find(({ credentialId }) => passkeyIdOf(deps, credentialId) === passkeyId)
  if (!row) throw new Problem('not_found')
  const roleOf = await accountSignersOf(deps, { recommenderId })
  const isAwaited = underWay.some(
    ({ instruction }) => 'signer' in instruction && passkeyOfSigner(deps, [row], instruction.signer),
  )
  if (roleOf(row) !== null || isAwaited) throw new Problem('passkey_in_use')
  const shard = passkeyShard(deps, row.credentialId)
  await deps.recommenders.transaction(shard, ({ passkeys }) => passkeys.removeOwner())
  await deps.recommenders.transaction(recommenderId, ({ passkeys }) => passkeys.remove(row.credentialId))
}
