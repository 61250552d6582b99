// What evaluation keeps across orders: caps that refunds never free, buyers who stay with whoever brought them, and what
// was frozen with an order whatever is said of people later.

import { describe, expect, test } from 'vitest'
import { evaluateOrder } from '#app/orders/evaluate-order.ts'
import { micros } from '#domain/money.ts'
import { policyHash, type Policy } from '#domain/policy.ts'
import { macs } from '#store/macs.ts'
import { numberToBytes } from 'viem/utils'

import { BEGIN, historyOrder, openMarket, PROGRAMS, RETAILER_ID, sealer } from './support/history-market.ts'
import { createMemoryRetailers } from './support/memory-retailers.ts'
import { emptyMemory, type MemoryState } from './support/memory-state.ts'

import type { OrderFact, PaidFact } from '#domain/order-facts.ts'

const DAY_MS = 86_400_000

/** A tenth of what is kept, at most 5.00; people 0 to 2 have links in the first program. */
const { programId, policy: TENTH } = PROGRAMS[0]!

type Shop = { readonly memory: MemoryState; readonly tell: (order: Told) => Promise<readonly string[]> }

type Told = {
  readonly id: number
  readonly person?: number
  readonly cents?: number
  readonly paid?: Partial<PaidFact>
  readonly more?: readonly OrderFact[]
}

/** A shop whose program has these rules; telling an order answers what each of its people is to get, in micros. */
async function openShop(change: Partial<Policy>): Promise<Shop> {
  const memory = emptyMemory()
  const retailers = createMemoryRetailers(memory)
  await openMarket(retailers)
  const attribution = { ...TENTH.attribution, model: 'last-click' as const, ...change.attribution }
  const policy = { ...TENTH, ...change, attribution }
  const program = memory.programs.get(programId)!
  memory.programs.set(programId, { ...program, policy, policyHash: policyHash(policy) })
  let drawn = 0
  const random = {
    bytes: (length: number) => macs.sha256(numberToBytes(++drawn, { size: 4 })).slice(0, length),
  }
  const deps = { clock: { now: () => BEGIN }, random, macs, sealer }

  const tell = ({ id, person = 0, cents = 1_000, paid = {}, more = [] }: Told): Promise<readonly string[]> =>
    retailers.transaction(RETAILER_ID, async (unit) => {
      const carried = (historyOrder(id, { cents, who: person }).facts[0] as PaidFact).references
      // Some orders of the histories carry everybody's link; here each is one person's.
      const references = carried.filter(({ value }) => value.startsWith(`${RETAILER_ID}way${'abc'[person]}`))
      const eligibleMicros = micros(BigInt(cents) * 10_000n)
      const fact: PaidFact = {
        kind: 'paid',
        factKey: 'paid',
        paidAt: BEGIN,
        currency: 'USD',
        eligibleMicros,
        totalMicros: eligibleMicros,
        references,
        test: false,
      }
      const externalId = `order-${id}`
      const { orderId } = await unit.orders.take({
        orderId: `${RETAILER_ID}${externalId}`,
        connectionId: 'connection',
        externalId,
        sourceOrder: numberToBytes(id + 1, { size: 32 }),
        now: BEGIN,
      })
      const from = { deliveryId: 'delivery', now: BEGIN }
      for (const one of [{ ...fact, ...paid }, ...more]) {
        await unit.orders.insertFact(orderId, one, from)
      }
      await evaluateOrder(deps, unit, (await unit.orders.find(orderId))!)
      const rewards = await unit.rewards.ofOrder(orderId)
      return rewards.map((reward) => {
        const name = memory.enrollments.get(`${programId}:${reward.recommenderId}`)!.handle
        return `${name}: ${reward.targetMicros}`
      })
    })
  return { memory, tell }
}

const refund = (cents: bigint): OrderFact => ({
  kind: 'refunded',
  factKey: 'refund:1',
  refundedAt: BEGIN,
  currency: 'USD',
  eligibleMicros: micros(cents * 10_000n),
})

