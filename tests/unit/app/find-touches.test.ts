// What an order carried is believed as far as it proves itself: a token by its MAC, a bare code by the last click.

import { findTouches } from '#app/orders/find-touches.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'
import { macs } from '#store/macs.ts'
import { expect, test } from 'vitest'

import { BEGIN, historyOrder, openMarket, PEOPLE, RETAILER_ID, sealer } from './support/history-market.ts'
import { createMemoryRetailers } from './support/memory-retailers.ts'
import { emptyMemory } from './support/memory-state.ts'

import type { CarriedReference, PaidFact } from '#domain/order-facts.ts'
import type { ClickRow } from '#ports/click-rows.ts'

const DAY_MS = 86_400_000

/** A token of the first person's link in the first program, clicked a day before the histories begin. */
const order = historyOrder(0, { cents: 1_000, who: 0 })
const paid = order.facts[0] as PaidFact
const token = paid.references[0]!.value
const code = token.slice(0, 13)

const carriedToken = (value: string): CarriedReference => ({
  carriage: 'note-attribute',
  kind: 'click-token',
  value,
})
const carriedCode = (value: string): CarriedReference => ({
  carriage: 'landing-site',
  kind: 'link-code',
  value,
})

async function touchesOf(references: readonly CarriedReference[], clicks: readonly ClickRow[] = []) {
  const retailers = createMemoryRetailers(emptyMemory())
  await openMarket(retailers)
  return retailers.transaction(RETAILER_ID, (unit) => {
    const lastCounted = (asked: string, from: number, to: number) =>
      Promise.resolve(
        clicks.find((one) => one.code === asked && one.clickedAt >= from && one.clickedAt <= to),
      )
    const withClicks = { ...unit, clicks: { ...unit.clicks, lastCounted } }
    return findTouches({ macs, sealer }, withClicks, { ...paid, references })
  })
}

test('a token whose MAC fits is a touch of whoever the link belongs to', async () => {
  expect(await touchesOf([carriedToken(token)])).toEqual([
    {
      source: 'click-token',
      touchId: token.split('-')[2],
      touchedAt: BEGIN - DAY_MS,
      code,
      programId: `${RETAILER_ID}${'p'.repeat(15)}2`,
      recommenderId: recommenderIdOf(PEOPLE[0]!),
    },
  ])
})

test('a forged token is no touch: another second, another nonce, another link, another MAC', async () => {
  const [, second = '', nonce = '', mac = ''] = token.split('-')
  const forged = [
    token.replace(second, 't7xxxx'),
    token.replace(nonce, nonce.replace('x', 'y')),
    token.replace(code, code.replace('waya', 'wayb')),
    token.replace(
      mac,
      mac.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ),
    'no token at all',
    '',
  ]
  for (const value of forged) expect(await touchesOf([carriedToken(value)])).toEqual([])
})

test('the same click carried twice is one touch', async () => {
  expect(await touchesOf([carriedToken(token), carriedToken(token)])).toHaveLength(1)
})

test('a bare code counts by the last click on its link, and not without one', async () => {
  const click: ClickRow = {
    clickId: 'click',
    code,
    clickedAt: BEGIN - 5_000,
    visitorKey: null,
    verdict: 'counted',
  }
  expect(await touchesOf([carriedCode(code)], [click])).toMatchObject([
    { source: 'landing-ref', touchId: 'click', touchedAt: BEGIN - 5_000, code },
  ])
  expect(await touchesOf([carriedCode(code)])).toEqual([])
  expect(await touchesOf([carriedCode('shap2unknown2')], [{ ...click, code: 'shap2unknown2' }])).toEqual([])
})

test('a bare code is looked for up to two minutes after the payment, as far as clocks differ', async () => {
  const at = (clickedAt: number): ClickRow => ({
    clickId: 'click',
    code,
    clickedAt,
    visitorKey: null,
    verdict: 'counted',
  })
  expect(await touchesOf([carriedCode(code)], [at(BEGIN + 120_000)])).toHaveLength(1)
  expect(await touchesOf([carriedCode(code)], [at(BEGIN + 120_001)])).toEqual([])
})

test('twenty references of an order are looked at, and no more', async () => {
  const filler = Array.from({ length: 19 }, (_, i) => carriedToken(`filler ${i}`))
  expect(await touchesOf([...filler, carriedToken(token)])).toHaveLength(1)
  expect(await touchesOf([...filler, carriedToken('one more'), carriedToken(token)])).toEqual([])
})
