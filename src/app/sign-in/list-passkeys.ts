// The passkeys that a person signs in with.

import type { Instant } from '#domain/order-facts.ts'

import { accountSignersOf } from './account-signers.ts'
import { passkeyIdOf } from '../accounts/passkey-names.ts'

import type { AppDeps } from '../deps.ts'

export type PasskeyView = {
  readonly passkeyId: string
  readonly createdAt: Instant
  /** `key` moves the money of the person's account, `recovery` can take its place; null for one that signs in alone. */
  readonly role: 'key' | 'recovery' | null
}

/** The first first. Throws `chain_unavailable`: who may sign for an account is the chain's to say. */
export async function listPasskeys(
  deps: Pick<AppDeps, 'recommenders' | 'macs' | 'passkeys' | 'passkeyAccounts'>,
  { recommenderId }: { readonly recommenderId: string },
): Promise<readonly PasskeyView[]> {
  const kept = await deps.recommenders.transaction(recommenderId, ({ passkeys }) => passkeys.list())
  const roleOf = await accountSignersOf(deps, { recommenderId })
  return kept.map((row) => ({
    passkeyId: passkeyIdOf(deps, row.credentialId),
    createdAt: row.createdAt,
    role: roleOf(row),
  }))
}
