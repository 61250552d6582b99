// `npm run mutate:contracts`: changes the contracts in one place at a time, looks whether a Solidity test fails, and
// writes docs/reference/mutation.md. It refuses to start when a test fails without any change.

import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { config } from 'hardhat'
import { format, resolveConfig } from 'prettier'
import { isPartial, MUTATE_USAGE, readArguments, type MutateArguments } from './mutate-contracts/arguments.ts'
import { chooseMutants } from './mutate-contracts/choose.ts'
import { parse } from './mutate-contracts/compiler.ts'
import type { Verdict } from './mutate-contracts/judge.ts'
import { findMutants, type Mutant } from './mutate-contracts/mutants.ts'
import { showSurvivor, writeReport } from './mutate-contracts/report.ts'
import {
  findFaults,
  percent,
  scorePermille,
  summarise,
  type Explanations,
  type Summary,
} from './mutate-contracts/summary.ts'
import { createBasis, openVerdicts } from './mutate-contracts/verdicts.ts'
import { judgeAll } from './mutate-contracts/workers.ts'
import { mutatedFiles, openWorkshop, type Settings, type Workshop } from './mutate-contracts/workshop.ts'
import { Refusal } from './system/refusal.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const WORKSHOP_FILE = join(ROOT, '.hardhat', 'mutation-workshop.json')
const VERDICTS_FILE = join(ROOT, '.hardhat', 'mutants.json')
const EXPLANATIONS_FILE = join(ROOT, 'scripts', 'mutate-contracts', 'survivors.json')
const REPORT_FILE = join(ROOT, 'docs', 'reference', 'mutation.md')

/** 95.0 %: what is left are mutants that no caller can tell from the original. */
const LEAST_SCORE_PERMILLE = 950

/** Seven times what the longest test burns, and little enough that an endless loop ends in seconds. */
const TEST_GAS = 1_000_000_000

/** Half the time of the whole optimizer. The ledger does not fit the stack with less. */
const QUICK_OPTIMIZER = {
  enabled: false,
  details: {
    peephole: true,
    jumpdestRemover: true,
    deduplicate: true,
    inliner: false,
    orderLiterals: false,
    cse: false,
    constantOptimizer: false,
    yul: true,
    yulDetails: { stackAllocation: true, optimizerSteps: ':' },
  },
}

const MILLISECONDS_PER_SECOND = 1_000

/** As much of the reason why a test failed as fits a line. */
const REASON_CHARACTERS = 120

async function main(): Promise<number> {
  const read = readArguments(process.argv.slice(2))
  if ('help' in read) return say(MUTATE_USAGE, 0)
  if ('wrong' in read) return say(`${read.wrong}\n\n${MUTATE_USAGE}`, 2)

  const workshop = openWorkshop(WORKSHOP_FILE, readSettings())
  const mutants = findAll(workshop)
  const summary = await judge(workshop, mutants, read.run)
  for (const judged of summary.survived) console.log(`\n${showSurvivor(judged)}`)
  console.log(
    `\n${summary.killed.length} killed, ${summary.survived.length} survived: ${percent(scorePermille(summary))}` +
      ` (${summary.uncompilable} do not compile, ${summary.unchanged} are no change)`,
  )
  if (isPartial(read.run)) return 0

  const explanations = JSON.parse(readFileSync(EXPLANATIONS_FILE, 'utf8')) as Explanations
  const faults = findFaults(summary, explanations, LEAST_SCORE_PERMILLE)
  if (faults.length > 0) return say(`\n${faults.join('\n')}`, 1)
  const options = await resolveConfig(REPORT_FILE)
  writeFileSync(
    REPORT_FILE,
    await format(writeReport(summary, explanations), { ...options, filepath: REPORT_FILE }),
  )
  return say('docs/reference/mutation.md', 0)
}

function findAll({ sources, quick }: Workshop): readonly Mutant[] {
  const trees = parse(sources, quick)
  return mutatedFiles({ sources }).flatMap((file) => {
    const [source, tree] = [sources.get(file), trees.get(file)]
    return source && tree ? findMutants(source, tree) : []
  })
}

/** Judges what the arguments ask for and no earlier run has judged. */
async function judge(workshop: Workshop, mutants: readonly Mutant[], run: MutateArguments): Promise<Summary> {
  const verdicts = openVerdicts(VERDICTS_FILE, createBasis(workshop))
  const chosen = chooseMutants(mutants, run, (id) => verdicts.latest(id)?.result === 'survived')
  const waiting = chosen.filter(({ id }) => !verdicts.current(id))
  console.log(`${chosen.length} of ${mutants.length} mutants, ${waiting.length} still to judge`)

  const startedAt = performance.now()
  let done = 0
  await judgeAll(WORKSHOP_FILE, {
    mutants: waiting,
    workers: run.workers ?? availableParallelism(),
    onVerdict: (mutant, verdict) => {
      verdicts.keep(mutant.id, verdict)
      done += 1
      console.log(`${progress(startedAt, done, waiting.length)} ${describe(mutant, verdict)}`)
    },
  })
  return summarise(
    chosen.flatMap((mutant) => {
      const verdict = verdicts.current(mutant.id)
      return verdict ? [{ mutant, verdict }] : []
    }),
  )
}

function progress(startedAt: number, done: number, all: number): string {
  const seconds = Math.round((performance.now() - startedAt) / MILLISECONDS_PER_SECOND)
  return `${done}/${all} ${seconds} s`
}

function describe({ id, operator }: Mutant, verdict: Verdict): string {
  const by = verdict.result === 'killed' ? ` by ${verdict.by.slice(0, REASON_CHARACTERS)}` : ''
  return `${id} ${operator}: ${verdict.result}${by}`
}

/** How hardhat builds and runs the tests; what is not overridden for the ledger alone. */
function readSettings(): Settings {
  const compiler = config.solidity.profiles['default']?.compilers[0]
  const tests = config.test.solidity.profiles['default']
  if (!compiler || !tests) throw new Error('hardhat.config.ts has no compiler or no tests.')
  const { outputSelection: _, ...settings } = compiler.settings as Record<string, unknown>
  return {
    quick: { ...settings, optimizer: QUICK_OPTIMIZER },
    optimised: settings,
    tests: {
      root: ROOT,
      solcVersion: compiler.version,
      evmVersion: String(settings['evmVersion']),
      readableFiles: tests.fsPermissions?.readFile ?? [],
      seed: tests.fuzz.seed,
      testGas: TEST_GAS,
    },
  }
}

function say(text: string, exitCode: number): number {
  if (exitCode === 0) console.log(text)
  else console.error(text)
  return exitCode
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof Refusal)) throw error
  return say(error.message, 1)
})
