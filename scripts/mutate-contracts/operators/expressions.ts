// Mutations of operators in expressions: comparison, arithmetic and logic.

import { isNode, rangeOf, textOf } from '../syntax-tree.ts'
import { replaceBetween, replaceNode, type FindReplacements, type Operator } from './replacement.ts'

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
}

const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<<': ['>>'],
  '>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
}

const LOGIC: Readonly<Record<string, readonly string[]>> = { '&&': ['||'], '||': ['&&'] }

/** Another operator between two operands. */
export const replaceBinaryOperator: FindReplacements = (source, node) => {
  if (!isNode(node, 'BinaryOperation')) return []
  const { operator: before, leftExpression: left, rightExpression: right } = node
  const between = (operator: Operator, others: readonly string[] = []) =>
    others.map((after) => replaceBetween(operator, source, [left, right], [before, after]))
  return [
    ...between('comparison', COMPARISONS[before]),
    ...between('arithmetic', ARITHMETIC[before]),
    ...between('logic', LOGIC[before]),
  ]
}

/** One operand of `&&` or `||` alone. */
export const dropOperand: FindReplacements = (source, node) => {
  if (!isNode(node, 'BinaryOperation') || !(node.operator in LOGIC)) return []
  return [node.leftExpression, node.rightExpression].map((operand) =>
    replaceNode('logic', node, textOf(source, operand)),
  )
}

/** `+=` becomes `-=` and `=`, and so on. */
export const replaceCompoundAssignment: FindReplacements = (source, node) => {
  if (!isNode(node, 'Assignment') || node.operator === '=') return []
  const others = ARITHMETIC[node.operator.slice(0, -1)] ?? []
  return [...others.map((other) => `${other}=`), '='].map((after) =>
    replaceBetween('arithmetic', source, [node.leftHandSide, node.rightHandSide], [node.operator, after]),
  )
}

/** `++` and `--` change places; `-`, `~` and `!` are dropped. */
export const replaceUnaryOperator: FindReplacements = (source, node) => {
  if (!isNode(node, 'UnaryOperation')) return []
  const operand = textOf(source, node.subExpression)
  switch (node.operator) {
    case '++':
    case '--': {
      const other = node.operator === '++' ? '--' : '++'
      return [replaceNode('arithmetic', node, node.prefix ? `${other}${operand}` : `${operand}${other}`)]
    }
    case '-':
    case '~':
      return [replaceNode('arithmetic', node, operand)]
    case '!':
      return [{ operator: 'logic', start: rangeOf(node).start, end: rangeOf(node).start + 1, text: '' }]
    default:
      return []
  }
}
