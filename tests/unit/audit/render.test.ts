// What an auditor reads when something is wrong: the place, what was expected and what was found.

import { checkNames } from '#audit/check-names.ts'
import { checkBalance } from '#audit/checks/check-balance.ts'
import { renderReport } from '#audit/render.ts'
import { createReport } from '#audit/report.ts'
import { check } from '#audit/tally.ts'
import { getAddress } from 'viem'
import { expect, test } from 'vitest'
import { ANN, at, deployed, deposit, NOON, opened, play } from './history.ts'

async function reportWith(findings: number) {
  const replay = await play(at(NOON, deployed), at(NOON, opened), at(NOON, ...deposit(1_250_000n)))
  for (let seq = 1; seq <= findings; seq += 1) {
    check(replay.tally, checkNames.settledOnce, false, () => ({
      pool: 1,
      seq,
      payee: ANN,
      block: 77,
      chainTransaction: '0xabc1',
      expected: 'an open batch',
      found: 'a batch that is settled',
      sentence: `Batch ${seq} of pool 1 was settled again.`,
    }))
  }
  const balance = checkBalance(replay, 12_500_000n, 80)
  return createReport(replay, { block: { number: 80, hash: '0x80', time: NOON }, codeHash: '0x0c', balance })
}

test('a discrepancy is told with its whole place', async () => {
  const text = renderReport(await reportWith(1))
  const place = `pool 1 · batch 1 · payee ${getAddress(ANN)} · block 77 · chain transaction 0xabc1`
  expect(text).toContain(
    [
      'Found: 1 discrepancy',
      '',
      '  1. Batch 1 of pool 1 was settled again.',
      '     check     C-2 a batch is settled at most once, after it matured',
      `     at        ${place}`,
      '     expected  an open batch',
      '     found     a batch that is settled',
      '',
      'Proved from the chain alone',
    ].join('\n'),
  )
  expect(text.endsWith('\nNot clean: 1 discrepancy.\n')).toBe(true)
})

test('a failed check takes back the sentence that needs it, and no other', async () => {
  const [clean, failed] = [await reportWith(0), await reportWith(1)]
  const gone = clean.proved.filter((sentence) => !failed.proved.includes(sentence))
  expect(clean.proved).toHaveLength(10)
  expect(gone).toEqual([
    'Every settled batch was settled once, after it matured, and credited exactly its records less its amendments.',
  ])
})

test('lists the first thousand discrepancies and counts the rest', async () => {
  const report = await reportWith(1_234)
  expect(report.discrepancies).toHaveLength(1_000)
  expect(report.discrepanciesFound).toBe(1_234)
  expect(renderReport(report)).toContain('\n  … and 234 more.\n')
})
