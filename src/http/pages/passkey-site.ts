// What this server asks a browser for when it makes a passkey or signs in with one (WebAuthn level 3, §5.4 and §5.5).

import { issueChallenge, type ChallengePurpose } from '#app/sign-in/challenge.ts'
import { passkeyMadeSchema } from '#schema/passkeys.ts'
import type { PasskeyCreation, PasskeyOptions } from '#web/pages/passkey-box.ts'
import type { HttpContext } from '../context.ts'

/** COSE's number of ECDSA on P-256 with SHA-256: the one kind of key that accounts on the chain take. */
const ES256 = -7

/** Random bytes under which an authenticator files a passkey: they stand for nobody. */
const USER_ID_BYTES = 16

/** How long a browser waits for its person, in milliseconds: the five minutes that the standard recommends. */
const TIMEOUT_MS = 300_000

/** Where passkeys of this server work. */
export function passkeySiteOf({ publicUrl }: Pick<HttpContext, 'publicUrl'>) {
  const { origin, hostname } = new URL(publicUrl)
  return { origin, rpId: hostname }
}

/** Options for a first and a spare passkey; undefined where the chain has no accounts for them. */
export function creationOptions(context: HttpContext, shopName: string): PasskeyCreation | undefined {
  if (context.deps.settings.passkeyFactory === undefined) return undefined
  const { origin, rpId } = passkeySiteOf(context)
  const options = (label: string) => ({
    rp: { id: rpId, name: 'Vouchpenny' },
    user: {
      id: toBase64Url(context.deps.random.bytes(USER_ID_BYTES)),
      name: label,
      displayName: label,
    },
    challenge: newChallenge(context, 'passkey-create'),
    pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
    timeout: TIMEOUT_MS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    attestation: 'none',
  })
  return {
    origin,
    options: options(`Vouchpenny, ${shopName}`),
    spareOptions: options(`Vouchpenny, ${shopName} (second)`),
  }
}

/** Options for one more passkey of somebody who has some: a device makes no second one. */
export function additionOptions(
  context: HttpContext,
  { label, credentialIds }: { readonly label: string; readonly credentialIds: readonly string[] },
): PasskeyOptions | undefined {
  const made = creationOptions(context, label)
  if (made === undefined) return undefined
  const excludeCredentials = credentialIds.map((id) => ({ id, type: 'public-key' }))
  return { origin: made.origin, options: { ...made.options, excludeCredentials } }
}

/** Options for signing a draft of an account; the passkeys that may are named. */
export function draftOptions(
  context: HttpContext,
  { challenge, credentialIds }: { readonly challenge: string; readonly credentialIds: readonly string[] },
): PasskeyOptions {
  const { origin, rpId } = passkeySiteOf(context)
  const allowCredentials = credentialIds.map((id) => ({ id, type: 'public-key' }))
  const options = { rpId, challenge, allowCredentials, timeout: TIMEOUT_MS, userVerification: 'required' }
  return { origin, options }
}

/** Options for signing in; the browser offers whichever passkeys of this site it has. */
export function signInOptions(context: HttpContext): PasskeyOptions | undefined {
  if (context.deps.settings.passkeyFactory === undefined) return undefined
  const { origin, rpId } = passkeySiteOf(context)
  const challenge = newChallenge(context, 'passkey-sign-in')
  return { origin, options: { rpId, challenge, timeout: TIMEOUT_MS, userVerification: 'required' } }
}

/** A browser's answer in a form's field; undefined for an empty field and for what is none. */
export function madeIn(field: string | undefined) {
  return field === undefined || field === '' ? undefined : passkeyMadeSchema.safeParse(field).data
}

function newChallenge({ deps }: HttpContext, purpose: ChallengePurpose): string {
  return toBase64Url(Buffer.from(issueChallenge(deps, purpose).challenge, 'hex'))
}

function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
