// Counts requests in memory, in windows that never end.

import type { RateLimit, RateLimits } from '#ports/rate-limits.ts'

/** The counter, and what it counted by `<limit> <who>`. */
export function countedInMemory(): RateLimits & { readonly counts: ReadonlyMap<string, number> } {
  const counts = new Map<string, number>()
  return {
    counts,
    count: async ({ name, requests, windowSeconds }: RateLimit, who: string) => {
      const id = `${name} ${who}`
      const count = (counts.get(id) ?? 0) + 1
      counts.set(id, count)
      return {
        isAllowed: count <= requests,
        remaining: Math.max(0, requests - count),
        resetSeconds: windowSeconds,
      }
    },
  }
}
