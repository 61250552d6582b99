// Under which name a passkey is listed, and which of a person's passkeys a signer of their account is.

import type { Signer } from '#domain/passkey-account.ts'
import { passkeySignerAt } from '#domain/passkey-account.ts'
import type { PasskeyRow } from '#ports/passkey-rows.ts'
import { bytesToHex, stringToBytes } from 'viem/utils'

import type { AppDeps } from '../deps.ts'

/** Bytes of the hash that name a passkey in lists: a person has a few. */
const PASSKEY_ID_BYTES = 8

/** Sixteen hex digits; a credential's own id may have a thousand characters. */
export function passkeyIdOf({ macs }: Pick<AppDeps, 'macs'>, credentialId: string): string {
  return bytesToHex(macs.sha256(stringToBytes(credentialId)).subarray(0, PASSKEY_ID_BYTES)).slice(2)
}

/** The signer that a kept passkey is. */
export function signerOfPasskey({ passkeys }: Pick<AppDeps, 'passkeys'>, row: PasskeyRow): Signer {
  return passkeySignerAt(passkeys.pointOf(row.publicKey))
}

/** The kept passkey that a signer is; undefined for an address, for nobody, and for one that is not kept here. */
export function passkeyOfSigner(
  deps: Pick<AppDeps, 'passkeys'>,
  kept: readonly PasskeyRow[],
  signer: Signer,
): PasskeyRow | undefined {
  return kept.find((row) => {
    const { x, y } = signerOfPasskey(deps, row)
    return x === signer.x && y === signer.y
  })
}
