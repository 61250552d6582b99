// Holds a database to one chain and one ledger: pinned at the first start, compared at every other.

import { Problem } from '#domain/problem.ts'
import type { ChainIdentity, ChainReader } from '#ports/chain.ts'
import type { WallClock } from '#ports/clocks.ts'
import type { ChainPins } from '#ports/following-store.ts'

export type PinChainDeps = {
  readonly chainReader: Pick<ChainReader, 'identity'>
  readonly pins: ChainPins
  readonly clock: WallClock
}

/** Compared in this order: what tells most comes first. */
const COMPARED = ['chainId', 'ledger', 'deployBlock', 'deployBlockHash', 'ledgerCodeHash', 'token'] as const

/**
 * Pins what the node shows at the first start. Throws `chain_mismatch` with the first fact that differs on another
 * chain, another ledger, or the same testnet started anew, and `chain_unavailable` when the node does not answer.
 */
export async function pinChain(deps: PinChainDeps): Promise<ChainIdentity> {
  const found = await deps.chainReader.identity()
  const pinned = (await deps.pins.pinned()) ?? (await deps.pins.pin(found, deps.clock.now()))

  const differs = COMPARED.find((fact) => pinned[fact] !== found[fact])
  if (differs !== undefined) {
    throw new Problem('chain_mismatch', {
      differs,
      expected: String(pinned[differs]),
      found: String(found[differs]),
    })
  }
  return pinned
}
