// Sign-in links for the shop's page: random, stored hashed, expiring.

import { isId, RETAILER_ID_LENGTH, SECRET_LENGTH } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { DAY_MS } from '#domain/time.ts'
import { stringToBytes } from 'viem/utils'

import { newSecret } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/** Milliseconds a shop's sign-in link works: 30 days, then the key makes a new one. */
const SIGN_IN_MS = 30 * DAY_MS

/** Makes a sign-in link's token: the retailer's number and a secret of at least 138 bits. */
export async function createShopSignIn(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock' | 'macs'>,
  { retailerId }: { readonly retailerId: string },
): Promise<{ readonly token: string }> {
  const createdAt = deps.clock.now()
  const token = retailerId + newSecret(deps)
  const tokenHash = deps.macs.sha256(stringToBytes(token))
  await deps.retailers.transaction(retailerId, (unit) =>
    unit.identity.insertSignIn({
      tokenHash,
      createdAt,
      expiresAt: createdAt + SIGN_IN_MS,
    }),
  )
  return { token }
}

/** Throws `credentials_invalid` for anything but a live token. */
export async function authenticateShop(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'macs'>,
  token: string,
): Promise<{ readonly retailerId: string }> {
  if (!isId(token, RETAILER_ID_LENGTH + SECRET_LENGTH)) throw new Problem('credentials_invalid')
  const retailerId = token.slice(0, RETAILER_ID_LENGTH)
  const tokenHash = deps.macs.sha256(stringToBytes(token))
  const known = await deps.retailers.transaction(retailerId, (unit) =>
    unit.identity.hasSignIn(tokenHash, deps.clock.now()),
  )
  if (!known) throw new Problem('credentials_invalid')
  return { retailerId }
}
