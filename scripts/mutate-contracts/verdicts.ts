// Keeps every verdict in a file, so that a run judges only what none before it has, or what may have changed since.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Verdict } from './judge.ts'
import { hashOf, importClosure } from './sources.ts'
import { isOfTests, type Workshop } from './workshop.ts'

type Kept = { readonly basis: string; readonly verdict: Verdict }

export type VerdictStore = {
  /** A verdict that would be the same today. */
  readonly current: (id: string) => Verdict | undefined
  /** The latest verdict, whatever has changed since. */
  readonly latest: (id: string) => Verdict | undefined
  readonly keep: (id: string, verdict: Verdict) => void
}

/** Opens the verdicts in `file`; `basisOf` names what a verdict rests on. */
export function openVerdicts(file: string, basisOf: (verdict: Verdict) => string): VerdictStore {
  const kept = readKept(file)
  return {
    current: (id) => {
      const found = kept.get(id)
      return found && found.basis === basisOf(found.verdict) ? found.verdict : undefined
    },
    latest: (id) => kept.get(id)?.verdict,
    keep: (id, verdict) => {
      kept.set(id, { basis: basisOf(verdict), verdict })
      mkdirSync(dirname(file), { recursive: true })
      // Whoever is interrupted here leaves the file as it was.
      writeFileSync(`${file}.new`, JSON.stringify([...kept]))
      renameSync(`${file}.new`, file)
    },
  }
}

/**
 * Names what a verdict rests on: always the bytecode of the contracts and the settings; for a killed mutant the suite
 * that killed it, with all it imports; for a survivor every test.
 */
export function createBasis(workshop: Workshop): (verdict: Verdict) => string {
  const { artifacts, sources, key, quick, optimised, tests } = workshop
  const deployables = artifacts
    .filter((artifact) => !isOfTests(artifact))
    .map(({ file, name, creationCode }) => [file, name, creationCode].join(' '))
  const code = createHash('sha256')
    .update(JSON.stringify({ quick, optimised, tests, deployables: deployables.sort() }))
    .digest('hex')
  const suites = new Map<string, string>()
  const hashOfSuite = (suite: string) => {
    const known = suites.get(suite)
    if (known !== undefined) return known
    const closure = importClosure(sources, suite)
    const hash = hashOf(new Map([...sources].filter(([file]) => closure.has(file))), suite)
    suites.set(suite, hash)
    return hash
  }

  return (verdict) => {
    if (verdict.result === 'uncompilable' || verdict.result === 'equivalent') return code
    const isOfSuite = verdict.result === 'killed' && verdict.suite !== undefined
    return `${code} ${isOfSuite ? hashOfSuite(verdict.suite) : key}`
  }
}

function readKept(file: string): Map<string, Kept> {
  try {
    return new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, Kept][])
  } catch {
    return new Map()
  }
}
