// `npm run test:differential -- --histories 5000 --seed 1`: the long run, and the way to play a failure again, which says
// how.

import { parseArgs } from 'node:util'
import { FAMILIES } from './arena.ts'
import type { Run } from './histories.ts'
import { runFamily, type Report } from './run-family.ts'

/** From so many histories on, everything that is required has happened. */
const ENOUGH_HISTORIES = 500

type FamilyName = keyof typeof FAMILIES

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    from: { type: 'string', default: '0' },
    token: { type: 'string' },
  },
})

async function main(): Promise<number> {
  const histories = Number(values.histories)
  const seed = Number(values.seed)
  const from = Number(values.from)
  const isKnown = values.token === undefined || values.token in FAMILIES
  if (![histories, seed, from].every(Number.isSafeInteger) || histories < 1 || !isKnown) {
    console.error('Usage: [--histories n] [--seed n] [--from n] [--token dollar|picky]')
    return 2
  }
  const run = { histories, seed, from }
  console.log(`${histories} histories of each token from seed ${seed}`)
  const names = (Object.keys(FAMILIES) as FamilyName[]).filter((name) => (values.token ?? name) === name)
  const clean = await Promise.all(names.map((name) => isClean(name, run)))
  return clean.every(Boolean) ? 0 : 1
}

async function isClean(name: FamilyName, run: Run): Promise<boolean> {
  const report = await runFamily(FAMILIES[name], run).catch((error: unknown) => tellFailure(name, error))
  if (!report) return false
  console.log(report.census.tell(name))
  // A few histories played again cannot hold everything.
  if (run.histories < ENOUGH_HISTORIES || report.tooSeldom.length === 0) return true
  console.error(`Too seldom with ${name}:\n${report.tooSeldom.join('\n')}`)
  return false
}

function tellFailure(name: FamilyName, error: unknown): Report | undefined {
  if (!(error instanceof Error)) throw error
  console.error(`With ${name}: ${error.message}`)
  return undefined
}

process.exitCode = await main()