/** A later word on an order that was told before. */
const again = (id: number, ...more: readonly OrderFact[]): Told => ({ id, more })

describe('caps across orders', () => {
  test('of one person leave what is left of the day, to nobody else’s cost, and begin anew the next day', async () => {
    const { tell } = await openShop({ caps: { perRecommenderDay: '1.50' } })
    expect(await tell({ id: 0 })).toEqual(['person 0: 1000000'])
    expect(await tell({ id: 1 })).toEqual(['person 0: 500000'])
    expect(await tell({ id: 2 })).toEqual(['person 0: 0'])
    expect(await tell({ id: 3, person: 1 })).toEqual(['person 1: 1000000'])
    expect(await tell({ id: 4, paid: { paidAt: BEGIN + DAY_MS - 1 } })).toEqual(['person 0: 0'])
    expect(await tell({ id: 5, paid: { paidAt: BEGIN + DAY_MS } })).toEqual(['person 0: 1000000'])
  })

  test('are not freed by a refund, and a refund below the cap changes its own order alone', async () => {
    const { tell } = await openShop({ caps: { perRecommenderMonth: '1.50' } })
    await tell({ id: 0 })
    expect(await tell({ id: 1 })).toEqual(['person 0: 500000'])
    expect(await tell(again(0, refund(1_000n)))).toEqual(['person 0: 0'])
    expect(await tell({ id: 2 })).toEqual(['person 0: 0'])
    // A tenth of what is kept is above what the cap left until less than 5.00 of the order is kept.
    expect(await tell(again(1, refund(400n)))).toEqual(['person 0: 500000'])
    const { tell: other } = await openShop({ caps: { perRecommenderMonth: '1.50' } })
    await other({ id: 0 })
    expect(await other({ id: 1, more: [refund(700n)] })).toEqual(['person 0: 300000'])
    // What the cap was charged with is the order as it was paid, so nothing is left.
    expect(await other({ id: 2 })).toEqual(['person 0: 0'])
  })

  test('of the program hold for all people together', async () => {
    const { tell } = await openShop({ caps: { perMonth: '2.50', perDay: '2.00' } })
    expect(await tell({ id: 0 })).toEqual(['person 0: 1000000'])
    expect(await tell({ id: 1, person: 1 })).toEqual(['person 1: 1000000'])
    expect(await tell({ id: 2, person: 2 })).toEqual(['person 2: 0'])
    expect(await tell({ id: 3, paid: { paidAt: BEGIN + DAY_MS } })).toEqual(['person 0: 500000'])
  })

  test('of one buyer hold whoever sold, and strangers are not counted together', async () => {
    const { tell } = await openShop({ caps: { perCustomerDay: '1.20' } })
    const paid = { buyerKey: '0xaa' }
    expect(await tell({ id: 0, paid })).toEqual(['person 0: 1000000'])
    expect(await tell({ id: 1, person: 1, paid })).toEqual(['person 1: 200000'])
    expect(await tell({ id: 2, paid: { buyerKey: '0xbb' } })).toEqual(['person 0: 1000000'])
    expect(await tell({ id: 3 })).toEqual(['person 0: 1000000'])
    expect(await tell({ id: 4 })).toEqual(['person 0: 1000000'])
  })

  test('are not passed by an edit that makes the order larger', async () => {
    const edit: OrderFact = {
      kind: 'edited',
      factKey: 'edited:1:a',
      editedAt: BEGIN,
      currency: 'USD',
      eligibleMicros: micros(40_000_000n),
      totalMicros: micros(40_000_000n),
    }
    const capped = await openShop({ caps: { perRecommenderDay: '3.00' } })
    await capped.tell({ id: 0 })
    expect(await capped.tell(again(0, edit))).toEqual(['person 0: 1000000'])
    expect(await capped.tell({ id: 1, cents: 4_000 })).toEqual(['person 0: 2000000'])
    const free = await openShop({})
    await free.tell({ id: 0 })
    expect(await free.tell(again(0, edit))).toEqual(['person 0: 4000000'])
  })
})

