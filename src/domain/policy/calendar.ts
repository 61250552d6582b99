// Days and months as caps and budgets count them: in UTC, like the dates of orders.

import type { Instant } from '../order-facts.ts'

export type Month = {
  readonly start: Instant
  readonly days: number
  /** Days after the one of the instant. */
  readonly daysLeft: number
}

/** The calendar month that an instant lies in. */
export function monthOf(at: Instant): Month {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth()
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return { start: Date.UTC(year, month, 1), days, daysLeft: days - date.getUTCDate() }
}

/** The instant at which the day of an instant begins. */
export function startOfDay(at: Instant): Instant {
  return new Date(at).setUTCHours(0, 0, 0, 0)
}
