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

/** The same of the domain of an e-mail address; no address begins with `@`, so the two never meet. */
export function emailDomainKey(macs: Macs, buyerKey: Uint8Array, domain: string): Uint8Array {
  return macs.hmacSha256(buyerKey, stringToBytes(`@${domain}`))
}

/** The same of a platform's number of a customer, which is one person's within its connection. */
export function customerKey(
  macs: Macs,
  buyerKey: Uint8Array,
  { connectionId, customerId }: { readonly connectionId: string; readonly customerId: string },
): Uint8Array {
  return macs.hmacSha256(buyerKey, stringToBytes(`${connectionId}\n${customerId}`))
}
