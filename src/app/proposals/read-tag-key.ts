// The key by which a retailer's orders are marked on the ledger, for the retailer itself: with it whoever holds the order key
// makes each mark anew. It tells nobody who bought or recommended, and signs nothing.

import { bytesToHex } from 'viem/utils'

import { retailerKey } from '../retailers/retailer-keys.ts'

import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

/** 32 bytes. That it was asked for is logged, and it is not. */
export async function readTagKey(
  deps: Pick<AppDeps, 'retailers' | 'macs' | 'sealer' | 'log'>,
  { retailerId, keyId }: { readonly retailerId: string; readonly keyId: string },
): Promise<{ readonly tagKey: Hex }> {
  const key = await deps.retailers.transaction(retailerId, (unit) => retailerKey(deps, unit, 'order'))
  deps.log.info('a retailer asked for the key of its marks', { retailerId, keyId })
  return { tagKey: bytesToHex(key) }
}
