// What a build says of the code it puts on a chain: where that stands in the creation code, where immutables go, how large
// it is, and what compiled it.

import { readFileSync } from 'node:fs'
import { artifacts } from 'hardhat'

/** Hex digits of one byte, and the `0x` before the first. */
const DIGITS = 2

/** An immutable fills one word wherever it is used. */
const WORD_BYTES = 32

export type Compiler = {
  readonly solc: string
  readonly evmVersion: string
  readonly optimizerRuns: number
  readonly viaIr: boolean
}

export type DeployedCode = {
  /** Bytes of creation code before the deployed code. */
  readonly offset: number
  /** Bytes of deployed code. */
  readonly length: number
  readonly creationLength: number
  readonly compiler: Compiler
  /** For each immutable, by its name, the bytes of deployed code before each of its words. */
  readonly immutables: Readonly<Record<string, readonly number[]>>
}

type BuildInput = {
  readonly solcVersion: string
  readonly input: {
    readonly settings: {
      readonly evmVersion: string
      readonly optimizer: { readonly runs: number }
      readonly viaIR?: boolean
    }
  }
}

type Place = { readonly start: number; readonly length: number }

/** Reads it from the latest build. Throws where the build is of a form not known here. */
export async function readDeployedCode(contract: string): Promise<DeployedCode> {
  const artifact = await artifacts.readArtifact(contract)
  const at = artifact.bytecode.indexOf(artifact.deployedBytecode.slice(DIGITS))
  if (at < 0)
    throw new Error(`The creation code of ${contract} does not hold its deployed code in one piece.`)
  const buildInfo = artifact.buildInfoId ?? ''
  const { solcVersion, input } = readJson(await artifacts.getBuildInfoPath(buildInfo)) as BuildInput
  const { evmVersion, optimizer, viaIR = false } = input.settings
  return {
    offset: bytesOf(at),
    length: bytesOf(artifact.deployedBytecode.length),
    creationLength: bytesOf(artifact.bytecode.length),
    compiler: { solc: solcVersion, evmVersion, optimizerRuns: optimizer.runs, viaIr: viaIR },
    immutables: namedPlaces(
      artifact.immutableReferences ?? {},
      readJson(await artifacts.getBuildInfoOutputPath(buildInfo)),
    ),
  }
}

/** Digits behind `0x` to whole bytes. */
function bytesOf(digits: number): number {
  return digits / DIGITS - 1
}

function readJson(path: string | undefined): unknown {
  if (path === undefined) throw new Error('The build left no record of its compiler.')
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** The compiler names immutables by the numbers of their declarations in the syntax tree. */
function namedPlaces(
  places: Readonly<Record<string, readonly Place[]>>,
  syntaxTree: unknown,
): Record<string, number[]> {
  const names = new Map<string, string>()
  collectDeclarations(syntaxTree, names)
  return Object.fromEntries(
    Object.entries(places).map(([id, found]) => {
      const name = names.get(id)
      if (name === undefined) throw new Error(`Immutable ${id} is declared nowhere.`)
      if (found.some(({ length }) => length !== WORD_BYTES))
        throw new Error(`Immutable ${name} is not a word everywhere.`)
      return [name, found.map(({ start }) => start).toSorted((a, b) => a - b)]
    }),
  )
}

function collectDeclarations(node: unknown, names: Map<string, string>): void {
  if (typeof node !== 'object' || node === null) return
  if ('nodeType' in node && node.nodeType === 'VariableDeclaration' && 'id' in node && 'name' in node)
    names.set(String(node.id), String(node.name))
  for (const child of Object.values(node)) collectDeclarations(child, names)
}
