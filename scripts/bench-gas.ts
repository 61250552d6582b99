// `npm run bench:gas`: what a rewarded sale costs in gas, from commit to payment, beside the alternatives.

import { BENCH_USAGE, readArguments, type BenchArguments } from './bench-gas/arguments.ts'
import { openBenchChain } from './bench-gas/bench-chain.ts'
import { buildContracts } from './bench-gas/build-contracts.ts'
import type { Figures, Group } from './bench-gas/figures.ts'
import { measure } from './bench-gas/measure.ts'
import { renderFigures } from './bench-gas/render.ts'
import { compareFigures, readSnapshot, saveSnapshot } from './bench-gas/snapshot.ts'
import { Refusal } from './system/refusal.ts'

const EXIT_FAILED = 1
const EXIT_WRONG_USAGE = 2

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2))
  if ('help' in asked) {
    console.log(BENCH_USAGE)
    return 0
  }
  if ('wrong' in asked) {
    console.error(`${asked.wrong}\n\n${BENCH_USAGE}`)
    return EXIT_WRONG_USAGE
  }
  try {
    return await run(asked.run)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(`bench:gas: ${error.message}`)
    return EXIT_FAILED
  }
}

async function run({ json, groups, afterwards }: BenchArguments): Promise<number> {
  const figures = await measureAll(groups)
  console.log(json ? JSON.stringify(figures, null, 2) : renderFigures(figures))
  if (afterwards === 'save') saveSnapshot(figures as Figures)
  if (afterwards !== 'check') return 0

  const differences = compareFigures(figures, readSnapshot())
  if (differences.length === 0) return 0
  console.error(`${differences.join('\n')}\nIf that is meant, \`npm run bench:gas -- --save\` saves it.`)
  return EXIT_FAILED
}

async function measureAll(groups: readonly Group[]): Promise<Partial<Figures>> {
  const bytecodes = await buildContracts()
  const chain = await openBenchChain()
  try {
    return await measure(chain, bytecodes, { groups, tell: (sentence) => console.error(sentence) })
  } finally {
    chain.close()
  }
}

process.exitCode = await main()
