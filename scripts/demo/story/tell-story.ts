// The sentences that end the story: one reward followed from its link to the payout, and a line for each of the three
// users.

import { formatMicros, type Micros } from '#domain/money.ts'
import { readAmount } from './api-answers.ts'
import { subtotalCents } from './carts.ts'
import type { Outcome } from './check-outcome.ts'
import { earns, MICROS_PER_CENT } from './earnings.ts'
import { membershipOf } from './market.ts'
import type { StoryOrder } from './orders.ts'
import type { StoryRefund } from './refunds.ts'
import { birch } from './shops.ts'

export type ToldLine = { readonly label: string; readonly sentence: string }

/** An amount in units of the token. */
export function units(micros: bigint): string {
  return formatMicros(micros as Micros)
}

/** A count with its noun: `1 order`, `2 orders`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en').replaceAll(',', ' ')} ${count === 1 ? noun : plural}`
}

/** A reward that was lowered inside the hold and then paid, step by step; empty when the shop shows none. */
export function followOneReward(
  { market, api, chain }: Outcome,
  linkUrl: (order: StoryOrder) => string,
): readonly ToldLine[] {
  const refund = market.refunds.find((one) => isTellable(market.refunds, one))
  const orderJson = api.shops.birch.orders.find(({ externalId }) => externalId === refund?.order.number)
  const reward = api.shops.birch.rewards.find(({ rewardId }) => rewardId === orderJson?.rewardId)
  const batch = reward?.batches[0]
  if (!refund || !reward || !batch) return []
  const { order } = refund
  const { handle, payee } = membershipOf(order).person
  const subtotal = asMicros([subtotalCents(order.cart)])
  const refunded = asMicros([refund.cents])
  const amount = readAmount(batch.amount)
  const paid = amount - readAmount(batch.amended)
  return [
    { label: 'link', sentence: `${handle} shares ${linkUrl(order)}` },
    { label: 'order', sentence: `a friend follows it and buys for ${units(subtotal)} at ${birch.name}` },
    {
      label: 'promised',
      sentence: `${units(amount)} reserved for ${handle} in chain transaction ${batch.chainTransaction ?? 'none'}`,
    },
    {
      label: 'refund',
      sentence: `${units(refunded)} of the order comes back inside the hold: ${units(paid)} stays promised`,
    },
    {
      label: 'paid',
      sentence: `${units(paid)} to ${payee} in chain transaction ${chain.settledIn.get(`${batch.pool}:${batch.seq}`) ?? 'none'}`,
    },
  ]
}

/** The one refund, in part and inside the hold, of an order at the first shop that earned its recommender something. */
export function isTellable(refunds: readonly StoryRefund[], { order, moment, cents }: StoryRefund): boolean {
  return (
    moment === 'inside-hold' &&
    order.shop === 'birch' &&
    earns(order) &&
    cents < subtotalCents(order.cart) &&
    refunds.filter((one) => one.order === order).length === 1
  )
}

/** One line for each user: the retailer's return, a person's account, the auditor's result. */
export function tellUsers(outcome: Outcome): readonly ToldLine[] {
  const { api, audit, expected, market } = outcome
  const { pool } = api.shops.birch
  const sold = asMicros(
    [...market.orders, ...market.laterOrders].filter(isSaleAtBirch).map(({ cart }) => subtotalCents(cart)),
  )
  const returned = asMicros(
    market.refunds.filter(({ order }) => isSaleAtBirch(order)).map((refund) => refund.cents),
  )
  const released = readAmount(pool.released)
  const { checks, block } = audit
  const best = expected.people.reduce(
    (top, { paid }, i) => (paid > (expected.people[top]?.paid ?? 0n) ? i : top),
    0,
  )
  const person = api.people[best]
  const made = Object.values(checks).reduce((sum, count) => sum + count, 0)
  return [
    {
      label: 'Retailer',
      sentence: `${birch.name} put in ${pool.deposited}: ${units(released)} went to people whose links sold for ${units(sold - returned)}, ${pool.available} is left`,
    },
    {
      label: 'Person',
      sentence: `${market.people[best]?.handle ?? ''} made ${counted(expected.people[best]?.sales ?? 0, 'sale')} and was paid ${person?.paid ?? ''} without asking`,
    },
    {
      label: 'Auditor',
      sentence: `${counted(made, 'check')} from the chain alone at block ${block.number}: ${counted(audit.discrepanciesFound, 'discrepancy', 'discrepancies')}`,
    },
  ]
}

function isSaleAtBirch(order: StoryOrder): boolean {
  return order.shop === 'birch' && earns(order)
}

/** Cents as micros. */
function asMicros(amounts: readonly number[]): bigint {
  return BigInt(amounts.reduce((sum, amount) => sum + amount, 0)) * MICROS_PER_CENT
}
