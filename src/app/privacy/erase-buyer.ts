// A shop has to forget one of its buyers, and tells us to: what the buyer was known by leaves the orders. Who was
// credited for them was decided before and stays.

import { toHex } from 'viem/utils'

import { customerKey, emailKey, retailerKey } from '../retailers/retailer-keys.ts'

import type { AppDeps } from '../deps.ts'

export type EraseBuyerInput = {
  readonly retailerId: string
  /** Normalised. */
  readonly email?: string | undefined
  /** The platform's own id of the customer, at one connection. */
  readonly customer?: { readonly connectionId: string; readonly customerId: string } | undefined
}

/** Resolves with the number of orders that knew the buyer; none is no refusal. */
export async function eraseBuyer(
  deps: Pick<AppDeps, 'retailers' | 'macs' | 'sealer'>,
  { retailerId, email, customer }: EraseBuyerInput,
): Promise<{ readonly orders: number }> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const key = await retailerKey(deps, unit, 'buyer')
    const orders = await unit.privacy.eraseBuyer({
      ...(email === undefined ? {} : { buyerKey: toHex(emailKey(deps.macs, key, email)) }),
      ...(customer === undefined ? {} : { customerKey: toHex(customerKey(deps.macs, key, customer)) }),
    })
    return { orders }
  })
}
