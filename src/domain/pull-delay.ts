// When a shop is asked again. `chance` is a number from 0 up to 1 that nobody can foresee, so that connections which
// began together do not stay together.

import { HOUR_MS, SECOND_MS } from './time.ts'

/** The first pause after a failure, in milliseconds; doubled at each further one. */
const AFTER_FAILURE_MS = 15 * SECOND_MS

/** The longest pause, in milliseconds: a shop that is mended is read again within the hour. */
export const PAUSE_MAX_MS = HOUR_MS

/** Up to this part of a pause comes on top of it by chance, one tenth: whoever asks to be left alone is left alone. */
const JITTER_TENTHS = 1

/** The pause after everything was read, in milliseconds. */
export function restMs(everySeconds: number, chance: number): number {
  return withJitter(everySeconds * SECOND_MS, chance)
}

/**
 * The pause after the `failures`-th failure in a row, in milliseconds: 15 s, 30 s, 1 min and so on up to an hour, and
 * never shorter than what the shop asked for, if that is less than an hour.
 */
export function retryMs(failures: number, retryAfterMs: number, chance: number): number {
  const doubled = AFTER_FAILURE_MS * 2 ** Math.min(Math.max(failures - 1, 0), 16)
  return withJitter(Math.min(Math.max(doubled, retryAfterMs), PAUSE_MAX_MS), chance)
}

/** The pause that a shop asks for without anything having gone wrong, in milliseconds: at most an hour. */
export function askedMs(waitMs: number, chance: number): number {
  return withJitter(Math.min(Math.max(waitMs, 0), PAUSE_MAX_MS), chance)
}

function withJitter(ms: number, chance: number): number {
  return Math.round(ms + (ms * JITTER_TENTHS * chance) / 10)
}
