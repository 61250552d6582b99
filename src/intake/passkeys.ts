// Checks what browsers say of passkeys, by a library that follows the standard (WebAuthn level 3, §7.1 and §7.2).

import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import type { MadePasskey, Passkeys } from '#ports/passkeys.ts'
import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import {
  convertCOSEtoPKCS,
  COSEALG,
  decodeAttestationObject,
  isoBase64URL,
} from '@simplewebauthn/server/helpers'
import { bytesToHex } from 'viem/utils'

/** First byte of a point that is written whole (SEC 1, §2.3.3), and bytes of such a point on P-256. */
const UNCOMPRESSED = 4
const POINT_BYTES = 65

/** Checks passkeys; opens no connection. */
export const passkeys: Passkeys = {
  pointOf,

  async readMade(answer, { site, spend }) {
    const response = answer as unknown as RegistrationResponseJSON
    return refusing(async (): Promise<MadePasskey> => {
      checkAttestation(response)
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response,
        expectedChallenge: (challenge) => spent(challenge, spend),
        expectedOrigin: site.origin,
        expectedRPID: site.rpId,
        requireUserVerification: true,
        supportedAlgorithmIDs: [COSEALG.ES256],
      })
      if (!verified) throw new Problem('passkey_refused')
      const { id, publicKey, counter } = registrationInfo.credential
      return { credentialId: id, publicKey, point: pointOf(publicKey), counter }
    })
  },

  async readUsed(answer, { site, spend, passkey }) {
    return refusing(async () => {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: answer as unknown as AuthenticationResponseJSON,
        expectedChallenge: (challenge) => spent(challenge, spend),
        expectedOrigin: site.origin,
        expectedRPID: site.rpId,
        requireUserVerification: true,
        credential: {
          id: passkey.credentialId,
          publicKey: Uint8Array.from(passkey.publicKey),
          counter: passkey.counter,
        },
      })
      if (!verified) throw new Problem('passkey_refused')
      return { counter: authenticationInfo.newCounter }
    })
  },
}

/**
 * Nothing is asked about the make of a device, so nothing is looked at: a certificate in the answer would be checked with
 * its maker, at an address that the answer itself names.
 */
function checkAttestation({ response }: RegistrationResponseJSON): void {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject))
  const isBare = attestation.get('fmt') === 'none' || attestation.get('attStmt').get('x5c') === undefined
  if (!isBare) throw new Problem('passkey_refused')
}

async function spent(challenge: string, spend: (challenge: string) => Promise<void>): Promise<boolean> {
  await spend(bytesToHex(isoBase64URL.toBuffer(challenge)).slice(2))
  return true
}

function pointOf(publicKey: Uint8Array): MadePasskey['point'] {
  const point = convertCOSEtoPKCS(Uint8Array.from(publicKey))
  invariant(
    point.length === POINT_BYTES && point[0] === UNCOMPRESSED,
    'an ES256 key is a point of P-256 written whole',
  )
  return bytesToHex(point.subarray(1))
}

/** The library says what it refuses by errors of many kinds; none of them is ours. */
async function refusing<Result>(check: () => Promise<Result>): Promise<Result> {
  try {
    return await check()
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('passkey_refused', {}, { cause: error })
  }
}
