// Which of a person's passkeys sign for their account, now or when it was made.

import { Problem } from '#domain/problem.ts'
import type { PasskeyRow } from '#ports/passkey-rows.ts'

import { accountOf, stateOf, type OwnAccount } from '../accounts/account-of.ts'
import { passkeyOfSigner } from '../accounts/passkey-names.ts'

import type { AppDeps } from '../deps.ts'

type Deps = Pick<AppDeps, 'recommenders' | 'passkeys' | 'passkeyAccounts'>

/** Tells a passkey's part in the account; null for everybody who has none. Throws `chain_unavailable`. */
export async function accountSignersOf(
  deps: Deps,
  person: { readonly recommenderId: string },
): Promise<(row: PasskeyRow) => 'key' | 'recovery' | null> {
  const own = await ownAccount(deps, person)
  if (!own) return () => null
  const { key, recovery } = await stateOf(own)
  return (row) => {
    if (passkeyOfSigner(deps, [row], key)) return 'key'
    return passkeyOfSigner(deps, [row], recovery) ? 'recovery' : null
  }
}

async function ownAccount(
  deps: Deps,
  person: { readonly recommenderId: string },
): Promise<OwnAccount | undefined> {
  try {
    return await accountOf(deps, person)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (['no_passkey_account', 'passkeys_unavailable'].includes(error.code)) return undefined
    throw error
  }
}
