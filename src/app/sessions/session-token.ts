// The form of a session: whose it is, then 257 random bits. The id under which it is listed is made of its hash, so that
// a list tells nothing that opens anything.

import { ID_SUFFIX_LENGTH, isId, RETAILER_ID_LENGTH } from '#domain/ids.ts'

import { newCode } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'
import { bytesToHex, stringToBytes } from 'viem/utils'

/** Characters of a session's secret: 31⁵² > 2²⁵⁷. */
const SESSION_SECRET_LENGTH = 52

/** Bytes of the hash that name a session in lists: a shop or person has a few dozen. */
const SESSION_ID_BYTES = 8

export type SessionToken = {
  readonly ownerId: string
  readonly sessionId: string
  readonly tokenHash: Uint8Array
}

/** Whether `text` is written like the session of a shop. */
export function isShopSession(text: string): boolean {
  return isId(text, RETAILER_ID_LENGTH + SESSION_SECRET_LENGTH)
}

/** Whether `text` is written like the session of a person. */
export function isPersonSession(text: string): boolean {
  return isId(text, ID_SUFFIX_LENGTH + SESSION_SECRET_LENGTH)
}

/** A new session of a shop or person. */
export function newSessionToken(deps: Pick<AppDeps, 'random'>, ownerId: string): string {
  return ownerId + newCode(deps, SESSION_SECRET_LENGTH)
}

/** What is looked up and compared of a session that somebody brings. */
export function readSessionToken({ macs }: Pick<AppDeps, 'macs'>, token: string): SessionToken {
  const tokenHash = macs.sha256(stringToBytes(token))
  return {
    ownerId: token.slice(0, -SESSION_SECRET_LENGTH),
    sessionId: bytesToHex(tokenHash.subarray(0, SESSION_ID_BYTES)).slice(2),
    tokenHash,
  }
}
