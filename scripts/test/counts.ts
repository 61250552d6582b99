// Reads how many tests passed and failed from what the two test runners report.

import { stripVTControlCharacters } from 'node:util'

export type Counts = { readonly passed: number; readonly failed: number }

/** From hardhat's printed summary: `185 passing`, `1 failing`; nothing counts as none. */
export function countSolidityTests(output: string): Counts {
  const plain = stripVTControlCharacters(output)
  return {
    passed: lastCount(plain, /^ *(\d+) passing\b/gm),
    failed: lastCount(plain, /^ *(\d+) failing\b/gm),
  }
}

function lastCount(text: string, pattern: RegExp): number {
  return Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0)
}

/** From vitest's JSON report; a file that could not even be loaded counts as one failure. */
export function countVitestTests(report: string): Counts {
  if (report === '') return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report) as {
    numPassedTests: number
    numFailedTests: number
    testResults: ReadonlyArray<{ status: string; assertionResults: readonly unknown[] }>
  }
  const unloaded = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length }
}