describe('a buyer who is bound', () => {
  const policy = { attribution: { model: 'last-click', windowDays: 30, bindCustomerDays: 10 } } as const
  const unlinked = { references: [], buyerKey: '0xaa' }

  test('stays with whoever brought them, to the last moment of the days', async () => {
    const { tell } = await openShop(policy)
    expect(await tell({ id: 0, person: 1, paid: { buyerKey: '0xaa' } })).toEqual(['person 1: 1000000'])
    expect(await tell({ id: 1, paid: { ...unlinked, paidAt: BEGIN + 10 * DAY_MS } })).toEqual([
      'person 1: 1000000',
    ])
    expect(await tell({ id: 2, paid: { ...unlinked, paidAt: BEGIN + 10 * DAY_MS + 1 } })).toEqual([])
    expect(await tell({ id: 3, paid: { references: [], buyerKey: '0xbb' } })).toEqual([])
  })

  test('is credited by a click first, and stays with the first all the same', async () => {
    const { tell } = await openShop(policy)
    await tell({ id: 0, person: 1, paid: { buyerKey: '0xaa' } })
    expect(await tell({ id: 1, person: 2, paid: { buyerKey: '0xaa' } })).toEqual(['person 2: 1000000'])
    expect(await tell({ id: 2, paid: unlinked })).toEqual(['person 1: 1000000'])
  })

  test('is found by the platform’s own id as well, also when the e-mail was all that was known at first', async () => {
    const { tell } = await openShop(policy)
    await tell({ id: 0, person: 1, paid: { buyerKey: '0xaa' } })
    expect(await tell({ id: 1, paid: { references: [], customerKey: '0xcc' } })).toEqual([])
    await tell({ id: 2, paid: { ...unlinked, customerKey: '0xcc' } })
    expect(await tell({ id: 3, paid: { references: [], customerKey: '0xcc' } })).toEqual([
      'person 1: 1000000',
    ])
  })

  test('whose days are over under one name is found by the other', async () => {
    const { tell } = await openShop(policy)
    await tell({ id: 0, person: 1, paid: { buyerKey: '0xaa' } })
    const later = BEGIN + 10 * DAY_MS + 1
    await tell({ id: 1, person: 2, paid: { customerKey: '0xcc', paidAt: later } })
    expect(await tell({ id: 2, paid: { ...unlinked, customerKey: '0xcc', paidAt: later } })).toEqual([
      'person 2: 1000000',
    ])
  })

  test('belongs to nobody where the program binds nobody', async () => {
    const { tell } = await openShop({})
    await tell({ id: 0, person: 1, paid: { buyerKey: '0xaa' } })
    expect(await tell({ id: 1, paid: unlinked })).toEqual([])
  })
})

test('tier and hold are frozen with the order, whatever the shop says later', async () => {
  const { memory, tell } = await openShop({
    trustedHoldSeconds: 3_600,
    rules: [{ name: 'Macro', when: { tiers: ['macro'] }, reward: { kind: 'percent', bps: 2_000 } }],
  })
  const frozen = () => [...memory.rewards.values()].map(({ tier, holdSeconds }) => [tier, holdSeconds])
  expect(await tell({ id: 0 })).toEqual(['person 0: 1000000'])
  const [key, enrollment] = [...memory.enrollments].find(([, one]) => one.handle === 'person 0')!
  memory.enrollments.set(key, {
    ...enrollment,
    followers: 20_000,
    followerEvidence: 'checked',
    isTrusted: true,
  })
  expect(await tell(again(0, refund(500n)))).toEqual(['person 0: 500000'])
  expect(frozen()).toEqual([[1, 7_200]])
  expect(await tell({ id: 1 })).toEqual(['person 0: 2000000'])
  expect(frozen()).toEqual([
    [1, 7_200],
    [2, 3_600],
  ])
})
