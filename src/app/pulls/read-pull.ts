// How the reading of a connection stands, for the shop's owner.

import type { PullState } from '#ports/pull-rows.ts'

import type { PullView } from '../views.ts'

/** The state in words that say what to do next; `off` without credentials. */
export function viewPull(state: PullState | undefined): PullView {
  if (!state) return OFF
  const { lastPulledAt, caughtUpAt, lastError, withheld, nextAt, readUntil, messages } = state
  return {
    state: lastError === null ? (caughtUpAt === null ? 'starting' : 'on') : 'failing',
    lastPulledAt,
    caughtUpAt,
    readUntil,
    lastError,
    withheld,
    nextAt,
    messages,
  }
}

const OFF: PullView = {
  state: 'off',
  lastPulledAt: null,
  caughtUpAt: null,
  readUntil: null,
  lastError: null,
  withheld: null,
  nextAt: null,
  messages: 0,
}
