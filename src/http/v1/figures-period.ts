// The time that figures of influence are of.

import { DAY_MS } from '#domain/time.ts'
import type { HttpContext } from '../context.ts'

/** When nothing is asked for, in milliseconds: 30 days. */
const PERIOD_DEFAULT_MS = 30 * DAY_MS

/** From one instant on and before another, in milliseconds since 1970; the last 30 days when left out. */
export function figuresPeriod(
  { deps }: HttpContext,
  { from, to }: { readonly from?: number; readonly to?: number },
): { readonly from: number; readonly to: number } {
  const end = to ?? deps.clock.now() + 1
  return { from: from ?? end - PERIOD_DEFAULT_MS, to: end }
}
