// Which private keys this relayer may send with: its own gas key, and the owner keys of pools it manages.

import { openPoolKey } from '../pools/managed-keys.ts'

import type { SigningKeys } from '#ports/chain-sending.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Finds a sender's key; a key is opened for one use and not kept. */
export function createSigningKeys(
  deps: Pick<AppDeps, 'retailers' | 'chainBooks' | 'sealer'>,
  relayer: { readonly address: Address; readonly privateKey: Uint8Array },
): SigningKeys {
  return {
    privateKeyOf: async (sender) => {
      if (sender === relayer.address) return relayer.privateKey
      const owner = await deps.chainBooks.sender(sender)
      if (!owner) return undefined
      const pool = await deps.retailers.transaction(owner.retailerId, (unit) =>
        unit.pools.find(owner.programId),
      )
      return pool?.ownerAddress === sender ? openPoolKey(deps, pool, 'owner') : undefined
    },
  }
}
