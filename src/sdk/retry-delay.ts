// How long to wait before a request is repeated: what the server asks for, else longer each time, with chance in it.

/** The wait before the first repetition, in milliseconds, doubled each time. */
const FIRST_DELAY_MS = 250

/** Longest wait that is kept to, in milliseconds: a minute; whoever asks for more is not waited for. */
const DELAY_MAX_MS = 60_000

const SECOND_MS = 1_000

/** Seconds of a Retry-After header (RFC 9110, 10.2.3). */
const DELAY_SECONDS = /^\d{1,9}$/

/**
 * Milliseconds before repetition `attempt` (0 is the first); undefined when the server asks for more than a minute.
 * `retryAfter` is the header as it came, in seconds or as a date. Without one the wait is half fixed and half chance, so
 * that many clients do not come back together.
 */
export function retryDelayMs(
  attempt: number,
  retryAfter: string | null,
  { now = Date.now, random = Math.random }: { now?: () => number; random?: () => number } = {},
): number | undefined {
  const asked = askedMs(retryAfter, now)
  if (asked !== undefined) return asked > DELAY_MAX_MS ? undefined : asked
  const most = Math.min(FIRST_DELAY_MS * 2 ** attempt, DELAY_MAX_MS)
  return Math.round(most / 2 + (random() * most) / 2)
}

function askedMs(retryAfter: string | null, now: () => number): number | undefined {
  if (retryAfter === null) return undefined
  if (DELAY_SECONDS.test(retryAfter)) return Number(retryAfter) * SECOND_MS
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now())
}
