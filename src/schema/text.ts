// Text as people and shops send it: bounded, well formed, without control characters or marks that reorder writing.

import { COUPON_LENGTH_MAX } from '#domain/coupon.ts'
import { z } from 'zod'
import { normalisedEmail } from './normalised-email.ts'

/** Longest name of a shop or program, in UTF-16 units: a line on a phone, twice over. */
const NAME_MAX_LENGTH = 80

/** Longest public name of a person, in UTF-16 units: what social networks allow, and a little more. */
const HANDLE_MAX_LENGTH = 40

/** Longest address of a web page, in UTF-16 units: what common browsers and proxies accept. */
const URL_MAX_LENGTH = 2000

/** Control characters, and the marks that make text read in another order than it is stored. */
const UNREADABLE = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u

function isReadable(text: string): boolean {
  return text.isWellFormed() && !UNREADABLE.test(text)
}

/** 1 to `longest` readable characters, trimmed and in one normal form. */
export function readableText(longest: number) {
  return z
    .string()
    .max(longest)
    .refine(isReadable, 'must not contain control characters')
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().min(1, 'must not be empty'))
}

/** Several lines of readable text, at most `longest` characters; at most one empty line between two. */
export function paragraphsSchema(longest: number) {
  return z
    .string()
    .max(longest)
    .transform((text) => text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' '))
    .refine((text) => isReadable(text.replaceAll('\n', '')), 'must not contain control characters')
    .transform((text) =>
      text
        .normalize('NFC')
        .replaceAll(/\n{3,}/g, '\n\n')
        .trim(),
    )
    .pipe(z.string().min(1, 'must not be empty'))
}

/** Name of a shop or a program: 1 to 80 readable characters, trimmed. */
export const nameSchema = readableText(NAME_MAX_LENGTH)

/** The text of a table, before its rows are read. */
export const tableTextSchema = z.string()

/** A discount code as people write it: 1 to 255 readable characters. */
export const couponCodeSchema = readableText(COUPON_LENGTH_MAX)

/** Longest note that a shop writes for itself, in UTF-16 units: a few sentences. */
const NOTE_MAX_LENGTH = 500

/** A shop's note for itself: 1 to 500 readable characters, trimmed. */
export const noteSchema = readableText(NOTE_MAX_LENGTH)

/** A person's public name: 1 to 40 letters, digits, spaces and `. _ ' - @`, beginning with a letter, digit, `@` or `_`. */
export const handleSchema = readableText(HANDLE_MAX_LENGTH).pipe(
  z
    .string()
    .regex(/^[\p{L}\p{N}@_][\p{L}\p{M}\p{N} ._'@-]*$/u, "takes letters, digits, spaces and . _ ' - @ only"),
)

/** An e-mail address, in the form in which addresses of the same mailbox are equal. */
export const emailSchema = z.string().transform((text, context) => {
  const email = isReadable(text) ? normalisedEmail(text) : undefined
  if (email !== undefined) return email
  context.addIssue({ code: 'custom', message: 'is not an e-mail address' })
  return z.NEVER
})

/** ISO 4217, upper case. */
export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'is a currency code of three capital letters, such as USD')

function isShopUrl(text: string): boolean {
  if (!isReadable(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && url.username === '' && url.password === '' && url.hash === ''
}

/** Absolute http or https address without user name, password and fragment; normalised as the URL standard says. */
export const shopUrlSchema = z
  .string()
  .max(URL_MAX_LENGTH)
  .refine(isShopUrl, 'must be a web address that begins with https:// or http://, without user name or #')
  .transform((text) => new URL(text).href)

/** Text of several lines, up to `longest` UTF-16 units: well formed, trimmed, no control characters but line ends. */
export function proseSchema(longest: number) {
  return z
    .string()
    .max(longest)
    .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC').trim())
    .refine((text) => isReadable(text.replaceAll('\n', ' ')), 'must not contain control characters')
    .pipe(z.string().min(1, 'must not be empty'))
}
