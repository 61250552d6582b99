// The connection to a node, and the one place where what a node does wrong becomes `chain_unavailable`.

import { InvariantError } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import { BaseError, createPublicClient, http, type PublicClient } from 'viem'

/** Longest one request may take, in milliseconds: nodes answer within one second, archive calls within five. */
const REQUEST_TIMEOUT_MS = 10_000

/** Repeats of a request that got no usable answer; whoever asked tries again in its next step anyway. */
const REQUEST_RETRIES = 2

/** Before the first repeat, in milliseconds; doubles each time. */
const RETRY_DELAY_MS = 150

/** Longest reason kept of a node's error, in characters: enough to recognise it, too short for a page of HTML. */
const MAX_REASON_CHARACTERS = 300

/** Opens a client that caches nothing: a block number from a moment ago is a wrong one. Sends nothing yet. */
export function createRpcClient(rpcUrl: string): PublicClient {
  return createPublicClient({
    cacheTime: 0,
    transport: http(rpcUrl, {
      timeout: REQUEST_TIMEOUT_MS,
      retryCount: REQUEST_RETRIES,
      retryDelay: RETRY_DELAY_MS,
    }),
  })
}

/**
 * Runs requests and decodes their answers. Whatever goes wrong is the node's doing, garbage in its answers included:
 * `Problem('chain_unavailable')`, which says nothing about what became of the request.
 */
export async function askChain<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Problem || error instanceof InvariantError) throw error
    throw new Problem('chain_unavailable', {}, { cause: withoutAddress(error) })
  }
}

/** The node's own words in one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof BaseError ? [error.shortMessage, error.details].join(' ') : String(error)
  return text
    .replace(/https?:\/\/\S+/g, '<node>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_REASON_CHARACTERS)
}

/** A node's address may hold an access key, and viem's errors quote it: they go no further than here. */
function withoutAddress(error: unknown): Error {
  const name = error instanceof Error ? error.name : 'Error'
  return new Error(`${name}: ${reasonOf(error)}`)
}
