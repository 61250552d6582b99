// How many random histories a run plays in memory, and how long it may take.

/** Long histories of a run; more by `REWARD_HISTORIES`. */
export const HISTORIES = Number(process.env['REWARD_HISTORIES'] ?? 400)

/** Short lives of a run. */
export const LIVES = HISTORIES * 4

/** Milliseconds in which a run of the default size is done several times over; longer runs take what they need. */
export const PATIENCE_MS = 120_000 + HISTORIES * 300

/** So many runs; after half the patience a failure is told as short as it is by then, and a run not done has failed. */
export function runsOf(numRuns: number) {
  return { numRuns, interruptAfterTimeLimit: PATIENCE_MS / 2, markInterruptAsFailure: true } as const
}
