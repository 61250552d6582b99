// Sealing at rest: AES-256-GCM under the relayer's master key, bound to what the secret is for.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

import type { Sealer } from '#ports/crypto.ts'

const ALGORITHM = 'aes-256-gcm'

/** Bytes of a GCM nonce, as NIST SP 800-38D recommends. */
const NONCE_BYTES = 12

/** Bytes of a GCM tag. */
const TAG_BYTES = 16

/** Seals as `nonce ‖ tag ‖ ciphertext`; `masterKey` has 32 bytes. Opening under another context or key throws. */
export function createSealer(masterKey: Uint8Array): Sealer {
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, masterKey, nonce).setAAD(Buffer.from(context))
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
    },

    open(sealed, context) {
      const nonce = sealed.subarray(0, NONCE_BYTES)
      const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
      const decipher = createDecipheriv(ALGORITHM, masterKey, nonce)
        .setAAD(Buffer.from(context))
        .setAuthTag(tag)
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
    },
  }
}
