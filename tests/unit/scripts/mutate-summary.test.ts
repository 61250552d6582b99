// How verdicts on mutants are counted and reported.

import { expect, test } from 'vitest'
import type { Verdict } from '../../../scripts/mutate-contracts/judge.ts'
import type { Mutant } from '../../../scripts/mutate-contracts/mutants.ts'
import { showSurvivor, writeReport } from '../../../scripts/mutate-contracts/report.ts'
import { findFaults, percent, scorePermille, summarise } from '../../../scripts/mutate-contracts/summary.ts'

const LEAST = 950

function judged(id: string, verdict: Verdict) {
  const mutant: Mutant = {
    id,
    file: 'contracts/A.sol',
    line: 12,
    operator: 'comparison',
    start: 0,
    end: 0,
    text: '',
    before: '    if (a < b) {\n        stop();',
    after: '    if (a <= b) {\n        stop();',
  }
  return { mutant, verdict }
}

const killed = (code: string): Verdict => ({ result: 'killed', code, by: 'T.test_X(): no' })
const survived = (code: string): Verdict => ({ result: 'survived', code })

test('counts killed and survived, and neither what does not compile nor what changes nothing', () => {
  const summary = summarise([
    judged('a', killed('1')),
    judged('b', survived('2')),
    judged('c', { result: 'uncompilable' }),
    judged('d', { result: 'equivalent' }),
  ])
  expect(summary).toMatchObject({ uncompilable: 1, unchanged: 1 })
  expect(summary.killed.map(({ mutant }) => mutant.id)).toEqual(['a'])
  expect(summary.survived.map(({ mutant }) => mutant.id)).toEqual(['b'])
  expect(scorePermille(summary)).toBe(500)
})

test('counts mutants with the same bytecode once', () => {
  const summary = summarise([
    judged('a', survived('1')),
    judged('b', survived('1')),
    judged('c', killed('2')),
  ])
  expect(summary.survived.map(({ mutant }) => mutant.id)).toEqual(['a'])
  expect(summary.unchanged).toBe(1)
})

test('counts each mutant that never ends', () => {
  const summary = summarise([judged('a', killed('endless')), judged('b', killed('endless'))])
  expect(summary.killed).toHaveLength(2)
})

test('rounds the score down', () => {
  const deaths = Array.from({ length: 949 }, (_, index) => judged(`k${index}`, killed(`k${index}`)))
  const lives = Array.from({ length: 51 }, (_, index) => judged(`s${index}`, survived(`s${index}`)))
  expect(scorePermille(summarise([...deaths, ...lives]))).toBe(949)
  expect(scorePermille(summarise(deaths.slice(0, 2).concat(lives.slice(0, 1))))).toBe(666)
  expect(scorePermille(summarise([]))).toBe(0)
  expect(percent(949)).toBe('94.9 %')
})

test('finds a low score, a survivor that is not explained, and an explanation of no survivor', () => {
  const summary = summarise([judged('a', killed('1')), judged('b', survived('2'))])
  expect(findFaults(summary, { c: 'Once it did.' }, LEAST)).toEqual([
    'Killed are 50.0 %, less than 95.0 %.',
    'b survived and is not explained.',
    'c is explained and did not survive.',
  ])
  expect(findFaults(summary, { b: 'Nobody can tell.' }, 500)).toEqual([])
})

test('reports the figures and each survivor with its difference and its explanation', () => {
  const report = writeReport(summarise([judged('a', killed('1')), judged('b', survived('2'))]), {
    b: 'Nobody can tell.',
  })
  expect(report).toContain('Of 2 mutants 1 are killed and\n1 survive: **50.0 %**')
  expect(report).toContain('| contracts/A.sol | 1 | 1 | 50.0 % |')
  expect(report).toContain(
    '### b\n\ncontracts/A.sol, comparison\n\n```diff\n- if (a < b) {\n-     stop();\n+ if (a <= b) {\n+     stop();\n```\n\nNobody can tell.',
  )
})

test('names the line of a survivor for a terminal', () => {
  expect(showSurvivor(judged('b', survived('2')))).toMatch(
    /^contracts\/A\.sol:12 comparison b\n- if \(a < b\)/,
  )
})
