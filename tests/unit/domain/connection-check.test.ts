// What a connection lately brought, counted, and what is missing for it to work.

import { expect, test } from 'vitest'
import { findGaps, GAP_SENTENCES, summariseCarriage, type ConnectionState } from '#domain/connection-check.ts'
import type { CarriedReference } from '#domain/order-facts.ts'

const cartToken: CarriedReference = { carriage: 'note-attribute', kind: 'click-token', value: 'a' }
const landingToken: CarriedReference = { carriage: 'landing-site', kind: 'click-token', value: 'a' }
const landingCode: CarriedReference = { carriage: 'landing-site', kind: 'link-code', value: 'b' }
const coupon: CarriedReference = { carriage: 'discount-code', kind: 'coupon', value: 'SAVE' }

test('counts each order once, by the best that it carried', () => {
  const summary = summariseCarriage([
    [cartToken, landingToken, landingCode, coupon],
    [landingToken, landingCode],
    [landingCode, landingToken],
    [landingCode],
    [coupon],
    [],
  ])
  expect(summary).toEqual({
    orders: 6,
    withToken: 3,
    carried: [
      { kind: 'click-token', carriage: 'landing-site', orders: 2 },
      { kind: 'click-token', carriage: 'note-attribute', orders: 1 },
      { kind: 'link-code', carriage: 'landing-site', orders: 1 },
      { kind: 'coupon', carriage: 'discount-code', orders: 1 },
    ],
    withNothing: 1,
  })
})

test('counts nothing where nothing was ordered', () => {
  expect(summariseCarriage([])).toEqual({ orders: 0, withToken: 0, carried: [], withNothing: 0 })
})

const working: ConnectionState = {
  platform: 'shopify',
  isClosed: false,
  isSecretMissing: false,
  deliveries: [{ state: 'processed', receivedAt: 1_000 }],
  refusedAt: null,
  isPulled: false,
  isPullFailing: false,
  orders: 1,
  paidOrders: 1,
  withToken: 1,
}
const quiet: ConnectionState = { ...working, deliveries: [], orders: 0, paidOrders: 0, withToken: 0 }

test.each([
  ['nothing is missing when orders arrive and carry tokens', working, []],
  ['nothing has arrived', quiet, ['nothing-received']],
  ['nothing need arrive where orders are read', { ...quiet, isPulled: true }, []],
  ['nor a secret', { ...quiet, isPulled: true, isSecretMissing: true }, []],
  ['a reading that fails is named', { ...quiet, isPulled: true, isPullFailing: true }, ['reading-fails']],
  ['the secret has not been brought', { ...quiet, isSecretMissing: true }, ['secret-missing']],
  ['a signature that fits shows that the secret is here', { ...working, isSecretMissing: true }, []],
  ['the signature did not fit', { ...quiet, refusedAt: 2_000 }, ['signature-wrong']],
  ['it did not fit after one that did', { ...working, refusedAt: 1_001 }, ['signature-wrong']],
  ['it fits again', { ...working, refusedAt: 1_000 }, []],
  [
    'messages tell of no order',
    { ...quiet, deliveries: [{ state: 'skipped', receivedAt: 1 }] },
    ['no-order-topic'],
  ],
  [
    'only a test order of ours has come',
    { ...quiet, deliveries: [{ state: 'processed', receivedAt: 1 }] },
    ['no-own-order'],
  ],
  [
    'skipped messages beside orders are usual',
    { ...working, deliveries: [...working.deliveries, { state: 'skipped', receivedAt: 1 }] },
    [],
  ],
  [
    'a message could not be read',
    { ...working, deliveries: [{ state: 'parked', receivedAt: 1 }] },
    ['messages-unreadable'],
  ],
  ['no order is paid', { ...working, paidOrders: 0, withToken: 0 }, ['no-payment']],
  ['no order carried a token', { ...working, withToken: 0 }, ['no-token']],
  ['it is closed', { ...working, isClosed: true, withToken: 0 }, ['closed']],
] as const)('%s', (_, state, gaps) => {
  expect(findGaps(state)).toEqual(gaps)
})

test('every gap has a sentence that says what to do', () => {
  for (const sentence of Object.values(GAP_SENTENCES)) expect(sentence).toMatch(/^[A-Z].*[.]$/)
})
