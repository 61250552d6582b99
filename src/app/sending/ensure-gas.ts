// Gives a managed address gas money on a testnet, from the relayer's own.

import type { LedgerCalls } from '#ports/chain.ts'
import type { ChainTransactions } from '#ports/chain-transactions.ts'
import type { Address } from 'viem'

export type EnsureGasDeps = {
  readonly calls: Pick<LedgerCalls, 'sendGas'>
  readonly chainTransactions: Pick<ChainTransactions, 'plan'>
  readonly settings: { readonly relayer: Address; readonly testnet: boolean }
}

export type EnsureGasInput = {
  readonly address: Address
  /** What the address is given, once. */
  readonly wei: bigint
}

/**
 * Plans the gift; asking again for the same address and amount changes nothing. The key of the chain transaction that
 * brings it comes back, for whatever must come after; none on a chain where gas is worth money.
 */
export async function ensureGas(
  deps: EnsureGasDeps,
  { address, wei }: EnsureGasInput,
): Promise<{ readonly key: string | undefined }> {
  const { relayer, testnet } = deps.settings
  if (!testnet) return { key: undefined }
  const key = `gas:${address}:${wei}`
  await deps.chainTransactions.plan({
    key,
    sender: relayer,
    call: deps.calls.sendGas(address, wei),
  })
  return { key }
}
