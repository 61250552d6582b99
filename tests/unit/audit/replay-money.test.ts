// What the replay says of payees' money: settle calls with their pushes, payments, withdrawals.

import { checkNames } from '#audit/check-names.ts'
import { createReplay, replayLog } from '#audit/replay/replay.ts'
import { expect, test } from 'vitest'
import {
  ANN,
  at,
  BOB,
  CID,
  committed,
  constants,
  deployed,
  deposit,
  event,
  HOUR,
  LEDGER,
  NOON,
  opened,
  play,
  pushed,
  records,
  settled,
  STRANGER,
  type Line,
  type Transaction,
} from './history.ts'

const MATURE = NOON + HOUR

/** Batch 1: Ann 300, Bob 150. Batch 2: Bob 20, Cid 90: below the default minimum of 100. */
async function market(): Promise<Transaction[]> {
  return [
    at(NOON - 3, deployed),
    at(NOON - 2, opened),
    at(NOON - 1, ...deposit(4_000n)),
    at(NOON, await committed({ records: records([ANN, 1, 300n], [BOB, 1, 150n]) })),
    at(NOON, await committed({ seq: 2, records: records([BOB, 2, 20n], [CID, 1, 90n]) })),
  ]
}

/** The market and then one chain transaction, block 6, at maturity. */
async function settling(...lines: Line[]) {
  return play(...(await market()), at(MATURE, ...lines))
}

/** The market settled without pushes, and then chain transactions a second apart, block 7 first. */
async function owing(...transactions: Line[][]) {
  const credited = at(MATURE, settled(0, { push: false }), settled(1, { seq: 2, push: false }))
  return play(
    ...(await market()),
    credited,
    ...transactions.map((lines, index) => at(MATURE + 1 + index, ...lines)),
  )
}

test('a settle call credits all its batches and then pushes to whoever reaches the minimum', async () => {
  const { state, tally } = await settling(
    settled(0),
    settled(1, { seq: 2 }),
    pushed(ANN, 300n),
    pushed(BOB, 170n),
  )
  expect(tally.discrepancies).toEqual([])
  expect(state.pools.get(1)).toMatchObject({
    availableMicros: 3_440n,
    reservedMicros: 0n,
    owedMicros: 90n,
    paidMicros: 470n,
  })
  expect(state.payees.get(CID)?.owedMicros).toBe(90n)
  expect(state.activity).toMatchObject({ settled: 2, pushes: 2, smallestPaymentMicros: 170n })
})

test('pushes ascend by address, whichever batch of the call names a payee first', async () => {
  const batches = [settled(0, { seq: 2 }), settled(1)]
  const ascending = await settling(...batches, pushed(ANN, 300n), pushed(BOB, 170n))
  expect(ascending.tally.discrepancies).toEqual([])
  const asNamed = await settling(...batches, pushed(BOB, 170n), pushed(ANN, 300n))
  expect(asNamed.tally.discrepancies).toMatchObject([
    { check: checkNames.logsWhole, payee: ANN, expected: 'pushes in ascending order of address' },
  ])
})

test('two settle calls in one chain transaction push each on its own', async () => {
  const { tally } = await settling(settled(0), pushed(ANN, 300n), pushed(BOB, 150n), settled(0, { seq: 2 }))
  expect(tally.discrepancies).toEqual([])
})

test('two settle calls in a row, the first without pushes, are told apart by index 0', async () => {
  const { state, tally } = await settling(
    settled(0, { push: false }),
    settled(0, { seq: 2 }),
    pushed(BOB, 170n),
  )
  expect(tally.discrepancies).toEqual([])
  expect(state.payees.get(ANN)?.owedMicros).toBe(300n)
})

test('a push that the token failed is logged as deferred and stays owed', async () => {
  const deferred = event('PayDeferred', { payee: ANN, owedMicros: 300n })
  const { state, tally } = await settling(settled(0), deferred, pushed(BOB, 150n))
  expect(tally.discrepancies).toEqual([])
  expect(state.payees.get(ANN)?.owedMicros).toBe(300n)
})

test('a minimum of one’s own decides about the push', async () => {
  const minimum = at(NOON, event('MinimumPayoutSet', { payee: CID, micros: 90n }))
  const higher = at(NOON, event('MinimumPayoutSet', { payee: ANN, micros: 301n }))
  const call = at(MATURE, settled(0), settled(1, { seq: 2 }), pushed(BOB, 170n), pushed(CID, 90n))
  expect((await play(...(await market()), minimum, higher, call)).tally.discrepancies).toEqual([])
})

