// A message at which this side failed for good: seen by its shop, and in nobody's way.

import { expect, test } from 'vitest'
import { parkDelivery } from '#app/deliveries/park-delivery.ts'
import type { DeliveryRow } from '#ports/delivery-rows.ts'

/** Parks a delivery that is in `state`; what was written of it, and how often the operator was told. */
async function park(state: DeliveryRow['state'] | undefined) {
  const written: unknown[] = []
  const told: string[] = []
  const deliveries = {
    take: () => Promise.resolve(state && { state }),
    finish: (deliveryId: string, end: object) => Promise.resolve(void written.push({ deliveryId, ...end })),
  }
  const deps: unknown = {
    retailers: { transaction: (_: string, work: (unit: object) => Promise<unknown>) => work({ deliveries }) },
    clock: { now: () => 5 },
    log: { error: (message: string) => told.push(message) },
  }
  await parkDelivery(deps as Parameters<typeof parkDelivery>[0], { retailerId: 'r', deliveryId: 'd' })
  return { written, told: told.length }
}

test('a delivery that nothing could be done with is parked with its reason, and any other is left alone', async () => {
  const outcome =
    'The server failed at this message again and again; its log says why. Replay it once that is mended.'
  expect(await park('received')).toEqual({
    written: [{ deliveryId: 'd', state: 'parked', outcome, at: 5 }],
    told: 1,
  })
  for (const state of ['processed', 'skipped', 'parked', undefined] as const)
    expect(await park(state)).toEqual({ written: [], told: 0 })
})
