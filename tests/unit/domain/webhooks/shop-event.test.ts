// What a shop is told: bodies by hand, held against their published form, and never large.

import { describe, expect, test } from 'vitest'
import { micros, MICROS_MAX } from '#domain/money.ts'
import {
  EVENT_BYTES_MAX,
  SHOP_EVENT_TYPES,
  shopEventBody,
  type ShopEvent,
} from '#domain/webhooks/shop-event.ts'
import { shopEventSchema } from '#schema/webhooks.ts'

const AT = Date.UTC(2026, 10, 22, 12)
const ID = 'k7m2p'.padEnd(21, 'x')
const place = { rewardId: ID, orderId: ID, programId: ID, pool: 4_294_967_295, seq: 4_294_967_295 }
const most = micros(MICROS_MAX)
const chainTransaction = `0x${'f'.repeat(64)}`
const batch = { programId: ID, pool: 1, seq: 1, rewards: 2000, amount: most, chainTransaction }

const events: readonly ShopEvent[] = [
  { type: 'reward.reserved', at: AT, data: { ...place, amount: most, unlocksAt: AT } },
  { type: 'reward.amended', at: AT, data: { ...place, takenBack: most, remaining: most, cause: 'veto' } },
  { type: 'reward.paid', at: AT, data: { ...place, amount: most, chainTransaction } },
  { type: 'batch.committed', at: AT, data: { ...batch, unlocksAt: AT } },
  { type: 'batch.settled', at: AT, data: batch },
  { type: 'pool.low', at: AT, data: { programId: ID, pool: 1, available: most, lowMark: most } },
  {
    type: 'review.needed',
    at: AT,
    data: {
      reviewId: ID,
      rewardId: ID,
      orderId: ID,
      programId: ID,
      rules: Array.from({ length: 20 }, (_, number) => `f${number}-a-rule-with-a-long-name`),
      dueAt: AT,
    },
  },
  { type: 'endpoint.test', at: AT, data: { endpointId: ID } },
]

test('a body is written by hand here', () => {
  const data = { ...place, pool: 1, seq: 7, amount: micros(3_200_000n), unlocksAt: AT + 1_500 }
  expect(shopEventBody({ type: 'reward.reserved', at: AT, data })).toBe(
    `{"type":"reward.reserved","timestamp":"2026-11-22T12:00:00.000Z","data":{"rewardId":"${ID}","orderId":"${ID}",` +
      `"programId":"${ID}","pool":1,"seq":7,"amount":"3.20","unlocksAt":"2026-11-22T12:00:01.500Z"}}`,
  )
})

test('every kind of event is looked at here', () => {
  expect(events.map(({ type }) => type)).toEqual([...SHOP_EVENT_TYPES, 'endpoint.test'])
})

describe.each(events.map((event) => [event.type, event] as const))('%s', (_, event) => {
  test('has the form that is published, and no field besides', () => {
    expect(shopEventSchema.safeParse(JSON.parse(shopEventBody(event))).error).toBeUndefined()
  })

  test('is small at its largest', () => {
    expect(Buffer.byteLength(shopEventBody(event))).toBeLessThan(EVENT_BYTES_MAX / 10)
  })
})

test('a field that is not published is found', () => {
  const body = JSON.parse(shopEventBody(events[7] as ShopEvent)) as { data: object }
  expect(shopEventSchema.safeParse({ ...body, data: { ...body.data, handle: 'ana' } }).success).toBe(false)
})
