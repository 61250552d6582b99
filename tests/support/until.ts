// Waiting in tests: on a condition, never on a time alone; what was waited for and last seen is said when it does not come.

import { setTimeout as pause } from 'node:timers/promises'

/** Most that one step of a test may take: several times what it takes on a loaded machine. */
const DEADLINE_MILLISECONDS = 45_000

/** Between two looks: short beside a step, long beside a look. */
const RETRY_MILLISECONDS = 100

/** Looks until `look` gives something other than undefined or false; throws, with what was last seen, at the deadline. */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen> | Seen,
  { deadlineMilliseconds = DEADLINE_MILLISECONDS, seen }: UntilOptions = {},
): Promise<Exclude<Seen, false | undefined>> {
  const deadline = Date.now() + deadlineMilliseconds
  for (;;) {
    const outcome = await attempt(look)
    if ('value' in outcome && outcome.value !== undefined && outcome.value !== false) {
      return outcome.value as Exclude<Seen, false | undefined>
    }
    if (Date.now() >= deadline) {
      const last = 'error' in outcome ? String(outcome.error) : await seen?.()
      throw new Error(`Waited in vain for ${what}; last seen: ${toText(last)}`)
    }
    await pause(RETRY_MILLISECONDS)
  }
}

export type UntilOptions = {
  readonly deadlineMilliseconds?: number
  /** Read once at the deadline, for the message. */
  readonly seen?: () => unknown
}

async function attempt<Seen>(
  look: () => Promise<Seen> | Seen,
): Promise<{ readonly value: Seen } | { readonly error: unknown }> {
  try {
    return { value: await look() }
  } catch (error) {
    return { error }
  }
}

function toText(value: unknown): string {
  return (
    JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? `${field}` : field)) ??
    'nothing'
  )
}
