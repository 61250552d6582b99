// What a log says of the reason behind a problem.

import type { Problem } from '#domain/problem.ts'

/** The cause's own words; undefined when there is none. */
export function causeText({ cause }: Problem): string | undefined {
  return cause instanceof Error ? cause.message : undefined
}
