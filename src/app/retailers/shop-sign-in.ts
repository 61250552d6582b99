// Sign-in links for the shop's page: random, stored hashed, few, expiring, listed and revoked.

import { isId, RETAILER_ID_LENGTH, SECRET_LENGTH } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { DAY_MS } from '#domain/time.ts'
import { bytesToHex, stringToBytes } from 'viem/utils'

import { newSecret } from '../new-id.ts'

import type { SignInLinkRow } from '#ports/sign-in-link-rows.ts'
import type { AppDeps } from '../deps.ts'

/**
 * Days that a link works when nobody says how long: a week to open it. The browser that opens it stays signed in for
 * longer, and a key makes another one at any time.
 */
const LINK_DAYS = 7

/** Links that one shop has at one time; the oldest end. */
const LINKS_MAX = 50

/** Bytes of the hash that name a link in lists. */
const LINK_ID_BYTES = 8

/** Makes a sign-in link's token: the retailer's number and a secret of at least 138 bits. Throws `not_found` for no retailer. */
export async function createShopSignIn(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock' | 'macs'>,
  {
    retailerId,
    lastsMs = LINK_DAYS * DAY_MS,
  }: { readonly retailerId: string; readonly lastsMs?: number | undefined },
): Promise<{ readonly token: string; readonly linkId: string; readonly expiresAt: number }> {
  const createdAt = deps.clock.now()
  const expiresAt = createdAt + lastsMs
  const token = retailerId + newSecret(deps)
  const tokenHash = deps.macs.sha256(stringToBytes(token))
  await deps.retailers.transaction(retailerId, async ({ identity, signInLinks }) => {
    if (!(await identity.profile())) throw new Problem('not_found')
    await signInLinks.insert({ tokenHash, createdAt, expiresAt })
    await signInLinks.trim(LINKS_MAX, createdAt)
  })
  return { token, linkId: bytesToHex(tokenHash.subarray(0, LINK_ID_BYTES)).slice('0x'.length), expiresAt }
}

/** Throws `credentials_invalid` for anything but a live token. */
export async function authenticateShop(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'macs'>,
  token: string,
): Promise<{ readonly retailerId: string }> {
  if (!isId(token, RETAILER_ID_LENGTH + SECRET_LENGTH)) throw new Problem('credentials_invalid')
  const retailerId = token.slice(0, RETAILER_ID_LENGTH)
  const tokenHash = deps.macs.sha256(stringToBytes(token))
  const known = await deps.retailers.transaction(retailerId, ({ signInLinks }) =>
    signInLinks.use(tokenHash, deps.clock.now()),
  )
  if (!known) throw new Problem('credentials_invalid')
  return { retailerId }
}

/** Links that open the shop, the newest first. */
export async function listShopSignIns(
  { retailers, clock }: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId }: { readonly retailerId: string },
): Promise<readonly SignInLinkRow[]> {
  return retailers.transaction(retailerId, ({ signInLinks }) => signInLinks.list(clock.now()))
}

/** Ends a link at once; sessions that it opened go on. Throws `not_found` for one that opens nothing. */
export async function revokeShopSignIn(
  { retailers, clock }: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, linkId }: { readonly retailerId: string; readonly linkId: string },
): Promise<void> {
  const isRevoked = await retailers.transaction(retailerId, ({ signInLinks }) =>
    signInLinks.revoke(linkId, clock.now()),
  )
  if (!isRevoked) throw new Problem('not_found')
}
