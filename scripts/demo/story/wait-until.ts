// Waiting for the relayer and the chain: look again and again until it is so, or say what was seen last.

import { setTimeout as pause } from 'node:timers/promises'
import { SECOND_MS } from '#domain/time.ts'
import { StoryFault } from './http-client.ts'

/** Between two looks: a tenth of a block, so that waiting adds little to what the chain takes. */
const LOOK_MILLISECONDS = 200

/** The longest wait is for a batch to close, be mined and be final: seconds. A minute and a half is a hung machine. */
const DEADLINE_MILLISECONDS = 90_000

/** What a look found: done, or what it is still waiting for, in a few words. */
export type Look<T> = { readonly done: T } | { readonly seen: string }

/** Looks until `done` and returns it; throws `StoryFault` with what was seen last when the deadline passes. */
export async function waitUntil<T>(what: string, look: () => Promise<Look<T>>): Promise<T> {
  const deadline = performance.now() + DEADLINE_MILLISECONDS
  for (;;) {
    const found = await look()
    if ('done' in found) return found.done
    if (performance.now() > deadline) {
      throw new StoryFault(
        `Waited ${DEADLINE_MILLISECONDS / SECOND_MS} s for ${what}; last seen: ${found.seen}.`,
      )
    }
    await pause(LOOK_MILLISECONDS)
  }
}
