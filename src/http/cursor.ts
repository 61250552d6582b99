// Cursors: where a page of a list ended, as text that nobody but this server can write. One belongs to the very list it
// was given with: the same address, the same filters, the same asker.

import { Problem } from '#domain/problem.ts'
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Bytes of the authentication: nobody guesses 128 bits. */
const MAC_BYTES = 16

/** Longest position in bytes: an id, or a discount code of 255 characters. */
const POSITION_MAX = 1_024

/** What a cursor is bound to, and the key that binds it. */
export type CursorScope = { readonly key: Uint8Array; readonly list: string }

/** The cursor of `position`, in base64url. */
export function sealCursor(scope: CursorScope, position: string): string {
  const bytes = Buffer.from(position, 'utf8')
  return Buffer.concat([macOf(scope, bytes), bytes]).toString('base64url')
}

/** The position that a cursor of this list stands for; throws `input_invalid` for every other text. */
export function openCursor(scope: CursorScope, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url')
  const [mac, position] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)]
  const isForm =
    position.length > 0 && position.length <= POSITION_MAX && bytes.toString('base64url') === cursor
  if (!isForm || !timingSafeEqual(mac, macOf(scope, position)))
    throw new Problem('input_invalid', {
      fields: [{ field: '/after', reason: 'must be what the page before called next' }],
    })
  return position.toString('utf8')
}

function macOf({ key, list }: CursorScope, position: Uint8Array): Buffer {
  return createHmac('sha256', key).update(list).update('\0').update(position).digest().subarray(0, MAC_BYTES)
}
