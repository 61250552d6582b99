// A clock that only a test moves, so that hours of retries pass at once. Platforms tell time in whole seconds.

export type VirtualClock = {
  /** Milliseconds since 1970, always a whole second. */
  readonly now: () => number
  readonly advance: (milliseconds: number) => void
}

/** Starts at `startAt`, by default at the wall clock's second, so that what a shop tells is of today. */
export function virtualClock(startAt = Date.now()): VirtualClock {
  let now = wholeSecond(startAt)
  return {
    now: () => now,
    advance: (milliseconds) => {
      now = wholeSecond(now + milliseconds)
    },
  }
}

function wholeSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000
}
