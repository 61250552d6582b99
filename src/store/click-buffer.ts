// Clicks in memory: link targets are remembered, clicks are written together a moment later, visitors are recognised
// for an hour under a salt that lives a day. A process that dies loses counts of the last moment, never a reward: the
// click token proves the click.

import { randomBytes } from 'node:crypto'

import { DAY_MS, HOUR_MS } from '#domain/time.ts'

import type { ClickBuffer, LinkTarget } from '#ports/click-buffer.ts'
import type { ClickRow } from '#ports/click-rows.ts'
import type { Log } from '#ports/log.ts'
import type { RetailerStore } from '#ports/retailer-store.ts'

/** Milliseconds that clicks are gathered before they are written in one statement. */
const FLUSH_MS = 100

/** Clicks that wait at most; beyond it they are dropped and said so, rather than the process ending. */
const WAITING_MAX = 50_000

/** Clicks written in one statement: eight parameters each, below PostgreSQL's 65 535. */
const ROWS_PER_INSERT = 5_000

/** Link targets remembered; the oldest goes first. */
const TARGETS_MAX = 50_000

/** Milliseconds that a link's target is answered from memory: a minute, so that new rules soon hold for its clicks. */
const TARGET_MS = 60_000

/** Milliseconds that a code which leads nowhere is not looked up again. */
const MISS_MS = 10_000

/** Milliseconds within which the same visitor on the same link is one click: an hour. */
const DUPLICATE_MS = HOUR_MS

/** Visitors remembered; the oldest goes first. */
const VISITORS_MAX = 200_000

/** Bytes of a day's salt. */
const SALT_BYTES = 32

export type RunningClickBuffer = ClickBuffer & {
  /** Writes what waits and stops the timer. */
  readonly stop: () => Promise<void>
}

type WaitingClick = { readonly retailerId: string; readonly row: ClickRow }

/** A click buffer over the retailers' store. */
export function createClickBuffer({
  retailers,
  log,
}: {
  readonly retailers: RetailerStore
  readonly log: Log
}): RunningClickBuffer {
  const targets = new Map<string, { readonly target: LinkTarget; readonly loadedAt: number }>()
  const misses = new Map<string, number>()
  const visitors = new Map<string, number>()
  let waiting: WaitingClick[] = []
  let salt = { day: -1, bytes: new Uint8Array() }
  let flushing: Promise<void> = Promise.resolve()

  const flush = async (): Promise<void> => {
    const taken = waiting
    waiting = []
    for (const [retailerId, clicks] of Map.groupBy(taken, (click) => click.retailerId)) {
      for (let i = 0; i < clicks.length; i += ROWS_PER_INSERT) {
        const rows = clicks.slice(i, i + ROWS_PER_INSERT).map((click) => click.row)
        try {
          await retailers.transaction(retailerId, (unit) => unit.clicks.insert(rows))
        } catch (error) {
          log.error('clicks could not be counted', {
            lost: rows.length,
            reason: String(error),
          })
        }
      }
    }
  }
  const timer = setInterval(() => {
    if (waiting.length > 0) flushing = flushing.then(flush)
  }, FLUSH_MS)

  return {
    async target(code, load) {
      const known = targets.get(code)
      if (known && performance.now() - known.loadedAt < TARGET_MS) return known.target
      const missedAt = misses.get(code)
      if (missedAt !== undefined && performance.now() - missedAt < MISS_MS) return undefined
      const loaded = await load()
      if (loaded) remember(targets, code, { target: loaded, loadedAt: performance.now() }, TARGETS_MAX)
      else remember(misses, code, performance.now(), TARGETS_MAX)
      return loaded
    },

    forget(codes) {
      for (const code of codes) targets.delete(code)
    },

    add({ retailerId, visitorKey, ...click }) {
      if (waiting.length >= WAITING_MAX) {
        log.error('too many clicks wait to be counted; one is dropped', {
          waiting: waiting.length,
        })
        return
      }
      waiting.push({
        retailerId,
        row: { ...click, visitorKey: visitorKey ?? null },
      })
    },

    seenBefore(code, visitorKey, now) {
      const key = `${code}:${Buffer.from(visitorKey).toString('base64')}`
      const last = visitors.get(key)
      if (last !== undefined && now - last < DUPLICATE_MS) return true
      visitors.delete(key)
      remember(visitors, key, now, VISITORS_MAX)
      return false
    },

    visitorSalt(now) {
      const day = Math.floor(now / DAY_MS)
      if (salt.day !== day) salt = { day, bytes: randomBytes(SALT_BYTES) }
      return salt.bytes
    },

    async stop() {
      clearInterval(timer)
      await flushing
      await flush()
    },
  }
}

/** Adds to a map that keeps its newest `most` entries. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.set(key, value)
  if (map.size <= most) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}
