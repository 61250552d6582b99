// Requests and keyed hashes for the tests of the commerce adapters, from node's own cryptography.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from '#domain/problem.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'

export const macs: Macs = {
  hmacSha256: (key, data) => new Uint8Array(createHmac('sha256', key).update(data).digest()),
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
}

export function requestOf(body: unknown, headers: Record<string, string | undefined> = {}): WebhookRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { headers, rawBody: new TextEncoder().encode(text) }
}

/** Runs `act` and hands back the problem it throws; anything else it does is an error of the test. */
export function problemOf(act: () => unknown): Problem {
  try {
    const value = act()
    throw new Error(`expected a problem, got ${JSON.stringify(value, (_key, v: unknown) => String(v))}`)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** The JSON pointers that a refusal names. */
export function wrongFieldsOf(problem: Problem): readonly string[] {
  const fields = problem.facts['fields'] as readonly { field: string }[] | undefined
  return fields?.map(({ field }) => field) ?? []
}
