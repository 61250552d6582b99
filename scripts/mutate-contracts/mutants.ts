// All mutants of some sources: each is one edit of one file, with an id that stays when other code changes.

import { createHash } from 'node:crypto'
import {
  changeAssemblyNumber,
  forceAssemblyCondition,
  removeAssemblyStatement,
  replaceInstruction,
} from './operators/assembly.ts'
import {
  dropOperand,
  replaceBinaryOperator,
  replaceCompoundAssignment,
  replaceUnaryOperator,
} from './operators/expressions.ts'
import type { Operator, Replacement } from './operators/replacement.ts'
import { dropInitialValue, forceCondition, removeModifier, removeStatement } from './operators/statements.ts'
import { changeConstant, changeReturnValue, removeCast, swapArguments } from './operators/values.ts'
import { walkCode, type Node, type SourceText } from './syntax-tree.ts'

const FINDERS = [
  replaceBinaryOperator,
  dropOperand,
  replaceCompoundAssignment,
  replaceUnaryOperator,
  forceCondition,
  removeStatement,
  dropInitialValue,
  removeModifier,
  changeConstant,
  changeReturnValue,
  swapArguments,
  removeCast,
  replaceInstruction,
  changeAssemblyNumber,
  forceAssemblyCondition,
  removeAssemblyStatement,
]

/** One edit: bytes `start` to `end` of `file` become `text`. */
export type Mutant = {
  /** Contract, function, and a hash of the edit. */
  readonly id: string
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly operator: Operator
  readonly start: number
  readonly end: number
  readonly text: string
  /** The lines that the edit touches, before and after. */
  readonly before: string
  readonly after: string
}

/** The mutants of one source, in the order of their place. */
export function findMutants(source: SourceText, tree: Node): readonly Mutant[] {
  const found = new Map<string, { readonly scope: string; readonly replacement: Replacement }>()
  for (const { node, scope } of walkCode(tree)) {
    for (const replacement of FINDERS.flatMap((find) => find(source, node))) {
      const { start, end, text } = replacement
      const key = `${start} ${end} ${text}`
      if (!found.has(key)) found.set(key, { scope, replacement })
    }
  }
  const repeats = new Map<string, number>()
  return [...found.values()]
    .sort((a, b) => a.replacement.start - b.replacement.start || a.replacement.end - b.replacement.end)
    .map(({ scope, replacement }) => describe(source, scope, replacement, repeats))
}

/** The source with the mutant's edit made. */
export function mutate(source: SourceText, { start, end, text }: Mutant): string {
  return source.bytes.toString('utf8', 0, start) + text + source.bytes.toString('utf8', end)
}

/** Hex digits of a hash that keep some thousand ids apart. */
const ID_DIGITS = 8

const NEWLINE = 10

function describe(
  source: SourceText,
  scope: string,
  { operator, start, end, text }: Replacement,
  repeats: Map<string, number>,
): Mutant {
  const { bytes, file } = source
  const lineStart = bytes.lastIndexOf(NEWLINE, start - 1) + 1
  const newline = bytes.indexOf(NEWLINE, end)
  const lineEnd = newline < 0 ? bytes.length : newline
  const before = bytes.toString('utf8', lineStart, lineEnd)
  const after = bytes.toString('utf8', lineStart, start) + text + bytes.toString('utf8', end, lineEnd)

  // The same edit of the same line may be possible several times in a function.
  const edit = [file, scope, operator, oneLine(before), oneLine(after)].join('\n')
  const repeat = repeats.get(edit) ?? 0
  repeats.set(edit, repeat + 1)
  const hash = createHash('sha256').update(`${edit}\n${repeat}`).digest('hex').slice(0, ID_DIGITS)

  const line = bytes.subarray(0, start).filter((byte) => byte === NEWLINE).length + 1
  return { id: `${scope}-${hash}`, file, line, operator, start, end, text, before, after }
}

/** Formatting changes no id. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
