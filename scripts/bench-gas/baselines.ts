// The same sales paid without a ledger: no hold, no reservation, no way back, and no record of what was paid for.

import { testDollarAbi } from '#abi/test-dollar.ts'
import { encodeFunctionData } from 'viem/utils'
import { sendBatched, type Payment } from './batch-transfer.ts'
import { checkPayments, readStanding } from './check-outcome.ts'
import type { MeasuredBaselines, Transfers } from './figures.ts'
import { BEGINNINGS, prepare } from './scenarios.ts'
import { inArrivalOrder, PEOPLE, personAt, SALES, salesOf } from './workload.ts'
import type { World } from './world.ts'

/** Pays and answers the gas of all chain transactions. */
type Pay = (world: World, payments: readonly Payment[]) => Promise<bigint>

/** Measures the three ways, in gas per sale, with the world's token. */
export async function measureBaselines(world: World): Promise<MeasuredBaselines> {
  const sales = inArrivalOrder(salesOf({ people: PEOPLE }))
  return {
    transfer: await measureTransfers(world, sales, sendAlone),
    batched: await measureTransfers(world, sales, sendBatched),
    netted: await measureTransfers(world, netted(sales), sendBatched),
  }
}

async function measureTransfers(world: World, payments: readonly Payment[], pay: Pay): Promise<Transfers> {
  const { chain, survey, everyday } = world
  const measure = (beginning: 'held' | 'fresh') =>
    chain.aside(async () => {
      await prepare(world, everyday, BEGINNINGS[beginning], PEOPLE)
      const before = await readStanding(chain, survey, everyday, PEOPLE)
      const gas = await pay(world, payments)
      checkPayments(before, await readStanding(chain, survey, everyday, PEOPLE), payments)
      return Number(gas) / SALES
    })
  return { held: await measure('held'), fresh: await measure('fresh') }
}

/** One `transfer` a payment, a chain transaction each. */
async function sendAlone({ chain, token }: World, payments: readonly Payment[]): Promise<bigint> {
  const abi = testDollarAbi
  return await chain.sendMany(
    payments.map(({ person, micros }) => ({
      to: token,
      data: encodeFunctionData({ abi, functionName: 'transfer', args: [personAt(person), micros] }),
    })),
  )
}

/** One payment a person: the sum of theirs. */
function netted(payments: readonly Payment[]): readonly Payment[] {
  const sums = new Map<number, bigint>()
  for (const { person, micros } of payments) sums.set(person, (sums.get(person) ?? 0n) + micros)
  return [...sums].map(([person, micros]) => ({ person, micros }))
}
