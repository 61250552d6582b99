// Keeps which chain and ledger this database belongs to.

import { invariant } from '#domain/invariant.ts'
import type { ChainIdentity } from '#ports/chain.ts'
import type { ChainPins } from '#ports/following-store.ts'
import type { Address, Hex } from 'viem'

import type { Database } from '../database.ts'

/** Keeps pins in `chain_identity`. */
export function createChainPins(database: Database): ChainPins {
  return {
    pinned: () => readPinned(database),
    pin: async (identity, at) => {
      await database
        .insertInto('chain_identity')
        .values({
          single_row: true,
          chain_id: BigInt(identity.chainId),
          ledger: identity.ledger,
          token: identity.token,
          ledger_code_hash: identity.ledgerCodeHash,
          deploy_block: identity.deployBlock,
          deploy_block_hash: identity.deployBlockHash,
          final_number: null,
          pinned_at: new Date(at),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const pinned = await readPinned(database)
      invariant(pinned, 'a pinned identity stays')
      return pinned
    },
  }
}

async function readPinned(database: Database): Promise<ChainIdentity | undefined> {
  const row = await database.selectFrom('chain_identity').selectAll().executeTakeFirst()
  if (!row) return undefined
  return {
    chainId: Number(row.chain_id),
    ledger: row.ledger as Address,
    token: row.token as Address,
    ledgerCodeHash: row.ledger_code_hash as Hex,
    deployBlock: row.deploy_block,
    deployBlockHash: row.deploy_block_hash as Hex,
  }
}
