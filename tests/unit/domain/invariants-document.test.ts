// docs/invariants.md names a test for each invariant, and each of them says its number; no test names another number.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** What the document means by both suites. */
const HISTORIES = [
  'tests/unit/app/reward-histories.test.ts',
  'tests/integration/app/reward-histories.test.ts',
] as const

type Row = { readonly number: string; readonly heldBy: readonly string[] }

const rows: readonly Row[] = [...read('docs/invariants.md').matchAll(/^\| ([CL]-\d+) +\|.*\|(.*)\|$/gm)].map(
  ([, number = '', heldBy = '']) => ({
    number,
    heldBy: [
      ...[...heldBy.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
      ...(heldBy.includes('both suites of histories') ? HISTORIES : []),
    ],
  }),
)

/** Numbers in the names of a file's tests: `L-1, L-5: …`, or `invariant_C1_…` in Solidity. */
function numbersOf(path: string): readonly string[] {
  const text = read(path)
  if (path.endsWith('.sol'))
    return [...text.matchAll(/function invariant_([CL])(\d+)_/g)].map(([, kind, n]) => `${kind}-${n}`)
  const names = [...text.matchAll(/(?:test|describe)\(\s*(['"`])((?:[CL]-\d+(?:, )?)+):/g)].map(
    ([, , name = '']) => name,
  )
  return names.flatMap((name) => name.split(', '))
}

describe('docs/invariants.md', () => {
  test('numbers C-1 to C-11 and L-1 to L-15, each once', () => {
    const numbered = (kind: string, last: number) =>
      Array.from({ length: last }, (_, i) => `${kind}-${i + 1}`)
    expect(rows.map((row) => row.number)).toEqual([...numbered('C', 11), ...numbered('L', 15)])
  })

  test.each(rows)('$number is in the name of each test that is said to hold it', ({ number, heldBy }) => {
    expect(heldBy).not.toEqual([])
    for (const path of heldBy) expect(numbersOf(path)).toContain(number)
  })

  test('knows every number that a test names', () => {
    const files = readdirSync(new URL('tests', root), { recursive: true, encoding: 'utf8' })
    const named = files
      .filter((file) => file.endsWith('.test.ts') || file.endsWith('.t.sol'))
      .flatMap((file) => numbersOf(`tests/${file.replaceAll('\\', '/')}`))
    const known = rows.map((row) => row.number)
    expect(named.filter((number) => !known.includes(number))).toEqual([])
  })
})
