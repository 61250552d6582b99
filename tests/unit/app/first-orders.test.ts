// Which order of a buyer is the first: also when two are told at once, and when the first waits for a currency's rate.

import { expect, test } from 'vitest'
import { evaluateOrder } from '#app/orders/evaluate-order.ts'
import { policyHash } from '#domain/policy.ts'
import { macs } from '#store/macs.ts'
import { numberToBytes } from 'viem/utils'

import { BEGIN, historyOrder, openMarket, PROGRAMS, RETAILER_ID, sealer } from './support/history-market.ts'
import { createMemoryRetailers } from './support/memory-retailers.ts'
import { emptyMemory } from './support/memory-state.ts'

import type { PaidFact } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

const { programId, policy: TENTH } = PROGRAMS[0]!

/** A shop that pays for first orders only; `told` evaluates an order of one buyer and answers its outcome. */
async function openShop() {
  const memory = emptyMemory()
  const retailers = createMemoryRetailers(memory)
  await openMarket(retailers)
  const policy = { ...TENTH, eligibility: { firstOrderOnly: true } }
  const program = memory.programs.get(programId)!
  memory.programs.set(programId, { ...program, policy, policyHash: policyHash(policy) })
  let drawn = 0
  const random = {
    bytes: (length: number) => macs.sha256(numberToBytes(++drawn, { size: 4 })).slice(0, length),
  }
  const deps = { clock: { now: () => BEGIN }, random, macs, sealer }
  const steps: string[] = []
  const watched = (unit: RetailerUnit): RetailerUnit => ({
    ...unit,
    pools: { ...unit.pools, lock: () => Promise.resolve(void steps.push('lock')) },
    orders: {
      ...unit.orders,
      earlier: (...asked) => {
        steps.push('look back')
        return unit.orders.earlier(...asked)
      },
    },
  })
  const tell = (id: number, change: Partial<PaidFact> = {}) =>
    retailers.transaction(RETAILER_ID, async (plain) => {
      const unit = watched(plain)
      const standard = historyOrder(id, { cents: 1_000, who: 0 }).facts[0] as PaidFact
      const externalId = `order-${id}`
      const { orderId } = await unit.orders.take({
        orderId: `${RETAILER_ID}${externalId}`,
        connectionId: 'connection',
        externalId,
        sourceOrder: numberToBytes(id + 1, { size: 32 }),
        now: BEGIN,
      })
      const paid: PaidFact = { ...standard, buyerKey: '0xaa', paidAt: BEGIN + id, ...change }
      await unit.orders.insertFact(orderId, paid, { deliveryId: 'delivery', now: BEGIN })
      await evaluateOrder(deps, unit, (await unit.orders.find(orderId))!)
      return (await unit.orders.find(orderId))!.outcome
    })
  return { tell, steps }
}

test('the second order of a buyer is no first one, also while the first waits for a rate', async () => {
  const { tell } = await openShop()
  expect(await tell(0, { currency: 'EUR' })).toBe('waiting-for-rate')
  expect(await tell(1)).toBe('not-credited')
})

test('earlier orders are looked at under the lock of the program, so that of two at once one is the second', async () => {
  const { tell, steps } = await openShop()
  await tell(0)
  expect(steps.slice(0, 2)).toEqual(['lock', 'look back'])
})

test('an order without any link locks nothing', async () => {
  const { tell, steps } = await openShop()
  await tell(0, { references: [] })
  expect(steps).not.toContain('lock')
})
