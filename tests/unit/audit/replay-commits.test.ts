// What the replay says of batches: their signatures, terms, amendments and vetoes.

import { checkNames } from '#audit/check-names.ts'
import { expect, test } from 'vitest'
import {
  amended,
  ANN,
  at,
  BOB,
  CID,
  committed,
  DAY,
  deployed,
  deposit,
  event,
  HOUR,
  LEDGER,
  NOON,
  opened,
  OWNER,
  otherSigner,
  play,
  records,
  signer,
  STRANGER,
  TOKEN,
  type CommitInput,
  type Transaction,
} from './history.ts'

const start: Transaction[] = [at(NOON - 3, deployed), at(NOON - 2, opened), at(NOON - 1, ...deposit(8_000n))]
const annAndBob = records([ANN, 1, 300n], [ANN, 2, 100n], [BOB, 1, 50n])

async function afterCommit(input: Partial<CommitInput> = {}) {
  return play(...start, at(input.time ?? NOON, await committed({ records: annAndBob, ...input })))
}

test('a good commit reserves its sum, lowers the rate level and counts orders', async () => {
  const { state, tally } = await afterCommit()
  expect(tally.discrepancies).toEqual([])
  expect(state.pools.get(1)).toMatchObject({
    availableMicros: 7_550n,
    reservedMicros: 450n,
    rateLevelMicros: 4_550n,
    rateUpdatedAt: NOON,
    nextSeq: 2,
    orders: { seen: 9n, rewarded: 4n, rejected: 3n, underReview: 2n },
  })
  expect(state.activity.records).toBe(3)
})

test.each<[string, Partial<CommitInput>]>([
  ['by another key', { by: otherSigner }],
  ['for another chain', { chainId: 2 }],
  ['over other records', { signedRecords: records([ANN, 1, 1n]) }],
])('a signature %s is found', async (_name, input) => {
  const { tally } = await afterCommit(input)
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.signed, pool: 1, seq: 1, block: 4 }])
})

test.each<[string, Partial<CommitInput>]>([
  ['a reward above the cap', { records: records([ANN, 1, 1_001n]) }],
  ['a hold below the pool’s', { holdSeconds: HOUR - 1 }],
  ['a hold above the deployment’s', { holdSeconds: 120 * DAY + 1 }],
  ['a maturity that is not the end of the hold', { maturesAt: NOON + HOUR - 1 }],
  ['a commit behind its deadline', { deadline: NOON - 1 }],
])('%s is found', async (_name, input) => {
  const { tally } = await afterCommit(input)
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.withinTerms, pool: 1, seq: 1 }])
})

test.each<[string, Partial<CommitInput>]>([
  ['a reward at the cap', { records: records([ANN, 1, 1_000n]) }],
  ['the shortest hold', { holdSeconds: HOUR }],
  ['the longest hold', { holdSeconds: 120 * DAY }],
  ['the last instant of the deadline', { deadline: NOON }],
])('%s is allowed', async (_name, input) => {
  const { tally } = await afterCommit(input)
  expect(tally.discrepancies).toEqual([])
})

test('the rate level regains one micro a second, up to the capacity', async () => {
  const fiveTimes = (seq: number) => records(...[1, 2, 3, 4, 5].map((tag) => [ANN, tag + seq * 10, 1_000n] as const))
  const one = records([BOB, 1, 1n])
  const story = async (time: number) =>
    play(
      at(NOON - 3, deployed),
      at(NOON - 2, opened),
      at(NOON - 1, ...deposit(100_000n)),
      at(NOON, await committed({ records: fiveTimes(1) })),
      at(NOON + 10, await committed({ seq: 2, records: records([ANN, 1, 10n]), time: NOON + 10 })),
      at(time, await committed({ seq: 3, records: one, time })),
    )
  expect((await story(NOON + 11)).tally.discrepancies).toEqual([])
  expect((await story(NOON + 10)).tally.discrepancies).toMatchObject([
    { check: checkNames.withinTerms, seq: 3, expected: 'at most 0', found: '1' },
  ])
})

test('a batch may reserve all that is available, and not a micro more', async () => {
  const story = async (micros: bigint) =>
    play(
      at(NOON - 3, deployed),
      at(NOON - 2, opened),
      at(NOON - 1, ...deposit(micros)),
      at(NOON, await committed({ records: annAndBob })),
    )
  expect((await story(450n)).tally.discrepancies).toEqual([])
  expect((await story(449n)).tally.discrepancies).toMatchObject([
    { check: checkNames.withinTerms, expected: 'at most 449', found: '450' },
  ])
})

