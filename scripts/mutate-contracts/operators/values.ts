// Mutations of values: constants, what a function returns, the order of arguments, and conversions.

import { isNode, rangeOf, textOf, type Expression, type Node, type SourceText } from '../syntax-tree.ts'
import { replaceNode, type FindReplacements, type Replacement } from './replacement.ts'

/** A number one more and one less, a boolean the other, a text empty. */
export const changeConstant: FindReplacements = (source, node) => {
  if (!isNode(node, 'Literal')) return changeTypeBound(source, node)
  const text = textOf(source, node)
  const replace = (after: string) => replaceNode('constant', node, after)
  switch (node.kind) {
    case 'number':
      if (node.typeDescriptions.typeString === 'address') return []
      return text === '0' ? [replace('1')] : [replace(`(${text} + 1)`), replace(`(${text} - 1)`)]
    case 'bool':
      return [replace(text === 'true' ? 'false' : 'true')]
    case 'string':
      return text === '""' ? [] : [replace('""')]
    default:
      return []
  }
}

/** `type(T).max`, one less. */
function changeTypeBound(source: SourceText, node: Node): readonly Replacement[] {
  if (!isNode(node, 'MemberAccess') || node.memberName !== 'max') return []
  const text = textOf(source, node)
  return text.startsWith('type(') ? [replaceNode('constant', node, `(${text} - 1)`)] : []
}

/** What is returned is zero, or the other boolean; of several values, one at a time. */
export const changeReturnValue: FindReplacements = (source, node) => {
  if (!isNode(node, 'Return') || !node.expression) return []
  const parts = isNode(node.expression, 'TupleExpression') ? node.expression.components : [node.expression]
  return parts.flatMap((part) => {
    const other = part && otherValue(textOf(source, part), part.typeDescriptions.typeString)
    return part && other ? [replaceNode('return value', part, other)] : []
  })
}

function otherValue(text: string, type: string): string | undefined {
  if (type === 'bool') return `!(${text})`
  if (/^u?int/.test(type)) return '0'
  if (type === 'address' || /^bytes\d+$/.test(type)) return `${type}(0)`
  return type === 'bytes memory' ? 'new bytes(0)' : undefined
}

/** Neighbouring arguments of one type change places, in calls, errors, events, structs and base constructors. */
export const swapArguments: FindReplacements = (source, node) => {
  const given = argumentsOf(node)
  return given.slice(1).flatMap((right, index) => {
    const left = given[index]
    return left ? swapped(source, left, right) : []
  })
}

function argumentsOf(node: Node): readonly Expression[] {
  if (isNode(node, 'ModifierInvocation')) return node.arguments ?? []
  return isNode(node, 'FunctionCall') && node.kind !== 'typeConversion' ? node.arguments : []
}

function swapped(source: SourceText, left: Expression, right: Expression): readonly Replacement[] {
  const [first, second] = [textOf(source, left), textOf(source, right)]
  if (first === second || kindOf(left) !== kindOf(right)) return []
  const [{ start, end: middle }, { start: last, end }] = [rangeOf(left), rangeOf(right)]
  const between = source.bytes.toString('utf8', middle, last)
  // Named arguments: what stands between holds the name of the second, so that only the values change places.
  return [{ operator: 'arguments', start, end, text: `${second}${between}${first}` }]
}

/** Types that the compiler may take for each other are one kind; it refuses what does not fit. */
function kindOf({ typeDescriptions }: Expression): string {
  return typeDescriptions.typeString
    .replace(/^(u?int\d+|int_const .*)$/, 'integer')
    .replace(/ (storage|memory|calldata).*$/, '')
}

/** `T(x)` becomes `x`, and `SafeCast.toT(x)` an unchecked `T(x)`. */
export const removeCast: FindReplacements = (source, node) => {
  if (!isNode(node, 'FunctionCall') || node.arguments.length !== 1) return []
  const [argument] = node.arguments
  if (!argument) return []
  const given = textOf(source, argument)
  if (node.kind === 'typeConversion') return [replaceNode('cast', node, `(${given})`)]
  const [, type] = /^SafeCast\.to(Uint\d+|Int\d+)$/.exec(textOf(source, node.expression)) ?? []
  return type ? [replaceNode('cast', node, `${type.toLowerCase()}(${given})`)] : []
}
