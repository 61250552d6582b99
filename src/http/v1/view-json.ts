// The views of the rules as JSON: amounts as decimal strings, instants as ISO 8601 in UTC.

import type { OrderView, PersonView, PoolView, RewardView } from '#app/views.ts'
import { formatMicros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { linkJson } from '../link-json.ts'

type Json = Record<string, unknown>

/** A pool; what the chain has finally said. */
export function poolJson(pool: PoolView): Json {
  return {
    ...pool,
    deposited: formatMicros(pool.deposited),
    available: formatMicros(pool.available),
    reserved: formatMicros(pool.reserved),
    released: formatMicros(pool.released),
    withdrawn: formatMicros(pool.withdrawn),
  }
}

/** An order and what became of it; amounts in the order's currency, the reward in the token. */
export function orderJson(order: OrderView): Json {
  return {
    ...order,
    paidAt: instantText(order.paidAt),
    eligible: formatMicros(order.eligible),
    refunded: formatMicros(order.refunded),
    target: formatMicros(order.target),
  }
}

/** A reward with its trace. */
export function rewardJson(reward: RewardView): Json {
  return {
    ...reward,
    target: formatMicros(reward.target),
    standing: formatMicros(reward.standing),
    waiting: formatMicros(reward.waiting),
    reserved: formatMicros(reward.reserved),
    paid: formatMicros(reward.paid),
    debt: formatMicros(reward.debt),
    unlocksAt: instantText(reward.unlocksAt),
    batches: reward.batches.map(({ micros, amended, ...batch }) => ({
      ...batch,
      amount: formatMicros(micros),
      amended: formatMicros(amended),
    })),
  }
}

/** A person's own page as JSON. */
export function personJson(person: PersonView, publicUrl: string): Json {
  return {
    ...person,
    promised: formatMicros(person.promised),
    owed: formatMicros(person.owed),
    paid: formatMicros(person.paid),
    debt: formatMicros(person.debt),
    minimumPayout: formatMicros(person.minimumPayout),
    links: person.links.map((link) => ({ ...link, ...linkJson(publicUrl, link) })),
    rewards: person.rewards.map((reward) => ({
      ...reward,
      at: instantText(reward.at),
      amount: formatMicros(reward.amount),
      unlocksAt: instantText(reward.unlocksAt),
    })),
    payments: person.payments.map((payment) => ({
      ...payment,
      at: instantText(payment.at),
      amount: formatMicros(payment.amount),
    })),
  }
}

function instantText(instant: Instant | null): string | null {
  return instant === null ? null : new Date(instant).toISOString()
}
