// Keys derived from a retailer's one secret: for order tags, buyers' e-mails, click tokens and
// sign-in links. One purpose, one key.

import { invariant } from '#domain/invariant.ts'
import { stringToBytes } from 'viem/utils'

import type { RetailerId } from '#domain/ids.ts'
import type { Macs, Sealer } from '#ports/crypto.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

export type RetailerKeyPurpose = 'order' | 'buyer' | 'click' | 'sign-in'

/** What a retailer's secret is sealed under. */
export function retailerSecretContext(retailerId: RetailerId): string {
  return `retailer:${retailerId}:secret`
}

/** A 32-byte key for one purpose. */
export async function retailerKey(
  { macs, sealer }: { readonly macs: Macs; readonly sealer: Sealer },
  unit: RetailerUnit,
  purpose: RetailerKeyPurpose,
): Promise<Uint8Array> {
  const profile = await unit.identity.profile()
  invariant(profile, 'a retailer that has rows has a profile')
  const secret = sealer.open(profile.secretSealed, retailerSecretContext(unit.retailerId))
  return macs.hmacSha256(secret, stringToBytes(purpose))
}

/** HMAC-SHA256 of a normalised e-mail under the retailer's buyer key. */
export function emailKey(macs: Macs, buyerKey: Uint8Array, email: string): Uint8Array {
  return macs.hmacSha256(buyerKey, stringToBytes(email))
}
