// What the replay says of a pool's money: deposits, donations, and what its owner takes out again.

import { checkNames } from '#audit/check-names.ts'
import { zeroAddress, type Address } from 'viem'
import { expect, test } from 'vitest'
import {
  ANN,
  at,
  BOB,
  DAY,
  deployed,
  deposit,
  event,
  LEDGER,
  move,
  NOON,
  opened,
  OWNER,
  play,
  signer,
  STRANGER,
  type Line,
  type Transaction,
} from './history.ts'

test('tokens that are no deposit are named as donated, and a transfer of nothing is ignored', async () => {
  const { state, tally } = await play(
    at(NOON, deployed),
    at(NOON, opened),
    at(NOON, move(STRANGER, LEDGER, 5n), ...deposit(100n)),
    at(NOON, move(LEDGER, STRANGER, 0n), move(STRANGER, LEDGER, 0n)),
  )
  expect(tally.discrepancies).toEqual([])
  expect(state.tokens).toEqual({ inRaw: 1_005n, outRaw: 0n, donatedRaw: 5n })
  expect(state.activity).toMatchObject({ deposits: 1, donations: 1 })
})

test.each<[string, Line[]]>([
  ['without tokens', [event('Deposited', { pool: 1, from: OWNER, micros: 7n })]],
  ['with fewer tokens', [move(OWNER, LEDGER, 69n), event('Deposited', { pool: 1, from: OWNER, micros: 7n })]],
  [
    'with somebody else’s tokens',
    [move(STRANGER, LEDGER, 70n), event('Deposited', { pool: 1, from: OWNER, micros: 7n })],
  ],
  ['counted twice', [...deposit(7n), event('Deposited', { pool: 1, from: OWNER, micros: 7n })]],
])('a deposit %s is found', async (_name, lines) => {
  const { tally } = await play(at(NOON, deployed), at(NOON, opened), at(NOON, ...lines))
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.depositsCovered, pool: 1, block: 3 }])
})

const request = (micros: bigint, time = NOON) =>
  at(time, event('WithdrawalRequested', { pool: 1, micros, readyAt: time + DAY, expiresAt: time + 2 * DAY }))
const execute = (micros: bigint, time: number, to = OWNER) =>
  at(time, event('PoolWithdrawn', { pool: 1, to, micros }), move(LEDGER, to, micros * 10n))
const funded = [at(NOON - 3, deployed), at(NOON - 2, opened), at(NOON - 1, ...deposit(500n))]

test('a pool owner takes what was announced, after notice, without later deposits', async () => {
  const later = at(NOON + 1, ...deposit(1_000n))
  const { state, tally } = await play(...funded, request(800n), later, execute(500n, NOON + DAY))
  expect(tally.discrepancies).toEqual([])
  expect(state.pools.get(1)).toMatchObject({
    availableMicros: 1_000n,
    withdrawnMicros: 500n,
    request: { micros: 0n },
  })
  expect(
    (await play(...funded, request(200n), execute(200n, NOON + 2 * DAY - 1))).tally.discrepancies,
  ).toEqual([])
})

test.each<[string, Transaction[]]>([
  ['before notice is over', [request(200n), execute(200n, NOON + DAY - 1)]],
  ['when the request has expired', [request(200n), execute(200n, NOON + 2 * DAY)]],
  ['without a request', [execute(200n, NOON + DAY)]],
  ['of another amount', [request(200n), execute(201n, NOON + DAY)]],
  ['to somebody else', [request(200n), execute(200n, NOON + DAY, STRANGER)]],
  ['a second time', [request(200n), execute(200n, NOON + DAY), execute(200n, NOON + DAY)]],
])('a pool owner’s withdrawal %s is found', async (_name, transactions) => {
  const { tally } = await play(...funded, ...transactions)
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.noticeKept, pool: 1 }])
})

test('a pool owner’s withdrawal without its tokens is found in its pool', async () => {
  const { lines, time } = execute(200n, NOON + DAY)
  const { tally } = await play(...funded, request(200n), at(time, ...lines.slice(0, 1)))
  expect(tally.discrepancies).toMatchObject([
    { check: checkNames.paidExactly, pool: 1, found: 'none in this chain transaction' },
  ])
})

const started = (newOwner: Address) => event('PoolTransferStarted', { pool: 1, newOwner })
const transferred = (previousOwner: Address, newOwner: Address) =>
  event('PoolTransferred', { pool: 1, previousOwner, newOwner })
const handedOver = [started(ANN), transferred(OWNER, ANN)]

