// What the replay says of commits: their signatures, terms and order; and of the pools they belong to.

import { checkNames } from '#audit/check-names.ts'
import type { Hex } from 'viem'
import { expect, test } from 'vitest'
import {
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

test.each<[string, Hex]>([
  ['no bytes', '0x'],
  ['a byte too few', `0x${'11'.repeat(64)}`],
  ['65 bytes of nothing', `0x${'00'.repeat(65)}`],
])('%s in place of a signature are found', async (_name, signature) => {
  const line = await committed({ records: annAndBob })
  if (!('event' in line) || line.event.eventName !== 'Committed') throw new Error('not a commit')
  const forged = event('Committed', { ...line.event.args, signature })
  const { tally } = await play(...start, at(NOON, forged))
  expect(tally.discrepancies).toMatchObject([
    { check: checkNames.signed, pool: 1, seq: 1, found: 'bytes that are no signature' },
  ])
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
  const fiveTimes = (seq: number) =>
    records(...[1, 2, 3, 4, 5].map((tag) => [ANN, tag + seq * 10, 1_000n] as const))
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
  const { tally } = await afterCommit({
    records: records([ANN, 1, 5n], [BOB, 1, 5n], [CID, 1, 5n], [STRANGER, 1, 5n]),
  })
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
  const most = { ...terms, minHoldSeconds: 120 * DAY, rewardCapMicros: 549_755_813_887 }
  expect((await open({ terms: most })).tally.discrepancies).toEqual([])
  expect((await open({ pool: 2 })).tally.discrepancies).toMatchObject([
    { check: checkNames.logsWhole, pool: 2 },
  ])
  for (const args of [
    { terms: { ...terms, minHoldSeconds: HOUR - 1 } },
    { terms: { ...terms, minHoldSeconds: 120 * DAY + 1 } },
    { terms: { ...terms, rewardCapMicros: 0 } },
    { terms: { ...terms, rewardCapMicros: 549_755_813_888 } },
    { terms: { ...terms, rateCapacityMicros: 0n } },
    { terms: { ...terms, rateMicrosPerDay: 0n } },
    { orderSigner: OWNER },
  ]) {
    expect((await open(args)).tally.discrepancies).toMatchObject([
      { check: checkNames.termsAllowed, pool: 1 },
    ])
  }
})

test('a Deployed log that says something else than is stored, or comes twice, is found', async () => {
  if (!('event' in deployed) || deployed.event.eventName !== 'Deployed') throw new Error('not a deployment')
  const other = event('Deployed', { ...deployed.event.args, noticeSeconds: 2 * DAY })
  expect((await play(at(NOON, other))).tally.discrepancies).toMatchObject([
    { check: checkNames.storedDeployment, block: 1 },
  ])
  expect((await play(at(NOON, deployed), at(NOON, deployed))).tally.discrepancies).toMatchObject([
    { check: checkNames.storedDeployment, block: 2, found: 'a second Deployed log' },
  ])
})
