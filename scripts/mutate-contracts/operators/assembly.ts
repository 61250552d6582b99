// Mutations of inline assembly.

import { isNode, textOf, type Node } from '../syntax-tree.ts'
import { replaceNode, type FindReplacements } from './replacement.ts'

const OTHER_INSTRUCTION: Readonly<Record<string, string>> = {
  add: 'sub',
  sub: 'add',
  mul: 'div',
  div: 'mul',
  mod: 'mul',
  and: 'or',
  or: 'and',
  xor: 'and',
  shl: 'shr',
  shr: 'shl',
  lt: 'gt',
  gt: 'lt',
  slt: 'sgt',
  sgt: 'slt',
}

/** Another instruction; `eq` is turned round and `iszero` dropped. */
export const replaceInstruction: FindReplacements = (source, node) => {
  if (!isNode(node, 'YulFunctionCall')) return []
  const { name } = node.functionName
  const other = OTHER_INSTRUCTION[name]
  if (other) return [replaceNode('assembly', node.functionName, other)]
  const [argument] = node.arguments
  if (name === 'iszero' && argument) return [replaceNode('assembly', node, textOf(source, argument))]
  return name === 'eq' ? [replaceNode('assembly', node, `iszero(${textOf(source, node)})`)] : []
}

/** A number one more and one less. */
export const changeAssemblyNumber: FindReplacements = (_source, node) => {
  if (!isNode(node, 'YulLiteral') || node.kind !== 'number') return []
  const value = BigInt(node.value)
  const others = value === 0n ? [1n] : [value + 1n, value - 1n]
  return others.map((other) => replaceNode('assembly', node, `0x${other.toString(16)}`))
}

/** A condition always or never true; a loop only never. */
export const forceAssemblyCondition: FindReplacements = (_source, node) => {
  const force = (condition: Node, values: readonly string[]) =>
    values.map((value) => replaceNode('assembly', condition, value))
  if (isNode(node, 'YulIf')) return force(node.condition, ['1', '0'])
  return isNode(node, 'YulForLoop') ? force(node.condition, ['0']) : []
}

/** A statement is removed. */
export const removeAssemblyStatement: FindReplacements = (_source, node) =>
  ['YulExpressionStatement', 'YulAssignment', 'YulContinue', 'YulBreak', 'YulLeave'].includes(node.nodeType)
    ? [replaceNode('assembly', node, '{}')]
    : []
