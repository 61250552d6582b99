// What the mutation operators read of solc's syntax trees, Solidity's and Yul's, and where each node stands in its
// source. Only the fields in use are typed.

export type Node = { readonly nodeType: string; readonly src: string }

export type Expression = Node & { readonly typeDescriptions: { readonly typeString: string } }

/** Nodes by type, each with the fields that an operator looks at. */
type NodeFields = {
  Assignment: { operator: string; leftHandSide: Expression; rightHandSide: Expression }
  BinaryOperation: { operator: string; leftExpression: Expression; rightExpression: Expression }
  Block: { statements?: readonly Node[] }
  Conditional: { condition: Expression; trueExpression: Expression; falseExpression: Expression }
  ContractDefinition: { name: string; contractKind: string; abstract: boolean }
  ExpressionStatement: { expression: Expression }
  ForStatement: { condition?: Expression | null }
  FunctionCall: { kind: string; expression: Expression; arguments: readonly Expression[] }
  FunctionDefinition: { name: string; kind: string }
  Identifier: { name: string }
  IfStatement: { condition: Expression; trueBody: Node; falseBody?: Node | null }
  Literal: { kind: string; typeDescriptions: { typeString: string } }
  MemberAccess: { memberName: string; expression: Expression }
  ModifierDefinition: { name: string }
  ModifierInvocation: { kind?: string; arguments?: readonly Expression[] | null }
  Return: { expression?: Expression | null }
  TupleExpression: { components: readonly (Expression | null)[] }
  UnaryOperation: { operator: string; prefix: boolean; subExpression: Expression }
  VariableDeclaration: { name: string; stateVariable: boolean }
  VariableDeclarationStatement: {
    declarations: readonly (Node | null)[]
    initialValue?: Expression | null
  }
  WhileStatement: { condition: Expression }
  YulCase: { value: Node | 'default' }
  YulForLoop: { condition: Node }
  YulFunctionCall: { functionName: Node & { name: string }; arguments: readonly Node[] }
  YulIf: { condition: Node }
  YulLiteral: { kind: string; value: string }
}

/** Whether `node` is of that type. */
export function isNode<Type extends keyof NodeFields>(
  node: Node,
  type: Type,
): node is Node & NodeFields[Type] {
  return node.nodeType === type
}

/** A source with its path; positions in a tree count UTF-8 bytes. */
export type SourceText = { readonly file: string; readonly bytes: Buffer }

export type Range = { readonly start: number; readonly end: number }

/** The bytes that a node takes. */
export function rangeOf({ src }: Node): Range {
  const [start = 0, length = 0] = src.split(':').map(Number)
  return { start, end: start + length }
}

/** A node as it is written. */
export function textOf(source: SourceText, node: Node): string {
  const { start, end } = rangeOf(node)
  return source.bytes.toString('utf8', start, end)
}

/** Parts in which nothing is executed. */
const NOT_CODE = [
  'ParameterList',
  'StructuredDocumentation',
  'ImportDirective',
  'PragmaDirective',
  'InheritanceSpecifier',
  'UsingForDirective',
  'StructDefinition',
  'EventDefinition',
  'ErrorDefinition',
]

export type Place = { readonly node: Node; readonly scope: string }

/** Every node in which something is executed, parents first, each with the function or constant that it belongs to. */
export function* walkCode(node: Node, scope = ''): Generator<Place> {
  if (NOT_CODE.includes(node.nodeType)) return
  if (isNode(node, 'ContractDefinition') && node.contractKind === 'interface') return
  const inner = scopeInside(node, scope)
  yield { node, scope: inner }
  for (const child of childrenOf(node)) yield* walkCode(child, inner)
}

function scopeInside(node: Node, scope: string): string {
  if (isNode(node, 'ContractDefinition')) return node.name
  if (isNode(node, 'FunctionDefinition')) return `${scope}.${node.name || node.kind}`
  if (isNode(node, 'ModifierDefinition')) return `${scope}.${node.name}`
  if (isNode(node, 'VariableDeclaration') && node.stateVariable) return `${scope}.${node.name}`
  return scope
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flatMap((value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isAnyNode)
}

function isAnyNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value
}
