// What an operator must hear of, said when it begins and then once in a while: steps come every second.

import type { WallClock } from '#ports/clocks.ts'
import type { Log, LogFacts } from '#ports/log.ts'

/** Milliseconds between two calls of the same alarm: ten minutes. */
const REPEAT_AFTER_MS = 600_000

/** Alarms remembered; the oldest is forgotten first and may then repeat early. */
const REMEMBERED_ALARMS = 1_000

/** `about` names what the alarm is about: a sender or a key. */
export type Alarms = {
  readonly raise: (message: string, about: string, facts?: LogFacts) => void
}

/** Writes alarms as errors to the log. */
export function createAlarms(log: Log, clock: WallClock): Alarms {
  const raisedAt = new Map<string, number>()
  return {
    raise: (message, about, facts = {}) => {
      const alarm = `${message} ${about}`
      const now = clock.now()
      if (now - (raisedAt.get(alarm) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return
      raisedAt.delete(alarm)
      raisedAt.set(alarm, now)
      const [oldest] = raisedAt.keys()
      if (raisedAt.size > REMEMBERED_ALARMS && oldest !== undefined) raisedAt.delete(oldest)
      log.error(message, { about, ...facts })
    },
  }
}
