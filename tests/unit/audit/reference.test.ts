// docs/reference/audit.md says what the audit checks and reports, and nothing else.

import { readFileSync } from 'node:fs'
import { checkNames } from '#audit/check-names.ts'
import { checkBalance } from '#audit/checks/check-balance.ts'
import { createReport } from '#audit/report.ts'
import { expect, test } from 'vitest'
import { at, deployed, deposit, NOON, opened, play } from './history.ts'

const page = readFileSync(new URL('../../../docs/reference/audit.md', import.meta.url), 'utf8')

/** First cells of the rows of the table under a heading. */
function firstCells(heading: string): string[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| --'))
  return rows.slice(1).map((row) => row.split('|')[1]?.trim() ?? '')
}

test('lists every check by its name, in the order of the report', () => {
  expect(firstCells('Checks')).toEqual(Object.values(checkNames))
})

test('lists every field of the report, in its order', async () => {
  const replay = await play(at(NOON, deployed), at(NOON, opened), at(NOON, ...deposit(5n)))
  const balance = checkBalance(replay, 50n, 3)
  const report = createReport(replay, {
    block: { number: 3, hash: '0x03', time: NOON },
    codeHash: '0x0c',
    due: [],
    balance,
  })
  const fields = firstCells('The report').flatMap((cell) => cell.replaceAll('`', '').split(', '))
  expect(fields).toEqual(Object.keys(report))
})
