// Keeps every verdict in a file, so that an interrupted run goes on where it was.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Verdict } from './judge.ts'

type Kept = { readonly key: string; readonly verdict: Verdict }

export type VerdictStore = {
  /** The verdict on a mutant of the same sources, tests and settings. */
  readonly current: (id: string) => Verdict | undefined
  /** The latest verdict, of whatever sources. */
  readonly latest: (id: string) => Verdict | undefined
  readonly keep: (id: string, verdict: Verdict) => void
}

/** Opens the verdicts in `file`; `key` says of which sources, tests and settings new ones are. */
export function openVerdicts(file: string, key: string): VerdictStore {
  const kept = readKept(file)
  return {
    current: (id) => {
      const found = kept.get(id)
      return found?.key === key ? found.verdict : undefined
    },
    latest: (id) => kept.get(id)?.verdict,
    keep: (id, verdict) => {
      kept.set(id, { key, verdict })
      mkdirSync(dirname(file), { recursive: true })
      // Whoever is interrupted here leaves the file as it was.
      writeFileSync(`${file}.new`, JSON.stringify([...kept]))
      renameSync(`${file}.new`, file)
    },
  }
}

function readKept(file: string): Map<string, Kept> {
  try {
    return new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, Kept][])
  } catch {
    return new Map()
  }
}
