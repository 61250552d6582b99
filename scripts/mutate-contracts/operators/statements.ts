// Mutations of statements: what is refused, written, logged, called or passed over no longer is.

import { isNode, rangeOf, textOf, type Node } from '../syntax-tree.ts'
import { replaceNode, type FindReplacements, type Operator } from './replacement.ts'

/** Nothing, where a statement must stand. */
const NOTHING = '{}'

/** Bytes within which the semicolon of a statement stands. */
const SEMICOLON_REACH = 8

/** Conditions that decide something are forced; `if (…) revert` is removed instead, by {@link removeStatement}. */
export const forceCondition: FindReplacements = (_source, node) => {
  if (isNode(node, 'Conditional') || (isNode(node, 'IfStatement') && !isRefusal(node))) {
    return ['true', 'false'].map((always) => replaceNode('condition', node.condition, always))
  }
  // A loop whose condition is always true says nothing: it never ends.
  if ((isNode(node, 'ForStatement') || isNode(node, 'WhileStatement')) && node.condition) {
    return [replaceNode('condition', node.condition, 'false')]
  }
  return []
}

/** A statement is removed, with its semicolon, which solc counts to no statement. */
export const removeStatement: FindReplacements = (source, node) => {
  const operator = removalOf(node)
  if (!operator) return []
  const { start, end } = rangeOf(node)
  const [semicolon = ''] = /^\s*;/.exec(source.bytes.toString('utf8', end, end + SEMICOLON_REACH)) ?? []
  return [{ operator, start, end: end + semicolon.length, text: NOTHING }]
}

function removalOf(node: Node): Operator | undefined {
  if (isNode(node, 'IfStatement')) return isRefusal(node) ? 'refusal' : undefined
  if (node.nodeType === 'EmitStatement') return 'event'
  if (node.nodeType === 'TryStatement') return 'call'
  if (node.nodeType === 'Continue' || node.nodeType === 'Break') return 'flow'
  if (isNode(node, 'Return')) return node.expression ? undefined : 'flow'
  if (!isNode(node, 'ExpressionStatement')) return undefined
  if (!isNode(node.expression, 'FunctionCall')) return 'write'
  const { expression: callee } = node.expression
  return isNode(callee, 'Identifier') && callee.name === 'require' ? 'refusal' : 'call'
}

/** `if (…) revert …;`, with or without braces. */
function isRefusal(node: Node): boolean {
  if (!isNode(node, 'IfStatement') || node.falseBody) return false
  const { trueBody: body } = node
  const last = isNode(body, 'Block') ? body.statements?.at(-1) : body
  return last?.nodeType === 'RevertStatement'
}

/** A variable that begins with a value begins with zero. */
export const dropInitialValue: FindReplacements = (_source, node) => {
  if (!isNode(node, 'VariableDeclarationStatement') || !node.initialValue) return []
  const [declaration, ...others] = node.declarations
  if (!declaration || others.length > 0) return []
  const { end } = rangeOf(node.initialValue)
  return [{ operator: 'write', start: rangeOf(declaration).end, end, text: '' }]
}

/** A function without one of its modifiers. */
export const removeModifier: FindReplacements = (source, node) => {
  if (!isNode(node, 'ModifierInvocation') || node.kind !== 'modifierInvocation') return []
  return textOf(source, node) === '' ? [] : [replaceNode('modifier', node, '')]
}
