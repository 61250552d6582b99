// When a shop is read again, after what happened this time.

import { askedMs, restMs, retryMs } from '#domain/pull-delay.ts'

import type { ShopApiFailure } from '#ports/shop-api.ts'

import type { AppDeps } from '../deps.ts'

/** caught-up: everything was read. asked: the shop wants a pause, or others have their turn. failed: no page was read. */
export type Pause =
  | { readonly kind: 'caught-up' }
  | { readonly kind: 'asked'; readonly waitMs: number }
  | { readonly kind: 'failed'; readonly failure: ShopApiFailure }

export type NextPause = {
  readonly afterMs: number
  readonly failures: number
  readonly lastError: string | null
}

/** Whole numbers that four random bytes can be. */
const CHANCES = 2 ** 32

/** The pause, and what is kept of failures; a shop that asks for fewer requests has not failed. */
export function nextPause(
  { random, settings }: Pick<AppDeps, 'random' | 'settings'>,
  failuresBefore: number,
  pause: Pause,
): NextPause {
  const chance = new DataView(new Uint8Array(random.bytes(4)).buffer).getUint32(0) / CHANCES
  if (pause.kind === 'caught-up')
    return { afterMs: restMs(settings.pullEverySeconds, chance), failures: 0, lastError: null }
  if (pause.kind === 'asked') return { afterMs: askedMs(pause.waitMs, chance), failures: 0, lastError: null }
  const { kind, message, retryAfterMs } = pause.failure
  const failures = failuresBefore + 1
  return {
    afterMs: retryMs(failures, retryAfterMs, chance),
    failures,
    lastError: kind === 'throttled' ? null : message,
  }
}
