// Keyed hashes, sealing at rest, and the keys of managed retailers. Secrets never leave these functions in clear but
// to the one caller who needs them.

import type { Address, Hex, TypedDataDefinition } from 'viem'

export type Macs = {
  /** HMAC-SHA256, 32 bytes. */
  readonly hmacSha256: (key: Uint8Array, data: Uint8Array) => Uint8Array
  /** SHA-256, 32 bytes; for secrets that are themselves random. */
  readonly sha256: (data: Uint8Array) => Uint8Array
  /** Whether two byte strings are equal, in constant time; false for different lengths. */
  readonly equal: (a: Uint8Array, b: Uint8Array) => boolean
}

export type Sealer = {
  /** Encrypts and authenticates `plain`; `context` (such as `retailer:<id>:order-key`) must be given again to open. */
  readonly seal: (plain: Uint8Array, context: string) => Uint8Array
  readonly open: (sealed: Uint8Array, context: string) => Uint8Array
}

/** Makes and uses managed private keys; the caller stores them sealed. */
export type Keys = {
  readonly create: () => {
    readonly address: Address
    readonly privateKey: Uint8Array
  }
  readonly signTypedData: (privateKey: Uint8Array, typedData: TypedDataDefinition) => Promise<Hex>
}
