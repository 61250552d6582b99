// What the replay says of batches that are lowered before they mature: amendments and vetoes.

import { checkNames } from '#audit/check-names.ts'
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
  HOUR,
  NOON,
  opened,
  otherSigner,
  play,
  records,
  type Transaction,
} from './history.ts'

const start: Transaction[] = [at(NOON - 3, deployed), at(NOON - 2, opened), at(NOON - 1, ...deposit(8_000n))]
const annAndBob = records([ANN, 1, 300n], [ANN, 2, 100n], [BOB, 1, 50n])

test('an amendment frees what it takes and leaves the payee listed at zero', async () => {
  const amendment = await amended({
    records: annAndBob,
    reductions: [
      [0, 2, 40n],
      [1, 1, 50n],
    ],
  })
  const { state, tally } = await play(
    ...start,
    at(NOON, await committed({ records: annAndBob })),
    at(NOON + 1, amendment),
  )
  expect(tally.discrepancies).toEqual([])
  expect(state.pools.get(1)).toMatchObject({ availableMicros: 7_640n, reservedMicros: 360n })
  expect(state.pools.get(1)?.batches.get(1)?.netList).toEqual([
    { payee: ANN, sumMicros: 360n },
    { payee: BOB, sumMicros: 0n },
  ])
})

const amendStory = async (time: number, line: ReturnType<typeof amended>) =>
  play(...start, at(NOON, await committed({ records: annAndBob })), at(time, await line))

test('a reduction of a tag that the payee does not have is found', async () => {
  const { tally } = await amendStory(NOON + 1, amended({ records: annAndBob, reductions: [[1, 2, 10n]] }))
  expect(tally.discrepancies).toMatchObject([
    { check: checkNames.reductionsFit, pool: 1, seq: 1, payee: BOB, found: 'none' },
  ])
})

test('a record taken below zero is found even where the payee’s sum allows it', async () => {
  const { tally } = await amendStory(NOON + 1, amended({ records: annAndBob, reductions: [[0, 2, 101n]] }))
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.reductionsFit, payee: ANN, found: '101' }])
})

test('a record taken below zero by two amendments together is found', async () => {
  const first = await amended({ records: annAndBob, reductions: [[0, 2, 60n]] })
  const afterFirst = records([ANN, 1, 300n], [ANN, 2, 40n], [BOB, 1, 50n])
  const { state } = await play(
    ...start,
    at(NOON, await committed({ records: annAndBob })),
    at(NOON + 1, first),
  )
  const batchHash = state.pools.get(1)?.batches.get(1)?.batchHash
  const second = await amended({
    records: afterFirst,
    reductions: [[0, 2, 41n]],
    ...(batchHash && { batchHash }),
  })
  const { tally } = await play(
    ...start,
    at(NOON, await committed({ records: annAndBob })),
    at(NOON + 1, first),
    at(NOON + 2, second),
  )
  expect(tally.discrepancies).toMatchObject([
    { check: checkNames.reductionsFit, payee: ANN, found: '41', block: 6 },
  ])
})

test('an amendment signed by another key, or over another state of the batch, is found', async () => {
  const reductions = [[0, 2, 10n]] as const
  const byOther = await amendStory(NOON + 1, amended({ records: annAndBob, reductions, by: otherSigner }))
  const overOther = await amendStory(
    NOON + 1,
    amended({ records: annAndBob, reductions, batchHash: `0x${'11'.repeat(27)}` }),
  )
  for (const { tally } of [byOther, overOther]) {
    expect(tally.discrepancies).toMatchObject([{ check: checkNames.signed, pool: 1, seq: 1, block: 5 }])
  }
})

test('an amendment is allowed until the second before maturity, and found from maturity on', async () => {
  const amendment = () => amended({ records: annAndBob, reductions: [[0, 2, 10n]] })
  expect((await amendStory(NOON + HOUR - 1, amendment())).tally.discrepancies).toEqual([])
  expect((await amendStory(NOON + HOUR, amendment())).tally.discrepancies).toMatchObject([
    { check: checkNames.releasedBeforeMaturity, pool: 1, seq: 1 },
  ])
})

test('a veto frees all that the batch holds, before maturity only, and says how much', async () => {
  const veto = async (time: number, micros: bigint) =>
    play(
      ...start,
      at(NOON, await committed({ records: annAndBob })),
      at(time, event('Vetoed', { pool: 1, seq: 1, micros })),
    )
  const good = await veto(NOON + HOUR - 1, 450n)
  expect(good.tally.discrepancies).toEqual([])
  expect(good.state.pools.get(1)).toMatchObject({ availableMicros: 8_000n, reservedMicros: 0n })
  expect((await veto(NOON + 1, 449n)).tally.discrepancies).toMatchObject([
    { check: checkNames.logsWhole, expected: '450' },
  ])
  expect((await veto(NOON + HOUR, 450n)).tally.discrepancies).toMatchObject([
    { check: checkNames.releasedBeforeMaturity },
  ])
})
