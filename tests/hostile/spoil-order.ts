// Orders and refunds as no shop should send them, in each platform's form: signed rightly, wrong inside.

import type { Dice } from '../differential/dice.ts'
import {
  shopifyPaid,
  shopifyRefunded,
  standardPaid,
  standardRefunded,
  type Delivery,
} from '../support/webhooks.ts'
import type { TestShop } from '../support/shop.ts'
import { BAD_AMOUNTS, NASTY_TEXTS } from './bad-values.ts'
import type { Json } from '../integration/http/hostile-bodies.ts'

/** A delivery with one field replaced by what it may not be. */
export function spoilOrder(dice: Dice, platform: TestShop['platform']): Delivery {
  const id = `${1_000 + dice.below(50)}`
  const refund = { orderId: id, refundId: `${dice.below(100)}`, amount: '4.00' }
  const order = { id, subtotal: '20.00', landingSite: '/?ref=x', email: 'buyer@example.com' }
  const good =
    platform === 'standard'
      ? dice.of([standardPaid(order), standardRefunded(refund)])
      : dice.of([shopifyPaid(order), shopifyRefunded(refund)])
  const body = JSON.stringify(spoil(dice, JSON.parse(good.body) as Json))
  return { ...good, body: dice.chance(0.1) ? body.slice(0, dice.below(body.length)) : body }
}

function spoil(dice: Dice, value: Json): Json {
  if (Array.isArray(value))
    return value.length > 0 && dice.chance(0.5)
      ? value.map((item: Json) => spoil(dice, item))
      : badField(dice)
  if (typeof value !== 'object' || value === null) return badField(dice)
  const entries = Object.entries(value)
  const at = dice.below(entries.length)
  return Object.fromEntries(
    entries.map(([name, field], i): [string, Json] => [name, i === at ? spoil(dice, field) : field]),
  )
}

function badField(dice: Dice): Json {
  return dice.of<Json>([null, true, [], {}, 7, -1.5, 1e21, ...BAD_AMOUNTS, ...NASTY_TEXTS])
}
