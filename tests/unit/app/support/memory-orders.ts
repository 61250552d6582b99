// Orders and their facts, in memory.

import { invariant } from '#domain/invariant.ts'
import { sumMicros, ZERO_MICROS } from '#domain/money.ts'
import { canonicalJson } from '#domain/policy.ts'
import { storedFact } from '#store/retailer/stored-fact.ts'

import type { CountedOrder } from '#domain/order-classes.ts'
import type { CustomerKeys, OrderRows } from '#ports/order-rows.ts'

import type { MemoryState, StoredOrder } from './memory-state.ts'

/** Rows of the retailer's orders. */
export function orderRows(memory: MemoryState): OrderRows {
  const change = (orderId: string, part: Partial<StoredOrder>): void => {
    const order = memory.orders.get(orderId)
    invariant(order, 'an order is taken before it changes')
    memory.orders.set(orderId, { ...order, ...part })
  }
  return {
    take: (row) => {
      const standing = [...memory.orders.values()].find(
        (one) => one.connectionId === row.connectionId && one.externalId === row.externalId,
      )
      if (standing) return Promise.resolve(standing)
      const { now: _, ...rest } = row
      const made: StoredOrder = {
        ...rest,
        outcome: 'waiting-for-payment',
        reason: '',
        attribution: undefined,
        programId: null,
        countedSeq: null,
      }
      memory.orders.set(row.orderId, made)
      return Promise.resolve(made)
    },

    lock: (orderId) => Promise.resolve(memory.orders.get(orderId)),
    find: (orderId) => Promise.resolve(memory.orders.get(orderId)),

    list: ({ limit, after }) => {
      const orders = [...memory.orders.values()].filter((one) => after === undefined || one.orderId < after)
      return Promise.resolve(orders.toSorted((a, b) => (a.orderId < b.orderId ? 1 : -1)).slice(0, limit))
    },

    insertFact: (orderId, fact) => {
      const key = `${orderId}:${fact.factKey}`
      const standing = memory.facts.get(key)
      if (!standing) memory.facts.set(key, fact)
      if (!standing) return Promise.resolve('recorded')
      const same = canonicalJson(storedFact(standing)) === canonicalJson(storedFact(fact))
      return Promise.resolve(same ? 'already-recorded' : 'conflicts')
    },

    facts: (orderId) =>
      Promise.resolve(
        [...memory.facts].filter(([key]) => key.startsWith(`${orderId}:`)).map(([, fact]) => fact),
      ),

    update: (orderId, { outcome, reason, attribution, paidAt, customer }) => {
      const programId = attribution.programId ?? null
      change(orderId, { outcome, reason, attribution, programId, paidAt, customer })
      return Promise.resolve()
    },

    earlier: (customer, { paidAt, programId }) => {
      const orders = [...memory.orders.values()].filter(
        (one) => isBuyer(customer, one) && one.paidAt !== undefined && one.paidAt < paidAt,
      )
      const credited = orders.filter(
        (one) => one.programId === programId && ['credited', 'waiting-for-rate'].includes(one.outcome),
      )
      return Promise.resolve({ orders: orders.length, credited: credited.length })
    },

    granted: (programId, { from, to }, customer) => {
      const orders = [...memory.orders.values()].filter(
        ({ paidAt, ...one }) =>
          one.programId === programId &&
          paidAt !== undefined &&
          paidAt >= from &&
          paidAt < to &&
          (customer === undefined || isBuyer(customer, one)),
      )
      return Promise.resolve(
        sumMicros(
          orders.map(({ attribution }) =>
            attribution?.outcome === 'credited' ? (attribution.grantedMicros ?? ZERO_MICROS) : ZERO_MICROS,
          ),
        ),
      )
    },

    countForHeader: (programId, seq) => {
      const counted = [...memory.orders.values()].filter(
        (one) =>
          one.programId === programId &&
          one.countedSeq === null &&
          ['credited', 'not-credited'].includes(one.outcome),
      )
      for (const order of counted) change(order.orderId, { countedSeq: seq })
      return Promise.resolve(counted.map(countedOrder))
    },

    uncount: (programId, seq) => {
      for (const order of memory.orders.values()) {
        if (order.programId === programId && order.countedSeq === seq)
          change(order.orderId, { countedSeq: null })
      }
      return Promise.resolve()
    },
  }
}

function isBuyer(asked: CustomerKeys, { customer }: Pick<StoredOrder, 'customer'>): boolean {
  const isSame = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b
  return isSame(asked.buyerKey, customer?.buyerKey) || isSame(asked.customerKey, customer?.customerKey)
}

/** Nothing is under review in histories. */
function countedOrder({ attribution }: StoredOrder): CountedOrder {
  const isRewarded = attribution?.outcome === 'credited'
  return {
    isRewarded,
    isRecommended: (attribution?.touches.length ?? 0) > 0,
    tier: isRewarded ? (attribution.credits[0]?.tier ?? null) : null,
    stopped: attribution?.steps.find((step) => step.outcome === 'stopped') ?? null,
    reviewVerdicts: [],
  }
}
