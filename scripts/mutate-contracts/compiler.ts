// solc in this process: syntax trees, and bytecode of chosen contracts.

import solc from 'solc'
import type { Sources } from './sources.ts'
import type { Node } from './syntax-tree.ts'

/** Settings of solc's standard JSON, without what is to come out. */
export type CompilerSettings = Readonly<Record<string, unknown>>

/** Contracts to build, by file; `*` builds all of a file. */
export type Selection = Readonly<Record<string, readonly string[]>>

export type Artifact = {
  readonly file: string
  readonly name: string
  readonly abi: string
  /** Hex with `0x`; `0x` alone for what cannot be deployed. */
  readonly creationCode: string
  readonly runtimeCode: string
}

type Bytecode = { readonly object: string; readonly linkReferences?: Readonly<Record<string, unknown>> }

type Output = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly sources?: Readonly<Record<string, { readonly ast: Node }>>
  readonly contracts?: Readonly<
    Record<
      string,
      Record<
        string,
        {
          readonly abi: unknown
          readonly evm: { readonly bytecode: Bytecode; readonly deployedBytecode: Bytecode }
        }
      >
    >
  >
}

/** What comes out for each contract. */
const OUTPUTS = ['abi', 'evm.bytecode.object', 'evm.bytecode.linkReferences', 'evm.deployedBytecode.object']

/** Syntax trees, by file. Throws when the sources do not compile. */
export function parse(sources: Sources, settings: CompilerSettings): ReadonlyMap<string, Node> {
  const { errors, sources: parsed = {} } = run(sources, settings, { '*': { '': ['ast'] } })
  if (errors.length > 0) throw new Error(errors.join('\n'))
  return new Map(Object.entries(parsed).map(([file, { ast }]) => [file, ast]))
}

/** The contracts of `selection`; or why they do not compile. */
export function build(
  sources: Sources,
  settings: CompilerSettings,
  selection: Selection,
): { readonly artifacts: readonly Artifact[] } | { readonly errors: readonly string[] } {
  const outputSelection = Object.fromEntries(
    Object.entries(selection).map(([file, names]) => [
      file,
      Object.fromEntries(names.map((name) => [name, OUTPUTS])),
    ]),
  )
  const { errors, contracts = {} } = run(sources, settings, outputSelection)
  if (errors.length > 0) return { errors }
  const artifacts = Object.entries(contracts).flatMap(([file, byName]) =>
    Object.entries(byName).map(([name, { abi, evm }]): Artifact => {
      if (Object.keys(evm.bytecode.linkReferences ?? {}).length > 0) {
        throw new Error(`${name} links a library, which is not provided for.`)
      }
      return {
        file,
        name,
        abi: JSON.stringify(abi),
        creationCode: `0x${evm.bytecode.object}`,
        runtimeCode: `0x${evm.deployedBytecode.object}`,
      }
    }),
  )
  return { artifacts }
}

function run(
  sources: Sources,
  settings: CompilerSettings,
  outputSelection: unknown,
): Omit<Output, 'errors'> & { readonly errors: readonly string[] } {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(
      [...sources].map(([file, { bytes }]) => [file, { content: bytes.toString() }]),
    ),
    settings: { ...settings, outputSelection },
  }
  const compile = solc.compile as (input: string) => string
  const { errors = [], ...output } = JSON.parse(compile(JSON.stringify(input))) as Output
  const fatal = errors.filter(({ severity }) => severity === 'error')
  return { ...output, errors: fatal.map(({ formattedMessage }) => formattedMessage) }
}
