// Ratios and times as a terminal shows them.

import { BPS_PER_ONE, BPS_PER_PERCENT } from '#domain/money.ts'
import { DAY_SECONDS, HOUR_SECONDS } from '#domain/time.ts'

/** `3.33 %`; `none` where there is nothing to divide by. */
export function bpsText(bps: number | null): string {
  return bps === null ? 'none' : `${bps / BPS_PER_PERCENT} %`
}

/** `1.9800`: ten-thousandths as a factor. */
export function factorText(bps: number | null): string {
  return bps === null ? 'none' : (bps / Number(BPS_PER_ONE)).toFixed(4)
}

/** `30.0 days`, `2.5 hours`; `none` where nobody has waited. */
export function waitText(seconds: number | null): string {
  if (seconds === null) return 'none'
  const isLong = seconds >= 2 * DAY_SECONDS
  return isLong
    ? `${(seconds / DAY_SECONDS).toFixed(1)} days`
    : `${(seconds / HOUR_SECONDS).toFixed(1)} hours`
}
