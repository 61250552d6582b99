// Judges one mutant: builds it, and runs the tests until one fails.

import { createHash } from 'node:crypto'
import { build, type Artifact, type CompilerSettings } from './compiler.ts'
import { mutate, type Mutant } from './mutants.ts'
import { importClosure, type Sources } from './sources.ts'
import { createTestRunner, type Effort } from './test-runner.ts'
import { hasInvariants, isSuite, reachOf, type Reach, type Workshop } from './workshop.ts'

export type Verdict =
  | { readonly result: 'uncompilable' | 'equivalent' }
  /** `by` names the test; `suite` is its file, if a test it was. */
  | { readonly result: 'killed'; readonly code: string; readonly by: string; readonly suite?: string }
  /** `code` is a hash: of two mutants with the same bytecode one counts. */
  | { readonly result: 'survived'; readonly code: string }

type Failure = { readonly by: string; readonly suite: string }

export type Judge = {
  /** Runs every test without a mutation, and answers which failed. */
  readonly runUnmutated: () => Promise<readonly string[]>
  readonly judge: (mutant: Mutant) => Promise<Verdict>
}

/** Fewer random inputs than in `npm test`: a mutant that only luck finds counts as a survivor. */
const FUZZ_RUNS = 20
const INVARIANT_RUNS = 2
const INVARIANT_DEPTH = 50

/** Of the code as it is deployed, which the slow pipeline makes smaller. */
const OF_THE_DEPLOYED_BUILD = 'test_FitsTheCodeSizeLimit'

const NOT_INVARIANTS: Effort = {
  except: `^(invariant|${OF_THE_DEPLOYED_BUILD})`,
  fuzzRuns: FUZZ_RUNS,
  invariantRuns: 1,
  invariantDepth: 1,
}
const INVARIANTS: Effort = {
  only: '^invariant',
  fuzzRuns: 1,
  invariantRuns: INVARIANT_RUNS,
  invariantDepth: INVARIANT_DEPTH,
}

/** A judge keeps in memory what is the same for all mutants, and learns which suites kill most. */
export async function createJudge(workshop: Workshop): Promise<Judge> {
  const runner = await createTestRunner(workshop.tests)
  const deployedByTests = workshop.artifacts.filter((artifact) => !isSuite(artifact))
  const milliseconds = new Map<string, number>()
  const kills = new Map<string, number>()
  const reaches = new Map<string, Reach>()

  /** The first failure, with the artifacts of `changed` in the place of those of the same name. */
  const findFailure = async (
    suites: readonly Artifact[],
    changed: readonly Artifact[],
    effort: Effort,
  ): Promise<Failure | undefined> => {
    const others = replaceArtifacts(deployedByTests, changed)
    for (const suite of suites) {
      const { failures } = await runner.run(suite, [suite, ...others], effort)
      if (failures[0] === undefined) continue
      kills.set(suite.name, (kills.get(suite.name) ?? 0) + 1)
      return { by: `${suite.name}.${failures[0]}`, suite: suite.file }
    }
    return undefined
  }
  const quickestFirst = (suites: readonly Artifact[]) =>
    [...suites].sort(
      (a, b) =>
        (kills.get(b.name) ?? 0) - (kills.get(a.name) ?? 0) ||
        (milliseconds.get(a.name) ?? 0) - (milliseconds.get(b.name) ?? 0),
    )

  return {
    runUnmutated: async () => {
      const failures: string[] = []
      for (const suite of workshop.artifacts.filter(isSuite)) {
        const startedAt = performance.now()
        for (const effort of [NOT_INVARIANTS, INVARIANTS]) {
          const outcome = await runner.run(suite, [suite, ...deployedByTests], effort)
          failures.push(...outcome.failures.map((failure) => `${suite.name}.${failure}`))
        }
        milliseconds.set(suite.name, performance.now() - startedAt)
      }
      return failures
    },

    judge: async (mutant) => {
      const reach = reaches.get(mutant.file) ?? reachOf(workshop, mutant.file)
      reaches.set(mutant.file, reach)
      const mutated = mutateSources(workshop.sources, mutant)
      const built = buildChosen(workshop.quick, mutated, reach.deployables)
      if ('errors' in built) return { result: 'uncompilable' }
      const code = hashCode(built.artifacts)
      if (code === hashCode(reach.deployables)) return { result: 'equivalent' }

      const deploying = quickestFirst(reach.deploying)
      let failure = await findFailure(deploying, built.artifacts, NOT_INVARIANTS)
      if (failure) return { result: 'killed', code, ...failure }

      // The suites with the mutated code in them, and what they deploy by name from their own files.
      const rebuilt = buildChosen(workshop.optimised, mutated, reach.embedding)
      if ('errors' in rebuilt) return { result: 'killed', code, by: 'The tests do not compile.' }
      const embedding = quickestFirst(rebuilt.artifacts.filter(isSuite))
      const changed = [...built.artifacts, ...rebuilt.artifacts]
      failure = await findFailure(embedding, changed, NOT_INVARIANTS)
      failure ??= await findFailure([...deploying, ...embedding].filter(hasInvariants), changed, INVARIANTS)
      return failure ? { result: 'killed', code, ...failure } : compareOptimised(workshop, mutated, reach)
    },
  }
}

function mutateSources(sources: Sources, mutant: Mutant): Sources {
  const source = sources.get(mutant.file)
  if (!source) throw new Error(`${mutant.file} is not among the sources.`)
  return new Map(sources).set(mutant.file, { file: mutant.file, bytes: Buffer.from(mutate(source, mutant)) })
}

/** Builds these contracts again, of these sources. */
function buildChosen(
  compiler: CompilerSettings,
  sources: Sources,
  artifacts: readonly Artifact[],
): ReturnType<typeof build> {
  const byFile = Map.groupBy(artifacts, ({ file }) => file)
  const selection = Object.fromEntries([...byFile].map(([file, of]) => [file, of.map(({ name }) => name)]))
  const needed = new Set(Object.keys(selection).flatMap((file) => [...importClosure(sources, file)]))
  if (needed.size === 0) return { artifacts: [] }
  return build(new Map([...sources].filter(([file]) => needed.has(file))), compiler, selection)
}

/** A survivor, unless the whole optimizer makes the original's bytecode of it. */
function compareOptimised(
  { optimised, sources }: Workshop,
  mutated: Sources,
  { deployables }: Reach,
): Verdict {
  const [original = '', code = ''] = [sources, mutated].map((either) => {
    const built = buildChosen(optimised, either, deployables)
    return 'errors' in built ? built.errors.join() : hashCode(built.artifacts)
  })
  return code === original ? { result: 'equivalent' } : { result: 'survived', code }
}

function replaceArtifacts(artifacts: readonly Artifact[], changed: readonly Artifact[]): readonly Artifact[] {
  const isReplaced = ({ file, name }: Artifact) =>
    changed.some((other) => other.file === file && other.name === name)
  return [...artifacts.filter((artifact) => !isReplaced(artifact)), ...changed.filter((a) => !isSuite(a))]
}

function hashCode(artifacts: readonly Artifact[]): string {
  const lines = artifacts.map(({ file, name, creationCode }) => `${file} ${name} ${creationCode}\n`)
  return createHash('sha256').update(lines.sort().join('')).digest('hex')
}
