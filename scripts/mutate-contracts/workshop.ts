// All that judging a mutant needs, gathered once and then the same for every worker: sources, settings, and everything
// built without a mutation. It is one JSON file, so that edits made during a run change nothing in it.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { refuse } from '../system/refusal.ts'
import { build, type Artifact, type CompilerSettings } from './compiler.ts'
import { hashOf, importClosure, readSources, solidityFiles, type Sources } from './sources.ts'
import type { TestSettings } from './test-runner.ts'

export type Workshop = {
  /** Changes with every source, test and setting. */
  readonly key: string
  /** Builds the contracts that tests run against. */
  readonly quick: CompilerSettings
  /** Builds the tests; and survivors, as it makes the original's bytecode of more that changes nothing. */
  readonly optimised: CompilerSettings
  readonly tests: TestSettings
  readonly sources: Sources
  /** Everything that can be deployed, tests among it, as it is without a mutation. */
  readonly artifacts: readonly Artifact[]
}

export type Settings = Pick<Workshop, 'quick' | 'optimised' | 'tests'>

const CONTRACTS_FOLDER = 'contracts'
const TESTS_FOLDER = 'tests/contracts'

/** What nobody's money depends on. Interfaces have no code. */
const NOT_MUTATED = ['contracts/TestDollar.sol']

/** The files whose mutants are judged. */
export function mutatedFiles({ sources }: Pick<Workshop, 'sources'>): readonly string[] {
  return [...sources.keys()]
    .filter((file) => file.startsWith(`${CONTRACTS_FOLDER}/`) && !file.includes('/interfaces/'))
    .filter((file) => !NOT_MUTATED.includes(file))
    .sort()
}

/** Reads and builds everything below `tests.root`; what `file` holds is taken when it is of the same sources. */
export function openWorkshop(file: string, settings: Settings): Workshop {
  const { quick, optimised, tests } = settings
  const contracts = solidityFiles(tests.root, CONTRACTS_FOLDER)
  const ofTests = solidityFiles(tests.root, TESTS_FOLDER)
  const sources = readSources(tests.root, [...contracts, ...ofTests])
  const key = hashOf(sources, settings)
  const kept = readKept(file)
  if (kept?.key === key) return kept

  const artifacts = [...buildAll(sources, quick, contracts), ...buildAll(sources, optimised, ofTests)]
  const workshop = { ...settings, key, sources, artifacts }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ ...workshop, sources: textsOf(sources) }))
  return workshop
}

function buildAll(
  sources: Sources,
  compiler: CompilerSettings,
  files: readonly string[],
): readonly Artifact[] {
  const built = build(sources, compiler, Object.fromEntries(files.map((file) => [file, ['*']])))
  if ('errors' in built) refuse(built.errors.join('\n'))
  return built.artifacts.filter(({ creationCode }) => creationCode !== '0x')
}

/** A workshop that {@link openWorkshop} left in `file`. */
export function loadWorkshop(file: string): Workshop {
  const { sources, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Omit<Workshop, 'sources'> & {
    readonly sources: readonly (readonly [string, string])[]
  }
  return {
    ...rest,
    sources: new Map(sources.map(([path, text]) => [path, { file: path, bytes: Buffer.from(text) }])),
  }
}

function readKept(file: string): Workshop | undefined {
  try {
    return loadWorkshop(file)
  } catch {
    return undefined
  }
}

function textsOf(sources: Sources): readonly (readonly [string, string])[] {
  return [...sources].map(([path, { bytes }]) => [path, bytes.toString('utf8')])
}

/** What a mutation of `file` reaches. */
export type Reach = {
  /** Contracts that go on a chain and contain the file. */
  readonly deployables: readonly Artifact[]
  /** Test suites that deploy such a contract by name: the mutated one takes its place. */
  readonly deploying: readonly Artifact[]
  /** Test suites that have the file's code in their own, and must be built again. */
  readonly embedding: readonly Artifact[]
}

/** Which contracts and suites contain or deploy what `file` holds. */
export function reachOf({ artifacts, sources }: Workshop, file: string): Reach {
  const closures = new Map(
    artifacts.map((artifact) => [artifact.file, importClosure(sources, artifact.file)]),
  )
  const contains = (artifact: Artifact) => closures.get(artifact.file)?.has(file) === true
  const suites = artifacts.filter(isSuite)
  const deployables = artifacts.filter((artifact) => !isOfTests(artifact) && contains(artifact))

  const names = deployables.map(({ name }) => `:${name}"`)
  const deploys = (suite: Artifact) =>
    [...(closures.get(suite.file) ?? [])].some((path) => {
      const text = isOfTests({ file: path }) ? sources.get(path)?.bytes.toString('utf8') : undefined
      return names.some((name) => text?.includes(name))
    })
  return {
    deployables,
    deploying: suites.filter((suite) => !contains(suite) && deploys(suite)),
    embedding: suites.filter(contains),
  }
}

/** Whether a contract has tests of its own. */
export function isSuite({ file, abi }: Artifact): boolean {
  return file.endsWith('.t.sol') && /"name":"(test|invariant)/.test(abi)
}

/** Whether a suite has invariant tests. */
export function hasInvariants({ abi }: Artifact): boolean {
  return abi.includes('"name":"invariant')
}

/** Whether a file or contract belongs to the tests. */
export function isOfTests({ file }: { readonly file: string }): boolean {
  return file.startsWith(`${TESTS_FOLDER}/`)
}
