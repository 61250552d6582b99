// Asks an endpoint again when it is busy or silent, a limited number of times, and asks many things with a limit on how
// many at once.

import { Problem } from '#domain/problem.ts'
import { reasonOf, rpcFaultOf, type RpcFault } from './rpc-fault.ts'

/**
 * Attempts, with waits of 0.25, 0.5, 1, 2 and 4 s between them. A rate limit per second or per some seconds is over by
 * the last; an endpoint that is not there is given up after two seconds; a slow answer is awaited once more only, since
 * whoever needs minutes for it must be asked for less.
 */
const MAX_ATTEMPTS: Partial<Record<RpcFault, number>> = { busy: 6, silent: 4, slow: 2 }

/** Milliseconds before the second attempt; doubles from then on. */
const FIRST_WAIT_MS = 250

/** Requests under way at once: keeps a public endpoint's rate limit and fills a local one's time. */
const MAX_PARALLEL = 8

export type Ask = <T>(request: () => Promise<T>) => Promise<T>

/** Waits for `milliseconds`. Given from outside so that tests need not wait. */
export type Pause = (milliseconds: number) => Promise<void>

/** The pause outside of tests. */
export const pauseForReal: Pause = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** An `ask` that repeats what is worth repeating and throws the last error as it came. */
export function createAsk(pause: Pause): Ask {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await request()
      } catch (error) {
        if (attempt >= (MAX_ATTEMPTS[rpcFaultOf(error)] ?? 1)) throw error
        await pause(FIRST_WAIT_MS * 2 ** (attempt - 1))
      }
    }
  }
}

/** What to throw when a question got no answer: a problem that names what was `asked`, or an error of ours as it is. */
export function chainUnavailable(asked: string, error: unknown): unknown {
  if (rpcFaultOf(error) === 'ours') return error
  return new Problem('chain_unavailable', { asked, reason: reasonOf(error) }, { cause: error })
}

/** Applies `work` to every item, at most {@link MAX_PARALLEL} at once; results in the order of the items. */
export async function mapLimited<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await work(items[index] as T)
  }
  await Promise.all(Array.from({ length: Math.min(MAX_PARALLEL, items.length) }, worker))
  return results
}