test('a pool handed over is its new owner’s, and a standing request pays them', async () => {
  const { state, tally } = await play(
    ...funded,
    request(200n),
    at(NOON, ...handedOver),
    execute(200n, NOON + DAY, ANN),
  )
  expect(tally.discrepancies).toEqual([])
  expect(tally.counts.get(checkNames.poolsHandedOver)).toBe(1)
  expect(state.pools.get(1)).toMatchObject({
    owner: ANN,
    pendingOwner: zeroAddress,
    withdrawnMicros: 200n,
  })
  const toTheOld = await play(
    ...funded,
    request(200n),
    at(NOON, ...handedOver),
    execute(200n, NOON + DAY, OWNER),
  )
  expect(toTheOld.tally.discrepancies).toMatchObject([{ check: checkNames.noticeKept, pool: 1 }])
})

test('an offer alone changes no owner, a later one replaces it, and it is good once', async () => {
  const offered = await play(...funded, at(NOON, started(ANN), started(BOB)))
  expect(offered.tally.discrepancies).toEqual([])
  expect(offered.state.pools.get(1)).toMatchObject({ owner: OWNER, pendingOwner: BOB })
  const onward = await play(...funded, at(NOON, ...handedOver), at(NOON, started(BOB), transferred(ANN, BOB)))
  expect(onward.tally.discrepancies).toEqual([])
  expect(onward.state.pools.get(1)?.owner).toBe(BOB)
})

test.each<[string, Line[], object]>([
  ['without an offer', [transferred(OWNER, ANN)], { expected: `${OWNER} to stay` }],
  [
    'to another than it was offered to',
    [started(ANN), transferred(OWNER, BOB)],
    { expected: `from ${OWNER} to ${ANN}`, found: `from ${OWNER} to ${BOB}` },
  ],
  ['from another than its owner', [started(ANN), transferred(BOB, ANN)], { found: `from ${BOB} to ${ANN}` }],
  [
    'after the offer was taken back',
    [started(ANN), started(zeroAddress), transferred(OWNER, ANN)],
    { expected: `${OWNER} to stay` },
  ],
  [
    'to nobody',
    [started(zeroAddress), transferred(OWNER, zeroAddress)],
    { found: `from ${OWNER} to ${zeroAddress}` },
  ],
  ['twice for one offer', [...handedOver, transferred(ANN, ANN)], { expected: `${ANN} to stay` }],
])('a handover %s is found in its pool', async (_name, lines, place) => {
  const { tally } = await play(...funded, at(NOON, ...lines))
  expect(tally.discrepancies).toMatchObject([
    { check: checkNames.poolsHandedOver, pool: 1, block: 4, ...place },
  ])
})

test('a handover to the key that signs the pool’s batches is found', async () => {
  const { address } = signer
  const { tally } = await play(...funded, at(NOON, started(address), transferred(OWNER, address)))
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.termsAllowed, pool: 1 }])
})

test('an order signer that is the new owner is found, and the old owner’s key may sign again', async () => {
  const signerSet = (orderSigner: Address) => event('OrderSignerSet', { pool: 1, orderSigner })
  const own = await play(...funded, at(NOON, ...handedOver, signerSet(ANN)))
  expect(own.tally.discrepancies).toMatchObject([{ check: checkNames.termsAllowed, pool: 1, found: ANN }])
  const old = await play(...funded, at(NOON, ...handedOver, signerSet(OWNER)))
  expect(old.tally.discrepancies).toEqual([])
})

test('a request that does not keep the notice is found', async () => {
  const hasty = event('WithdrawalRequested', {
    pool: 1,
    micros: 1n,
    readyAt: NOON + DAY - 1,
    expiresAt: NOON + 2 * DAY - 1,
  })
  expect((await play(...funded, at(NOON, hasty))).tally.discrepancies).toMatchObject([
    { check: checkNames.termsAllowed, pool: 1 },
  ])
  const cancelled = event('WithdrawalRequested', { pool: 1, micros: 0n, readyAt: 0, expiresAt: 0 })
  expect((await play(...funded, request(1n), at(NOON, cancelled))).tally.discrepancies).toEqual([])
})

test('a pool that was never opened is reported once, and its money still followed', async () => {
  const { state, tally } = await play(at(NOON, deployed), at(NOON, ...deposit(9n)), at(NOON, ...deposit(1n)))
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.logsWhole, pool: 1, block: 2 }])
  expect(state.pools.get(1)?.depositedMicros).toBe(10n)
})
