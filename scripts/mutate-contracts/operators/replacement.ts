// What every mutation operator answers: one place of the source, and what to write there instead.

import { rangeOf, type Node, type SourceText } from '../syntax-tree.ts'

/** The operators, each with what it does, as the report tells it. */
export const OPERATORS = {
  comparison: 'a comparison takes or leaves its edge, or is turned round',
  arithmetic: 'an arithmetic or bit operator becomes another',
  logic: '`&&` and `||` change places, or lose an operand; `!` is dropped',
  condition: 'a condition is always true, or always false',
  refusal: '`if (…) revert` or `require` is removed',
  modifier: 'a modifier is removed',
  write: 'an assignment is removed, or a variable begins with nothing',
  event: 'an event is removed',
  call: 'a call is removed',
  flow: '`continue`, `break` or a bare `return` is removed',
  constant: 'a number is one more or one less, a text empty, a boolean the other',
  'return value': 'a returned value is zero, or the other boolean',
  arguments: 'two neighbouring arguments of one type change places',
  cast: 'a conversion is removed, or no longer checked',
  assembly: 'an operator, number, condition or statement of assembly is changed or removed',
} as const

export type Operator = keyof typeof OPERATORS

/** Bytes `start` to `end` of a source become `text`. */
export type Replacement = {
  readonly operator: Operator
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Finds what an operator would change in one node, its children aside. */
export type FindReplacements = (source: SourceText, node: Node) => readonly Replacement[]

/** A whole node becomes `text`. */
export function replaceNode(operator: Operator, node: Node, text: string): Replacement {
  return { operator, ...rangeOf(node), text }
}

/** The operator that is written between two nodes becomes another. */
export function replaceBetween(
  operator: Operator,
  source: SourceText,
  [left, right]: readonly [Node, Node],
  [before, after]: readonly [string, string],
): Replacement {
  const start = source.bytes.indexOf(before, rangeOf(left).end)
  if (start < 0 || start >= rangeOf(right).start) throw new Error(`No ${before} in ${source.file} there.`)
  return { operator, start, end: start + before.length, text: after }
}
