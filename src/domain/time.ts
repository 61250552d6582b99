// Lengths of time, for whatever counts in milliseconds or seconds.

/** Milliseconds in a second. */
export const SECOND_MS = 1_000

/** Milliseconds in an hour. */
export const HOUR_MS = 3_600 * SECOND_MS

/** Milliseconds in a day of 24 hours. */
export const DAY_MS = 24 * HOUR_MS

/** Seconds in an hour. */
export const HOUR_SECONDS = 3_600

/** Seconds in a day of 24 hours. */
export const DAY_SECONDS = 24 * HOUR_SECONDS
