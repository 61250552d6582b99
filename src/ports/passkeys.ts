// What browsers and authenticators say of passkeys (WebAuthn level 3), checked.

import type { Hex } from 'viem'

/** The site that passkeys belong to. */
export type PasskeySite = {
  /** Scheme, host and port, as the browser names them. */
  readonly origin: string
  /** The host alone. */
  readonly rpId: string
}

/** A browser's answer as JSON (`RegistrationResponseJSON`, `AuthenticationResponseJSON`), of the right form. */
export type PasskeyAnswer = {
  readonly id: string
  readonly rawId: string
  readonly type: 'public-key'
  readonly response: Readonly<Record<string, unknown>>
}

export type MadePasskey = {
  /** base64url. */
  readonly credentialId: string
  /** COSE. */
  readonly publicKey: Uint8Array
  /** x and y on P-256, 32 bytes each. */
  readonly point: Hex
  readonly counter: number
}

type Asked = {
  readonly site: PasskeySite
  /** Uses the challenge up, in hex without prefix; what it throws is thrown on. */
  readonly spend: (challenge: string) => Promise<void>
}

/** Both throw `passkey_refused` for whatever is not what was asked for. The person must have been verified. */
export type Passkeys = {
  /** x and y of a key as it is kept, 32 bytes each. */
  readonly pointOf: (publicKey: Uint8Array) => Hex
  readonly readMade: (answer: PasskeyAnswer, asked: Asked) => Promise<MadePasskey>
  readonly readUsed: (
    answer: PasskeyAnswer,
    asked: Asked & { readonly passkey: Pick<MadePasskey, 'credentialId' | 'publicKey' | 'counter'> },
  ) => Promise<{ readonly counter: number }>
}
