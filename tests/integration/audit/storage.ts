// Finds and overwrites what a contract stores, to plant what no call could do.

import { encodeAbiParameters, keccak256, numberToHex, pad, type Address, type Hex } from 'viem'
import type { QuietChain } from './quiet-chain.ts'

/** More slots than either contract has. */
const SLOTS = 32n

const WORD = { size: 32 } as const

/** A mapping of a contract: where the first word of a key is. A key is an address, or a number in hex. */
type MappingPlace = (key: Hex) => Hex

/** The mapping in which the word of `key` is `word`; refuses when no mapping of the contract has it. */
export async function mappingWith(
  chain: QuietChain,
  contract: Address,
  key: Hex,
  word: bigint,
): Promise<MappingPlace> {
  for (let slot = 0n; slot < SLOTS; slot += 1n) {
    const place: MappingPlace = (other) =>
      keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [pad(other), slot]))
    const stored = await chain.client.getStorageAt({ address: contract, slot: place(key) })
    if (stored && BigInt(stored) === word) return place
  }
  throw new Error(`no mapping of ${contract} holds ${word} for ${key}`)
}

/** Writes `value` there and mines a block, so that the change is part of the chain. */
export async function overwrite(
  chain: QuietChain,
  contract: Address,
  place: Hex,
  value: bigint,
): Promise<void> {
  await chain.client.setStorageAt({ address: contract, index: place, value: numberToHex(value, WORD) })
  await chain.client.mine({ blocks: 1 })
}

/** The word of an account: owed in the lowest 64 bits, the own minimum above it. */
export function accountWord(owedMicros: bigint, minimumMicros: bigint): bigint {
  return (minimumMicros << 64n) | owedMicros
}
