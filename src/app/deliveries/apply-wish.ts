// What a platform asks about personal data: to forget a buyer, to say what is kept of one, to forget all buyers of a shop.
// What is left of the message itself says only what was done.

import { toHex } from 'viem/utils'

import { customerKey, emailKey, retailerKey } from '../retailers/retailer-keys.ts'

import type { DecodedWish } from '#ports/commerce.ts'
import type { DeliveryRow } from '#ports/delivery-rows.ts'
import type { BuyerKeys } from '#ports/privacy-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Orders that a shop is told of one buyer; more are counted. */
const TOLD_ORDERS_MAX = 50

type WishDeps = Pick<AppDeps, 'macs' | 'sealer'>

/** Does what is asked; resolves with a sentence for the shop, without anything of the buyer. */
export async function applyWish(
  deps: WishDeps,
  unit: RetailerUnit,
  { connectionId, deliveryId }: Pick<DeliveryRow, 'connectionId' | 'deliveryId'>,
  decoded: DecodedWish,
): Promise<string> {
  if (decoded.wish === 'note-uninstalled') {
    return 'The platform says that the app was removed; nothing more will come until it is installed again.'
  }
  await unit.deliveries.forget(deliveryId)
  if (decoded.wish === 'forget-all-buyers') {
    const orders = await unit.privacy.eraseConnection(connectionId)
    return `Forgot the buyers of this shop: ${orders} orders knew one.`
  }
  const key = await retailerKey(deps, unit, 'buyer')
  const { buyerEmail, customerId } = decoded.buyer
  const keys: BuyerKeys = {
    ...(buyerEmail === undefined ? {} : { buyerKey: toHex(emailKey(deps.macs, key, buyerEmail)) }),
    ...(customerId === undefined
      ? {}
      : { customerKey: toHex(customerKey(deps.macs, key, { connectionId, customerId })) }),
  }
  if (decoded.wish === 'forget-buyer') {
    const orders = await unit.privacy.eraseBuyer(keys)
    return `Forgot a buyer: ${orders} orders knew them.`
  }
  return toldOf(await unit.privacy.ordersOfBuyer(keys))
}

/** What is kept of a buyer, for the shop to hand on. */
function toldOf(numbers: readonly string[]): string {
  if (numbers.length === 0) return 'A buyer asks what is kept: nothing is.'
  const named = numbers.slice(0, TOLD_ORDERS_MAX).join(', ')
  const more = numbers.length > TOLD_ORDERS_MAX ? ` and ${numbers.length - TOLD_ORDERS_MAX} more` : ''
  return (
    `A buyer asks what is kept: orders ${named}${more}, each with its amounts, a country and keyed hashes of the ` +
    `customer number and e-mail address, from which neither can be read.`
  )
}
