// A person is known by the address they are paid at: one address, one person, on every shard.

import { hexToBytes, keccak256 } from 'viem/utils'

import { idFromBytes, ID_SUFFIX_LENGTH, type RecommenderId } from './ids.ts'

import type { Address } from 'viem'

/** The id of whoever is paid at `payee`; 16 characters of its keccak256. */
export function recommenderIdOf(payee: Address): RecommenderId {
  return idFromBytes(hexToBytes(keccak256(payee)), ID_SUFFIX_LENGTH)
}
