// Everything that is kept of a person, for themselves: their page's figures, and at each shop what they wrote and what
// was agreed with them.

import { readPerson } from './read-person.ts'

import type { EnrolledSigners } from '#ports/passkey-accounts.ts'
import type { Address } from 'viem'
import type { RetailerId } from '#domain/ids.ts'

import type { AppDeps } from '../deps.ts'
import type { PersonView } from '../views.ts'

/** Rewards, other orders and payments of each kind in one answer, some tens of megabytes; the tables have no end. */
const EXPORTED_MAX = 10_000

export type PersonExport = {
  readonly person: PersonView
  /** What the address of a passkey's account was made of, and where; null for an address of the person's own. */
  readonly account: (EnrolledSigners & { readonly factory: Address | null; readonly chainId: number }) | null
  readonly shops: readonly {
    readonly retailerId: RetailerId
    readonly shopName: string
    /** By table; amounts are integers of micros. */
    readonly rows: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
  }[]
}

/** Throws `not_found` for an unknown person. */
export async function exportPerson(
  deps: Pick<AppDeps, 'retailers' | 'recommenders' | 'clock' | 'settings' | 'chainIdentity'>,
  { recommenderId }: { readonly recommenderId: string },
): Promise<PersonExport> {
  const person = await readPerson(deps, { recommenderId, most: EXPORTED_MAX })
  const { links, signers } = await deps.recommenders.transaction(recommenderId, async (unit) => ({
    links: await unit.links(),
    signers: await unit.account.signers(),
  }))
  const shops = []
  for (const [retailerId, shopName] of new Map(links.map((link) => [link.retailerId, link.shopName]))) {
    const rows = await deps.retailers.transaction(retailerId, (unit) => unit.privacy.ownRows(recommenderId))
    shops.push({ retailerId, shopName, rows })
  }
  const place = { factory: deps.settings.passkeyFactory ?? null, chainId: deps.chainIdentity.chainId }
  return { person, account: signers ? { ...signers, ...place } : null, shops }
}
