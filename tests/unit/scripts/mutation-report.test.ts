// docs/reference/mutation.md is of the contracts as they stand, as far as that shows without a run.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const REPORT = read('docs/reference/mutation.md')
const EXPLANATIONS = JSON.parse(read('scripts/mutate-contracts/survivors.json')) as Record<string, string>

/** The report's survivors: id, file, lines before the change, explanation. */
const SURVIVORS = REPORT.split('\n### ')
  .slice(1)
  .map((section) => {
    const [id = '', place = '', ...rest] = section.split('\n').filter((line) => line !== '')
    const before = rest.filter((line) => line.startsWith('- ')).map((line) => line.slice(2))
    return {
      id,
      file: place.replace(/, .*$/, ''),
      before,
      explanation: rest.slice(rest.lastIndexOf('```') + 1),
    }
  })

function read(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
}

test('explains each survivor as the explanations do, and no other', () => {
  expect(SURVIVORS.map(({ id }) => id).sort()).toEqual(Object.keys(EXPLANATIONS).sort())
  for (const { id, explanation } of SURVIVORS) {
    expect(explanation.join(' ').replaceAll('\\', '')).toBe(EXPLANATIONS[id])
  }
})

test.each(SURVIVORS)('$id changes lines that the contracts still have', ({ file, before }) => {
  const lines = read(file)
    .split('\n')
    .map((line) => line.trim())
  expect(before.length).toBeGreaterThan(0)
  for (const line of before) expect(lines).toContain(line.trim())
})

test('reports at least 95 percent', () => {
  const [, score = '0'] = /\*\*(\d+\.\d) %\*\*/.exec(REPORT) ?? []
  expect(Number(score)).toBeGreaterThanOrEqual(95)
})
