// The form of an API key: `vp_test_<key id>_<secret>` on a testnet, `vp_live_…` elsewhere, so that nobody takes one for
// the other. The key id begins with the retailer's number.

import { isId, RETAILER_ID_LENGTH, SECRET_LENGTH } from '#domain/ids.ts'
import { stringToBytes } from 'viem/utils'

import { newCode, newSecret } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/** Characters of a key id: the retailer's number and eight more. */
const KEY_ID_LENGTH = RETAILER_ID_LENGTH + 8

/** Secret scanners know a key by its prefix. */
const PREFIXES = { test: 'vp_test_', live: 'vp_live_' } as const

export type KeyMode = keyof typeof PREFIXES

/** A new key: what is shown once, and what is kept of it. */
export type NewApiKey = {
  readonly apiKey: string
  readonly keyId: string
  readonly secretHash: Uint8Array
}

/** Makes a key for a retailer; the secret is never stored in clear. */
export function newApiKey(
  deps: Pick<AppDeps, 'random' | 'macs' | 'settings'>,
  retailerId: string,
): NewApiKey {
  const keyId = retailerId + newCode(deps, KEY_ID_LENGTH - RETAILER_ID_LENGTH)
  const secret = newSecret(deps)
  return {
    keyId,
    apiKey: `${PREFIXES[keyModeOf(deps.settings)]}${keyId}_${secret}`,
    secretHash: deps.macs.sha256(stringToBytes(secret)),
  }
}

/** Which keys this relayer takes. */
export function keyModeOf({ testnet }: Pick<AppDeps['settings'], 'testnet'>): KeyMode {
  return testnet ? 'test' : 'live'
}

/** Whether `text` is written like an API key, right or wrong. */
export function isApiKey(text: string): boolean {
  return Object.values(PREFIXES).some((prefix) => text.startsWith(prefix))
}

/** Whether `text` is the id of a key. */
export function isKeyId(text: string): boolean {
  return isId(text, KEY_ID_LENGTH)
}

/** Reads an API key; undefined when the text is none. */
export function parseApiKey(text: string):
  | {
      readonly mode: KeyMode
      readonly retailerId: string
      readonly keyId: string
      readonly secret: string
    }
  | undefined {
  if (!isApiKey(text)) return undefined
  const mode = text.startsWith(PREFIXES.live) ? 'live' : 'test'
  const [keyId = '', secret = '', ...rest] = text.slice(PREFIXES[mode].length).split('_')
  if (rest.length > 0 || !isKeyId(keyId) || !isId(secret, SECRET_LENGTH)) return undefined
  return { mode, retailerId: keyId.slice(0, RETAILER_ID_LENGTH), keyId, secret }
}
