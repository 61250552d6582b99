// Repeats a step until it is stopped. A step that fails is said once in a while and tried again; it never ends the
// process, because everything in it is safe to repeat.

import { InvariantError } from '#domain/invariant.ts'
import { Problem, type ProblemFacts } from '#domain/problem.ts'

import type { Log } from '#ports/log.ts'

/** Milliseconds before a failed step is tried again: a node or database that restarts needs a moment. */
const AFTER_FAILURE_MS = 1_000

/** Failures after which the log says so again. */
const SAY_EVERY_FAILURES = 30

export type Loop = {
  /** Waits for the running step, then stops. */
  readonly stop: () => Promise<void>
}

export type LoopOptions = {
  readonly name: string
  readonly everyMs: number
  readonly log: Log
  readonly step: () => Promise<void>
  /** Called once when the step must not be tried again; the process has to end then. */
  readonly onFatal: () => void
}

/** Starts at once. A broken invariant, or a chain that took back final blocks, ends the loop for good. */
export function startLoop({ name, everyMs, log, step, onFatal }: LoopOptions): Loop {
  let stopped = false
  let wake: (() => void) | undefined
  let failures = 0

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await step()
        failures = 0
        await pause(everyMs)
      } catch (error) {
        if (isFatal(error)) {
          log.error('stopped for good: look before starting again', {
            loop: name,
            reason: reasonOf(error),
          })
          onFatal()
          return
        }
        if (failures % SAY_EVERY_FAILURES === 0)
          log.warn('a step failed and is tried again', {
            loop: name,
            reason: reasonOf(error),
          })
        failures += 1
        await pause(AFTER_FAILURE_MS)
      }
    }
  }
  const running = run()

  return {
    async stop() {
      stopped = true
      wake?.()
      await running
    },
  }
}

function isFatal(error: unknown): boolean {
  return error instanceof InvariantError || (error instanceof Problem && error.code === 'chain_reorganised')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return error instanceof Problem
    ? `${error.code} ${factsText(error.facts)}${cause}`
    : (error.stack ?? error.message)
}

/** Facts may hold bigints, which JSON does not know. */
function factsText(facts: ProblemFacts): string {
  return JSON.stringify(facts, (_name, fact: unknown) => (typeof fact === 'bigint' ? `${fact}` : fact))
}
