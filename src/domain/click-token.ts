// The click token: travels from the redirect to the order and proves by itself when which link was followed, so that
// no click is lost between the redirect and the store. Form: `<link code>-<seconds, base 36>-<nonce>-<mac>`.

import { ID_SUFFIX_LENGTH, LINK_SUFFIX_LENGTH, RETAILER_ID_LENGTH, isId, type LinkCode } from './ids.ts'
import { SECOND_MS } from './time.ts'

import type { Instant } from './order-facts.ts'

/** Characters of a link code: the retailer's number and eight more. */
export const LINK_CODE_LENGTH = RETAILER_ID_LENGTH + LINK_SUFFIX_LENGTH

/** Characters of the nonce, which is also the click's id: 79 bits. */
export const CLICK_NONCE_LENGTH = ID_SUFFIX_LENGTH

/** Bytes of the HMAC that are kept: 80 bits, more than anyone can try against a live server. */
export const CLICK_MAC_BYTES = 10

/** Longest token: 13 + 7 + 16 + 20 characters and three hyphens, below every platform's 200-character limit. */
export const CLICK_TOKEN_LENGTH_MAX = 64

export type ClickClaim = {
  readonly code: LinkCode
  /** Whole seconds since 1970. */
  readonly clickedAtSeconds: number
  readonly nonce: string
}

/** The part of a token that the MAC covers. */
export function clickClaimText({ code, clickedAtSeconds, nonce }: ClickClaim): string {
  return `${code}-${clickedAtSeconds.toString(36)}-${nonce}`
}

/** Writes a token; `mac` is HMAC-SHA256 of {@link clickClaimText} under the retailer's click key. */
export function formatClickToken(claim: ClickClaim, mac: Uint8Array): string {
  return `${clickClaimText(claim)}-${hex(mac.slice(0, CLICK_MAC_BYTES))}`
}

/** Reads a token without believing it: the caller compares {@link ParsedClickToken.macHex}. Undefined when it is none. */
export function parseClickToken(token: string): ParsedClickToken | undefined {
  if (token.length > CLICK_TOKEN_LENGTH_MAX) return undefined
  const match = /^([0-9a-z]{13})-([1-9a-z][0-9a-z]{0,6})-([0-9a-z]{16})-([0-9a-f]{20})$/.exec(token)
  if (!match) return undefined
  const [, code = '', seconds = '', nonce = '', macHex = ''] = match
  if (!isId(code, LINK_CODE_LENGTH) || !isId(nonce, CLICK_NONCE_LENGTH)) return undefined
  return {
    code,
    clickedAtSeconds: Number.parseInt(seconds, 36),
    nonce,
    macHex,
  }
}

export type ParsedClickToken = ClickClaim & { readonly macHex: string }

/** The instant a claim speaks of, in milliseconds since 1970. */
export function clickedAt(claim: ClickClaim): Instant {
  return claim.clickedAtSeconds * SECOND_MS
}

/** The kept bytes of a MAC as they stand in a token. */
export function clickMacHex(mac: Uint8Array): string {
  return hex(mac.slice(0, CLICK_MAC_BYTES))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
