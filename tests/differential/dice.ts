// Choices that follow from one number, so that a step of a history is the same whenever it is played.

/** Numbers of a seed are 32 bits. */
const SPAN = 2 ** 32

export type Dice = ReturnType<typeof makeDice>

/** Everything chosen follows from `entropy`, a 32-bit number (splitmix32). */
export function makeDice(entropy: number) {
  let state = entropy >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  const below = (limit: number): number => Math.floor((next() / SPAN) * limit)
  const of = <Value>(list: readonly Value[]): Value => {
    if (list.length === 0) throw new RangeError('nothing to choose from')
    return list[below(list.length)] as Value
  }
  const chance = (share: number): boolean => next() / SPAN < share
  const amount = (least: bigint, most: bigint): bigint => {
    const wide = (BigInt(next()) << 32n) | BigInt(next())
    return least + (wide % (most - least + 1n))
  }
  return {
    /** A whole number from 0 to `limit` − 1. */
    below,
    /** One of the list, which must not be empty. */
    of,
    /** True with probability `share`. */
    chance,
    /** A bigint from `least` to `most`, both included. */
    amount,
    /** `most` different ones of the list at most, at least one, in the list's order. */
    some: <Value>(list: readonly Value[], most: number): Value[] => {
      const wanted = 1 + below(Math.min(most, list.length))
      const left = [...list.keys()]
      while (left.length > wanted) left.splice(below(left.length), 1)
      return left.map((at) => list[at] as Value)
    },
    /** Random bytes as hex without 0x. */
    bytes: (length: number): string =>
      Array.from({ length }, () => below(256).toString(16).padStart(2, '0')).join(''),
    /** One of the faults, or mostly none. */
    fault: <Fault extends string>(faults: readonly Fault[], share: number): Fault | undefined =>
      chance(share) ? of(faults) : undefined,
  }
}
