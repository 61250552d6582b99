// Checks wallets' signatures: a key's by itself, a contract's by asking the contract on the chain (ERC-1271).

import type { WalletSignatures } from '#ports/wallet-signatures.ts'
import {
  BaseError,
  encodeFunctionData,
  ExecutionRevertedError,
  hashMessage,
  isAddressEqual,
  recoverMessageAddress,
  size,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'

import { askChain, createRpcClient } from './rpc.ts'

/** Bytes of a key's signature: r, s and v. */
const KEY_SIGNATURE_BYTES = 65

const erc1271 = [
  {
    type: 'function',
    name: 'isValidSignature',
    stateMutability: 'view',
    inputs: [
      { name: 'hash', type: 'bytes32' },
      { name: 'signature', type: 'bytes' },
    ],
    outputs: [{ name: 'magicValue', type: 'bytes4' }],
  },
] as const

/** What a contract answers that takes a signature (ERC-1271), as the first four bytes of a word. */
const MAGIC_WORD = `0x1626ba7e${'00'.repeat(28)}`

/** Gas that a contract may use to look at a signature: some hundred owners' of a multisig. */
const CHECK_GAS = 3_000_000n

/** Asks the node at `rpcUrl` about contracts alone. */
export function createWalletSignatures({ rpcUrl }: { readonly rpcUrl: string }): WalletSignatures {
  const client = createRpcClient(rpcUrl)
  return {
    async isSignedBy({ address, message, signature }) {
      if (await isKeys(address, message, signature)) return true
      return askChain(() => isContracts(client, address, { hash: hashMessage(message), signature }))
    },
  }
}

async function isKeys(address: Address, message: string, signature: Hex): Promise<boolean> {
  if (size(signature) !== KEY_SIGNATURE_BYTES) return false
  try {
    return isAddressEqual(await recoverMessageAddress({ message, signature }), address)
  } catch {
    // Numbers out of range are no signature of any key.
    return false
  }
}

async function isContracts(
  client: PublicClient,
  address: Address,
  { hash, signature }: { readonly hash: Hex; readonly signature: Hex },
): Promise<boolean> {
  const code = await client.getCode({ address })
  if (code === undefined) return false
  const data = encodeFunctionData({ abi: erc1271, functionName: 'isValidSignature', args: [hash, signature] })
  try {
    const { data: answer } = await client.call({ to: address, data, gas: CHECK_GAS })
    return answer?.toLowerCase() === MAGIC_WORD
  } catch (error) {
    const isRefusal =
      error instanceof BaseError && error.walk((cause) => cause instanceof ExecutionRevertedError)
    if (isRefusal) return false
    throw error
  }
}
