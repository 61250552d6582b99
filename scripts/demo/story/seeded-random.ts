// Numbers that look random and are the same for the same seed, so that a story can be told again.

import { createHash } from 'node:crypto'
import { invariant } from '#domain/invariant.ts'

export type SeededRandom = {
  /** A whole number from `least` to `most`, both included. */
  readonly int: (least: number, most: number) => number
  /** True in `percent` of a hundred cases. */
  readonly chance: (percent: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T
  /** A copy in another order. */
  readonly shuffle: <T>(items: readonly T[]) => readonly T[]
}

/** Bytes that one hash gives, and bytes that one number takes: six, exact in a JavaScript number. */
const BLOCK_BYTES = 32
const NUMBER_BYTES = 6
const NUMBER_RANGE = 2 ** (8 * NUMBER_BYTES)

/** A stream of numbers named by `seed` and `topic`: one topic's draws never shift another's. */
export function createSeededRandom(seed: number, topic: string): SeededRandom {
  let counter = 0
  let block = Buffer.alloc(0)
  let offset = BLOCK_BYTES

  function nextFraction(): number {
    if (offset + NUMBER_BYTES > block.length) {
      block = createHash('sha256').update(`vouchpenny demo ${seed} ${topic} ${counter++}`).digest()
      offset = 0
    }
    const number = block.readUIntBE(offset, NUMBER_BYTES)
    offset += NUMBER_BYTES
    return number / NUMBER_RANGE
  }

  function int(least: number, most: number): number {
    invariant(
      Number.isSafeInteger(least) && Number.isSafeInteger(most) && least <= most,
      'a range has two ends',
    )
    return least + Math.floor(nextFraction() * (most - least + 1))
  }

  function pick<T>(items: readonly T[]): T {
    invariant(items.length > 0, 'nothing can be picked from nothing')
    return items[int(0, items.length - 1)] as T
  }

  function shuffle<T>(items: readonly T[]): readonly T[] {
    const copy = [...items]
    for (let last = copy.length - 1; last > 0; last--) {
      const other = int(0, last)
      const moved = copy[last] as T
      copy[last] = copy[other] as T
      copy[other] = moved
    }
    return copy
  }

  return { int, pick, shuffle, chance: (percent) => nextFraction() * 100 < percent }
}
