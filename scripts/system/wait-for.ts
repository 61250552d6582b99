// Waiting on the outside world: a condition is tried again and again until it holds or its deadline passes.

import { setTimeout as pause } from 'node:timers/promises'

/** Between two tries: 25 ms, short beside any process start, long beside one try. */
const RETRY_MILLISECONDS = 25

/**
 * Tries `condition` until it returns something other than undefined or false, and returns that.
 * Returns undefined when `deadlineMilliseconds` have passed; a condition that throws counts as not yet true.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  deadlineMilliseconds: number,
): Promise<Exclude<T, false | undefined> | undefined> {
  const deadline = Date.now() + deadlineMilliseconds
  for (;;) {
    const value = await tryOnce(condition)
    if (value !== undefined && value !== false) return value as Exclude<T, false | undefined>
    if (Date.now() >= deadline) return undefined
    await pause(RETRY_MILLISECONDS)
  }
}

async function tryOnce<T>(condition: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await condition()
  } catch {
    return undefined
  }
}