const BAD_CALLS: [string, string, Line[], object][] = [
  [
    'a push left out in front',
    checkNames.outflowsExplained,
    [settled(0), pushed(BOB, 150n)],
    { payee: ANN, found: 'neither' },
  ],
  [
    'a push left out at the end',
    checkNames.outflowsExplained,
    [settled(0), pushed(ANN, 300n)],
    { payee: BOB, found: 'neither' },
  ],
  [
    'a push of another amount',
    checkNames.paidExactly,
    [settled(0), pushed(ANN, 299n), pushed(BOB, 150n)],
    { payee: ANN },
  ],
  [
    'pushes out of order',
    checkNames.logsWhole,
    [settled(0), pushed(BOB, 150n), pushed(ANN, 300n)],
    { payee: ANN },
  ],
  [
    'a push below the minimum',
    checkNames.outflowsExplained,
    [settled(0), settled(1, { seq: 2 }), pushed(ANN, 300n), pushed(BOB, 170n), pushed(CID, 90n)],
    { payee: CID },
  ],
  [
    'a push to a stranger',
    checkNames.outflowsExplained,
    [settled(0, { push: false }), pushed(STRANGER, 1n)],
    { payee: STRANGER },
  ],
  [
    'a deferral of another amount',
    checkNames.logsWhole,
    [settled(0), event('PayDeferred', { payee: ANN, owedMicros: 299n }), pushed(BOB, 150n)],
    { payee: ANN, found: '299 deferred' },
  ],
  [
    'a gap in the indexes of a call',
    checkNames.logsWhole,
    [settled(0), settled(2, { seq: 2 }), pushed(ANN, 300n), pushed(BOB, 170n)],
    { pool: 1, seq: 2, found: 'Settled log 2' },
  ],
  [
    'a batch settled twice',
    checkNames.settledOnce,
    [settled(0), settled(1), pushed(ANN, 300n), pushed(BOB, 150n)],
    { pool: 1, seq: 1 },
  ],
]

test.each(BAD_CALLS)('%s is found', async (_name, check, lines, place) => {
  const { tally } = await settling(...lines)
  expect(tally.discrepancies).toMatchObject([{ check, block: 6, ...place }])
})

test('a batch settled before it matured is found', async () => {
  const { tally } = await play(...(await market()), at(MATURE - 1, settled(0, { push: false })))
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.settledOnce, pool: 1, seq: 1 }])
})

test('a batch settled after a veto is found', async () => {
  const veto = at(NOON + 1, event('Vetoed', { pool: 1, seq: 1, micros: 450n }))
  const { tally } = await play(...(await market()), veto, at(MATURE, settled(0, { push: false })))
  expect(tally.discrepancies).toMatchObject([
    { check: checkNames.settledOnce, found: `a batch that is vetoed, at ${MATURE}` },
  ])
})

test('pay sends all that is owed, its log on either side of the tokens', async () => {
  const paid = event('Paid', { payee: ANN, micros: 300n })
  const { state, tally } = await owing([pushed(ANN, 300n), paid])
  expect(tally.discrepancies).toEqual([])
  expect((await owing([paid, pushed(ANN, 300n)])).tally.discrepancies).toEqual([])
  expect(state.pools.get(1)).toMatchObject({ owedMicros: 260n, paidMicros: 300n })
})

const BAD_PAYMENTS: [string, string, Line[], object][] = [
  [
    'a payment of a part',
    checkNames.paidExactly,
    [pushed(ANN, 200n), event('Paid', { payee: ANN, micros: 200n })],
    { payee: ANN },
  ],
  [
    'a payment below the minimum',
    checkNames.paidExactly,
    [pushed(CID, 90n), event('Paid', { payee: CID, micros: 90n })],
    { payee: CID },
  ],
  [
    'a payment without tokens',
    checkNames.paidExactly,
    [event('Paid', { payee: ANN, micros: 300n })],
    { payee: ANN },
  ],
  ['tokens without a payment', checkNames.outflowsExplained, [pushed(ANN, 300n)], { payee: ANN }],
  [
    'a withdrawal of more than is owed',
    checkNames.paidExactly,
    [event('Withdrawn', { payee: ANN, to: STRANGER, micros: 301n }), pushed(STRANGER, 301n)],
    { payee: ANN, expected: 'at most 300' },
  ],
  [
    'a withdrawal whose tokens went elsewhere',
    checkNames.outflowsExplained,
    [event('Withdrawn', { payee: ANN, to: STRANGER, micros: 5n }), pushed(STRANGER, 5n), pushed(BOB, 5n)],
    { payee: BOB },
  ],
]

test.each(BAD_PAYMENTS)('%s is found', async (_name, check, lines, place) => {
  const { tally } = await owing(lines)
  expect(tally.discrepancies).toMatchObject([{ check, block: 7, ...place }])
})

test('a withdrawal takes any part of what is owed to anywhere', async () => {
  const { state, tally } = await owing([
    event('Withdrawn', { payee: CID, to: STRANGER, micros: 1n }),
    pushed(STRANGER, 1n),
  ])
  expect(tally.discrepancies).toEqual([])
  expect(state.payees.get(CID)?.owedMicros).toBe(89n)
})

test('a log that is not in the interface is found', async () => {
  const { tally } = await play(at(NOON, deployed), at(NOON, { foreign: '0x01' }))
  expect(tally.discrepancies).toMatchObject([{ check: checkNames.logsWhole, block: 2, found: 'topic 0x01' }])
})

test('two logs for one place are found', async () => {
  const replay = createReplay(constants)
  const place = { block: 3, time: NOON, chainTransaction: '0x07', logIndex: 4 } as const
  for (const raw of [1n, 2n]) {
    const moved = { from: STRANGER, to: LEDGER, raw, place }
    await replayLog(replay, { kind: 'move', place, move: moved })
  }
  expect(replay.tally.discrepancies).toMatchObject([
    { check: checkNames.logsWhole, block: 3, chainTransaction: '0x07' },
  ])
})
