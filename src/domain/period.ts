// Days and months by which limits count, in UTC.

import { DAY_MS } from './time.ts'

import type { Instant } from './order-facts.ts'

/** From an instant on, and before another. */
export type Period = { readonly from: Instant; readonly to: Instant }

/** The day (UTC) of an instant. */
export function dayPeriod(at: Instant): Period {
  const from = Math.floor(at / DAY_MS) * DAY_MS
  return { from, to: from + DAY_MS }
}

/** The calendar month (UTC) of an instant. */
export function monthPeriod(at: Instant): Period {
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) }
}
