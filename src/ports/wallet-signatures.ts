// Whether a wallet signed a text, by its key (EIP-191) or by its contract (ERC-1271).

import type { Address, Hex } from 'viem'

export type WalletSignatures = {
  /** May throw `chain_unavailable` for a wallet that is a contract. */
  readonly isSignedBy: (signed: {
    readonly address: Address
    readonly message: string
    readonly signature: Hex
  }) => Promise<boolean>
}
