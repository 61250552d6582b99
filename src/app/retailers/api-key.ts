// The form of an API key: `vp_test_<key id>_<secret>`. The key id begins with the retailer's number.

import { isId, RETAILER_ID_LENGTH, SECRET_LENGTH } from '#domain/ids.ts'

/** Characters of a key id: the retailer's number and eight more. */
export const KEY_ID_LENGTH = RETAILER_ID_LENGTH + 8

/** Prefix of keys for a local testnet; secret scanners know a key by it. */
const PREFIX = 'vp_test_'

/** Writes an API key; the secret is never stored in clear. */
export function formatApiKey(keyId: string, secret: string): string {
  return `${PREFIX}${keyId}_${secret}`
}

/** Whether `text` is written like an API key, right or wrong. */
export function isApiKey(text: string): boolean {
  return text.startsWith(PREFIX)
}

/** Reads an API key; undefined when the text is none. */
export function parseApiKey(text: string):
  | {
      readonly retailerId: string
      readonly keyId: string
      readonly secret: string
    }
  | undefined {
  if (!isApiKey(text)) return undefined
  const [keyId = '', secret = '', ...rest] = text.slice(PREFIX.length).split('_')
  if (rest.length > 0 || !isId(keyId, KEY_ID_LENGTH) || !isId(secret, SECRET_LENGTH)) return undefined
  return { retailerId: keyId.slice(0, RETAILER_ID_LENGTH), keyId, secret }
}
