// A person's passkey account: where it is, what its address was made of, and what the chain says of it now.

import { Problem } from '#domain/problem.ts'
import type { EnrolledSigners, PasskeyAccounts, PasskeyAccountState } from '#ports/passkey-accounts.ts'
import type { PasskeyRow } from '#ports/passkey-rows.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'

export type OwnAccount = {
  readonly account: Address
  readonly enrolled: EnrolledSigners
  /** The person's passkeys, whatever they may sign. */
  readonly passkeys: readonly PasskeyRow[]
  readonly chain: PasskeyAccounts
}

/** Throws `passkeys_unavailable`, and `no_passkey_account` for whoever is paid at an address of their own. */
export async function accountOf(
  { recommenders, passkeyAccounts: chain }: Pick<AppDeps, 'recommenders' | 'passkeyAccounts'>,
  { recommenderId }: { readonly recommenderId: string },
): Promise<OwnAccount> {
  if (chain === undefined) throw new Problem('passkeys_unavailable')
  const { person, enrolled, passkeys } = await recommenders.transaction(recommenderId, async (unit) => ({
    person: await unit.person(),
    enrolled: await unit.account.signers(),
    passkeys: await unit.passkeys.list(),
  }))
  if (!person || !enrolled) throw new Problem('no_passkey_account')
  return { account: person.payee, enrolled, passkeys, chain }
}

/** What the account holds, and who may sign for it. Throws `chain_unavailable`. */
export async function stateOf({ account, enrolled, chain }: OwnAccount): Promise<PasskeyAccountState> {
  return chain.state(account, enrolled)
}
