// What the rules make of orders and people. All parts share one relayer, its database and its chain, whose clock nobody
// turns: each part opens a shop of its own.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFaults } from '../../support/books.ts'
import { describeDiscountCodes } from './discount-codes-suite.ts'
import { describeMisuse } from './misuse-suite.ts'
import { describeOddOrders } from './odd-orders-suite.ts'
import { describePolicies } from './policies-suite.ts'
import { runRelayer, type RunningRelayer } from './running-relayer.ts'

let running: RunningRelayer

beforeAll(async () => {
  running = await runRelayer()
})

afterAll(() => running?.stop())

describePolicies(() => running)
describeOddOrders(() => running)
describeDiscountCodes(() => running)
describeMisuse(() => running)

test('the books and the chain agree on all of it', async () => {
  expect(await findFaults(running)).toEqual([])
})
