// Answers of shops' interfaces, read with suspicion: a status becomes a failure in words for the shop's owner, and a body is
// JSON of the expected form or a failure.

import { SECOND_MS } from '#domain/time.ts'
import { Problem } from '#domain/problem.ts'
import { ShopApiFailure, type ShopResponse } from '#ports/shop-api.ts'
import { readJsonBody } from './read-json-body.ts'
import type { z } from 'zod'

/** What `Retry-After` may hold, in seconds: a day is more than any platform asks. */
const RETRY_AFTER = /^\d{1,5}$/

/** How a platform's owner mends what we are refused, by the status of the answer. */
export type StatusSentences = {
  /** 401: the credentials are wrong or no longer valid. */
  readonly unknown: string
  /** 403: they do not allow reading. */
  readonly forbidden: string
  /** 404: there is no interface at this address. */
  readonly missing: string
}

/** Throws {@link ShopApiFailure} unless the status is 200. */
export function refuseStatus({ status, headers }: ShopResponse, sentences: StatusSentences): void {
  if (status === 200) return
  const retryAfterMs = retryAfterOf(headers['retry-after'])
  if (status === 429) throw throttled(retryAfterMs)
  if (status === 401) throw new ShopApiFailure('refused', sentences.unknown)
  if (status === 403) throw new ShopApiFailure('refused', sentences.forbidden)
  if (status === 404) throw new ShopApiFailure('refused', sentences.missing)
  if (status >= 300 && status < 400)
    throw new ShopApiFailure('refused', 'The shop sends us on to another address; enter that one instead.')
  throw new ShopApiFailure('unavailable', `The shop answered with status ${status}.`, { retryAfterMs })
}

/** That a platform wants fewer requests. */
export function throttled(retryAfterMs: number): ShopApiFailure {
  const sentence = 'The shop asks for fewer requests; reading goes on by itself.'
  return new ShopApiFailure('throttled', sentence, { retryAfterMs })
}

/** The body by `schema`; throws {@link ShopApiFailure} (`unavailable`) where it does not fit. Long numbers stay exact. */
export function readAnswer<T>(schema: z.ZodType<T>, { body }: ShopResponse): T {
  const result = schema.safeParse(jsonOf(body))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = issue?.path.join('.') ?? ''
  const sentence = `The shop's answer does not have its platform's form${place === '' ? '' : ` at ${place.slice(0, 80)}`}.`
  throw new ShopApiFailure('unavailable', sentence, { cause: result.error })
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return readJsonBody(body)
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause
    throw new ShopApiFailure('unavailable', "The shop's answer is not the JSON of its platform.", { cause })
  }
}

/** A part of an answer as the body of a message of its own. */
export function messageBody(part: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(part, longNumber))
}

const { rawJSON } = JSON as JSON & { readonly rawJSON: (text: string) => object }

/** Whole numbers that were read as bigint are written with all their digits. */
function longNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJSON(value.toString()) : value
}

function retryAfterOf(header: string | undefined): number {
  return RETRY_AFTER.test(header ?? '') ? Number(header) * SECOND_MS : 0
}