test.each([
  ['zero', '0x0000000000000000000000000000000000000000'],
  ['the ledger', LEDGER],
  ['the token', TOKEN],
] as const)('%s as a payee is found', async (_name, payee) => {
  const { tally } = await afterCommit({ records: records([payee, 1, 5n]) })
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.recordsFormed, pool: 1, seq: 1, payee }])
})

test('more payees than the ledger takes are found', async () => {
  const { tally } = await afterCommit({ records: records([ANN, 1, 5n], [BOB, 1, 5n], [CID, 1, 5n], [STRANGER, 1, 5n]) })
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.recordsFormed, found: '4 payees' }])
})

test('records that cannot be read are found with the byte', async () => {
  const { tally } = await afterCommit({ records: `${ANN}02` })
  expect(tally.discrepancies).toMatchObject([
    { check: checkNames.recordsFormed, found: 'byte 21: the bytes end inside a record' },
  ])
})

test('a missing Committed log is found at the next commit, and once only', async () => {
  const { tally } = await play(
    ...start,
    at(NOON, await committed({ seq: 2, records: annAndBob })),
    at(NOON + HOUR, event('Settled', { pool: 1, seq: 1, index: 0n, push: false })),
  )
  expect(tally.discrepancies).toMatchObject([
    { check: checkNames.logsWhole, pool: 1, seq: 1, block: 4, found: 'batch 2' },
  ])
})

test('a batch committed a second time is found and moves no money', async () => {
  const { state, tally } = await play(
    ...start,
    at(NOON, await committed({ records: annAndBob })),
    at(NOON + 1, await committed({ records: annAndBob, time: NOON + 1 })),
  )
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.logsWhole, pool: 1, seq: 1, block: 5 }])
  expect(state.pools.get(1)?.reservedMicros).toBe(450n)
})

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
  const { state } = await play(...start, at(NOON, await committed({ records: annAndBob })), at(NOON + 1, first))
  const batchHash = state.pools.get(1)?.batches.get(1)?.batchHash
  const second = await amended({ records: afterFirst, reductions: [[0, 2, 41n]], ...(batchHash && { batchHash }) })
  const { tally } = await play(
    ...start,
    at(NOON, await committed({ records: annAndBob })),
    at(NOON + 1, first),
    at(NOON + 2, second),
  )
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.reductionsFit, payee: ANN, found: '41', block: 6 }])
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

test('the order signer in force is the one set last', async () => {
  const set = event('OrderSignerSet', { pool: 1, orderSigner: otherSigner.address })
  const story = async (by: typeof otherSigner) =>
    play(...start, at(NOON, set), at(NOON, await committed({ records: annAndBob, by })))
  expect((await story(otherSigner)).tally.discrepancies).toEqual([])
  expect((await story(signer)).tally.discrepancies).toMatchObject([{ check: checkNames.signed }])
})

test('a pool opened outside the deployment’s bounds, or out of turn, is found', async () => {
  const terms = { minHoldSeconds: HOUR, rewardCapMicros: 1, rateCapacityMicros: 1n, rateMicrosPerDay: 1n }
  const open = (args: object) =>
    play(
      at(NOON, deployed),
      at(NOON, event('PoolOpened', { pool: 1, owner: OWNER, orderSigner: STRANGER, terms, ...args })),
    )
  expect((await open({})).tally.discrepancies).toEqual([])
  expect((await open({ pool: 2 })).tally.discrepancies).toMatchObject([{ check: checkNames.logsWhole, pool: 2 }])
  for (const args of [
    { terms: { ...terms, minHoldSeconds: HOUR - 1 } },
    { terms: { ...terms, minHoldSeconds: 120 * DAY + 1 } },
    { terms: { ...terms, rewardCapMicros: 0 } },
    { terms: { ...terms, rateCapacityMicros: 0n } },
    { terms: { ...terms, rateMicrosPerDay: 0n } },
    { orderSigner: OWNER },
  ]) {
    expect((await open(args)).tally.discrepancies).toMatchObject([{ check: checkNames.termsAllowed, pool: 1 }])
  }
})
