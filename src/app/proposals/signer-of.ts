// Who made a signature, by the rules of the ledger: it takes no second form of the same signature.

import { hexToBigInt, recoverTypedDataAddress, size, slice } from 'viem/utils'

import type { Address, Hex, TypedDataDefinition } from 'viem'

/** Bytes of an ECDSA signature: r 32, s 32, v 1. */
const SIGNATURE_BYTES = 65

/** Half the order of secp256k1: the ledger refuses an s above it (EIP-2). */
const S_MAX = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** The values of v that the ledger takes. */
const V_VALUES = new Set(['0x1b', '0x1c'])

/** The address whose key signed; undefined for bytes that the ledger would not take as a signature. */
export async function signerOf(typedData: TypedDataDefinition, signature: Hex): Promise<Address | undefined> {
  if (size(signature) !== SIGNATURE_BYTES) return undefined
  if (hexToBigInt(slice(signature, 32, 64)) > S_MAX || !V_VALUES.has(slice(signature, 64))) return undefined
  try {
    return await recoverTypedDataAddress({ ...typedData, signature })
  } catch {
    // Not a point of the curve: the bytes sign nothing.
    return undefined
  }
}
