// How many requests somebody made in a window of time, counted together by all processes.

export type RateLimit = {
  /** Visible ASCII: names the limit in headers and in the store. */
  readonly name: string
  /** Requests in a window. */
  readonly requests: number
  readonly windowSeconds: number
}

export type RateCount = {
  readonly isAllowed: boolean
  /** Requests left in the window. */
  readonly remaining: number
  /** Until the window ends, rounded up. */
  readonly resetSeconds: number
}

export type RateLimits = {
  /**
   * Counts one request of `who` (an id, or a network address, which is not kept as such). While the store cannot be
   * reached, each process counts for itself.
   */
  readonly count: (limit: RateLimit, who: string) => Promise<RateCount>
}
