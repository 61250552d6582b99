// What is left of each line of an order once refunds and disputes are taken off. Works on sums alone, so that the order
// in which refunds became known cannot show.

import { micros, ZERO_MICROS, type Micros } from './money.ts'
import { splitExactly } from './split-exactly.ts'

import type { KeptLine, OrderContents, OrderLine } from './order-facts.ts'

/** Stands in for what no line of an order explains; a space keeps it apart from every platform's line id. */
export const WHOLE_ORDER_LINE = 'whole order'

/** What refunds name line by line, by line id. */
export type ReturnedLines = ReadonlyMap<string, { readonly quantity: number; readonly micros: bigint }>

export type GivenBack = {
  readonly returned: ReturnedLines
  /** All of it, named line by line or not; micros. */
  readonly micros: bigint
}

/**
 * Contents that agree with themselves: what counts is at most the total; lines that add up to more are scaled down to
 * it, and what they leave unexplained is a line without a product. `isReduced` says that something had to be left out.
 */
export function agreedContents<Contents extends OrderContents>(
  contents: Contents,
): { readonly contents: Contents; readonly isReduced: boolean } {
  const { lines, totalMicros } = contents
  const eligibleMicros = contents.eligibleMicros < totalMicros ? contents.eligibleMicros : totalMicros
  const lineSum = sumOf(lines ?? [], (line) => line.eligibleMicros)
  const isReduced = eligibleMicros < contents.eligibleMicros || lineSum > eligibleMicros
  if (lines === undefined || lineSum === eligibleMicros)
    return { contents: { ...contents, eligibleMicros }, isReduced }
  if (lineSum < eligibleMicros) {
    const rest: OrderLine = {
      lineId: WHOLE_ORDER_LINE,
      quantity: 1,
      eligibleMicros: micros(eligibleMicros - lineSum),
    }
    return { contents: { ...contents, eligibleMicros, lines: [...lines, rest] }, isReduced }
  }
  const scaled = splitExactly(
    eligibleMicros,
    lines.map((line) => line.eligibleMicros),
  )
  return {
    contents: {
      ...contents,
      eligibleMicros,
      lines: lines.map((line, i) => ({ ...line, eligibleMicros: scaled[i] ?? ZERO_MICROS })),
    },
    isReduced,
  }
}

/**
 * The lines of agreed contents with what is kept of each. What refunds name of a line is taken from it first; the rest
 * of what was given back is spread over what is left of the lines, by largest remainder, never below zero. Pieces: those
 * named come off, and of the others as many count as the kept part of their money needs, rounded up.
 */
export function keepLines(
  contents: OrderContents,
  { returned, micros: given }: GivenBack,
): readonly KeptLine[] {
  const whole: OrderLine = {
    lineId: WHOLE_ORDER_LINE,
    quantity: 1,
    eligibleMicros: contents.eligibleMicros,
  }
  const named = takeNamed(contents.lines ?? [whole], returned)
  const taken = sumOf(named, ({ line, leftMicros }) => line.eligibleMicros - leftMicros)
  const left = sumOf(named, ({ leftMicros }) => leftMicros)
  const unnamed = given > taken ? given - taken : 0n
  const spread = splitExactly(
    micros(unnamed < left ? unnamed : left),
    named.map(({ leftMicros }) => leftMicros),
  )
  return named.map(({ line, leftMicros, pieces }, i) => {
    const keptMicros = micros(leftMicros - (spread[i] ?? ZERO_MICROS))
    return { ...line, keptMicros, keptQuantity: keptPieces(pieces, keptMicros, leftMicros) }
  })
}

type NamedRest = { readonly line: OrderLine; readonly leftMicros: bigint; readonly pieces: number }

/** Takes what refunds name; more than a line holds is left to be spread, as is what names no line of the order. */
function takeNamed(lines: readonly OrderLine[], returned: ReturnedLines): readonly NamedRest[] {
  const rest = new Map(returned)
  return lines.map((line) => {
    const back = rest.get(line.lineId)
    if (!back) return { line, leftMicros: line.eligibleMicros, pieces: line.quantity }
    const taken = back.micros < line.eligibleMicros ? back.micros : line.eligibleMicros
    const pieces = Math.min(back.quantity, line.quantity)
    rest.set(line.lineId, { quantity: back.quantity - pieces, micros: back.micros - taken })
    return { line, leftMicros: line.eligibleMicros - taken, pieces: line.quantity - pieces }
  })
}

function keptPieces(pieces: number, kept: Micros, left: bigint): number {
  if (kept === 0n) return 0
  return Number((BigInt(pieces) * kept + left - 1n) / left)
}

function sumOf<Item>(items: readonly Item[], amount: (item: Item) => bigint): bigint {
  let sum = 0n
  for (const item of items) sum += amount(item)
  return sum
}
