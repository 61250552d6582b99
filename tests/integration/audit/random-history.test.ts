// C-9: whatever people do with a ledger, its logs rebuild it. Random histories on a real chain with real signatures; a
// failure prints the seed and the shortest history that still fails.

import { audit } from '#audit/audit.ts'
import { checkNames } from '#audit/check-names.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployLedger, type LedgerDriver } from './ledger-driver.ts'
import { startQuietChain, type QuietChain } from './quiet-chain.ts'
import { beginWorld, step, takeStep, type Step } from './random-steps.ts'

/** Histories of a run and steps of a history: a few seconds. */
const HISTORIES = 8
const STEPS = 120

/** Milliseconds after which a failure is told as short as it is by then. */
const SHRINK_MS = 200_000

let chain: QuietChain

beforeAll(async () => {
  chain = await startQuietChain()
})

afterAll(async () => chain?.stop())

test('C-9: a random valid history is clean, at its end and in its middle', async () => {
  const seen = {
    settled: 0,
    amendments: 0,
    vetoed: 0,
    pushes: 0,
    pays: 0,
    withdrawals: 0,
    donations: 0,
    handovers: 0,
  }
  const history = fc.array(step, { minLength: STEPS, maxLength: STEPS })
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const { driver, middle } = await live(steps)
      const atEnd = await audit({ rpc: chain.rpcUrl, ledger: driver.ledger })
      const inMiddle = await audit({ rpc: chain.rpcUrl, ledger: driver.ledger, toBlock: middle })
      expect([atEnd.discrepancies, inMiddle.discrepancies]).toEqual([[], []])
      const { batches, payments, amendments, donations } = atEnd.counted
      const handovers = atEnd.checks[checkNames.poolsHandedOver] ?? 0
      const did = { ...batches, ...payments, amendments, donations, handovers }
      for (const kind of Object.keys(seen) as (keyof typeof seen)[]) seen[kind] += did[kind]
    }),
    { numRuns: HISTORIES, interruptAfterTimeLimit: SHRINK_MS, markInterruptAsFailure: true },
  )
  // Histories in which nothing happened would prove nothing.
  expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([])
}, 300_000)

/** Plays the steps on a new ledger; answers a block in the middle of them. */
async function live(steps: readonly Step[]): Promise<{ driver: LedgerDriver; middle: number }> {
  const world = await beginWorld(await deployLedger(chain))
  let middle = 0
  for (const [index, one] of steps.entries()) {
    await takeStep(world, one)
    if (index === STEPS / 2) middle = Number((await chain.client.getBlock()).number)
  }
  return { driver: world.driver, middle }
}
