// Entity tags (RFC 9110 §8.8.3): what an answer is called, so that a change can be bound to what was read.

import { createHash } from 'node:crypto'

/** Bytes of the hash in a tag: two answers of one address do not meet by chance. */
const TAG_BYTES = 16

/** The strong tag of an answer's text, in quotation marks. */
export function etagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest().subarray(0, TAG_BYTES).toString('base64url')}"`
}

/** Whether an If-Match header names this very tag, or takes any; weak tags name none (RFC 9110 §13.1.1). */
export function matchesStrongly(header: string, etag: string): boolean {
  return header.trim() === '*' || tagsOf(header).includes(etag)
}

/** Whether an If-None-Match header names the tag, weak or strong (RFC 9110 §13.1.2). */
export function matchesWeakly(header: string, etag: string): boolean {
  return header.trim() === '*' || tagsOf(header).some((tag) => tag.replace(/^W\//, '') === etag)
}

function tagsOf(header: string): readonly string[] {
  return header.match(/(?:W\/)?"[\x21\x23-\x7e]*"/g) ?? []
}
