// How a shop keeps its promises, from the chain alone: what it took back, what it rejected, what is under review.

import { checkBalance } from '#audit/checks/check-balance.ts'
import { renderReport } from '#audit/render.ts'
import { createReport } from '#audit/report.ts'
import { expect, test } from 'vitest'
import {
  amended,
  ANN,
  at,
  BOB,
  committed,
  deployed,
  deposit,
  event,
  NOON,
  opened,
  play,
  records,
} from './history.ts'

const annAndBob = records([ANN, 1, 300n], [ANN, 2, 100n], [BOB, 1, 50n])

async function reportOf(...later: Parameters<typeof play>) {
  const replay = await play(
    at(NOON - 3, deployed),
    at(NOON - 2, opened),
    at(NOON - 1, ...deposit(8_000n)),
    ...later,
  )
  const balance = checkBalance(replay, 80_000n, 80)
  return createReport(replay, { block: { number: 80, hash: '0x80', time: NOON }, codeHash: '0x0c', balance })
}

test('a pool that has committed nothing has taken nothing back', async () => {
  const report = await reportOf()
  expect(report.pools[0]?.conduct).toEqual({
    committed: '0',
    amended: '0',
    vetoed: '0',
    reversalBps: 0,
    rejectionBps: 0,
    isUnusual: false,
  })
})

test('what amendments and vetoes take back is counted against what was committed', async () => {
  const amendment = await amended({ records: annAndBob, reductions: [[0, 2, 40n]] })
  const report = await reportOf(
    at(NOON, await committed({ records: annAndBob })),
    at(NOON + 1, amendment),
    at(NOON + 2, event('Vetoed', { pool: 1, seq: 1, micros: 410n })),
  )
  // 450 committed, 40 amended, 410 vetoed: all of it. 4 rewarded and 3 rejected orders: 3 ÷ 7; seven are too few for a mark.
  expect(report.pools[0]?.conduct).toEqual({
    committed: '450',
    amended: '40',
    vetoed: '410',
    reversalBps: 10_000,
    rejectionBps: 4_285,
    isUnusual: false,
  })
  expect(report.discrepancies).toEqual([])
})

test('the report shows both ratios beside the counts of the order signer', async () => {
  const amendment = await amended({ records: annAndBob, reductions: [[0, 2, 40n]] })
  const report = await reportOf(at(NOON, await committed({ records: annAndBob })), at(NOON + 1, amendment))
  const line = renderReport(report)
    .split('\n')
    .find((one) => one.includes('42.85 %'))
  expect(line?.trim().split(/\s+/)).toEqual('1 0.00045 0.00004 0.00 8.88 % 9 4 3 42.85 % 2'.split(' '))
})
