// Rounds instants down inside queries.

import { SECOND_MS } from '#domain/time.ts'
import { sql, type RawBuilder } from 'kysely'

/** An instant rounded down to whole units since 1970 (UTC), whatever time zone the session has. */
export function floorTo(instant: RawBuilder<unknown>, unitMs: number): RawBuilder<Date> {
  const seconds = sql.lit(unitMs / SECOND_MS)
  return sql<Date>`to_timestamp(floor(extract(epoch from ${instant}) / ${seconds}) * ${seconds})`
}
