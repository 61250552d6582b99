// What carrying costs: gas of one's own part, and a price only where one is told.

import { expect, test } from 'vitest'
import { carryingCost } from '#app/metrics/carrying-cost.ts'
import { micros } from '#domain/money.ts'

import type { CarriedRow } from '#ports/metric-rows.ts'

type Deps = Parameters<typeof carryingCost>[0]

const carried: readonly CarriedRow[] = [
  { kind: 'committed', hash: '0x01', batches: 1, micros: micros(9_000_000n) },
  { kind: 'amended', hash: '0x02', batches: 1, micros: micros(1_000_000n) },
  { kind: 'settled', hash: '0x03', batches: 2, micros: micros(8_000_000n) },
  { kind: 'settled', hash: '0x04', batches: 1, micros: micros(2_000_000n) },
]

/** Gas of what the relayer has sent; 0x04 was sent by a stranger. */
const GAS: Readonly<Record<string, bigint>> = { '0x01': 100_000n, '0x02': 50_000n, '0x03': 400_000n }

const deps = {
  retailers: {
    transaction: (_id: string, work: (unit: object) => Promise<unknown>) =>
      work({ metrics: { carriedBy: () => Promise.resolve(carried) } }),
  },
  chainTransactions: {
    findByHash: (hash: string) =>
      Promise.resolve(GAS[hash] === undefined ? undefined : { gasUsed: GAS[hash], blockNumber: 1n }),
  },
  // The settlement 0x03 carried six batches more of other programs.
  chainEvents: { countSettledBy: () => Promise.resolve(8) },
} as unknown as Deps

const asked = { retailerId: 'r', programId: 'p', span: { from: 0, to: 1 } }

test('the gas of a settlement is split evenly over the batches that it carried', async () => {
  expect(await carryingCost(deps, asked)).toEqual({
    chainTransactions: 4,
    sentByOthers: 1,
    // 100 000 + 50 000 + 400 000 × 2 ÷ 8.
    gas: 250_000,
    released: 10_000_000n,
    gasPerReleasedUnit: 25_000,
    fees: null,
    payoutCostBps: null,
  })
})

test('a price of gas and coin makes fees of it', async () => {
  // 0.1 gwei and 3 000 a coin: 0.3 micros a unit of gas.
  const price = { gasPriceWei: 100_000_000n, coinMicros: micros(3_000_000_000n) }
  expect(await carryingCost(deps, { ...asked, price })).toMatchObject({ fees: 75_000n, payoutCostBps: 75 })
})
