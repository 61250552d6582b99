// Reads WooCommerce's topics about orders. Every one but order.deleted brings the whole order as it is, so all are read
// alike: the topic, which nobody signed, is not even looked at. The later picture of an order counts, by the instant at
// which the shop last changed it.

import { canonicalHash } from '#domain/policy.ts'
import type { EditedFact, OrderContents } from '#domain/order-facts.ts'
import type { DecodedDelivery, DecodedPaidFact, WebhookRequest } from '#ports/commerce.ts'
import { wooDeletedOrder, wooOrder, type WooOrder } from '#schema/commerce/woo-body.ts'
import { readBuyerEmail } from '../buyer-email.ts'
import { readJsonBody } from '../read-json-body.ts'
import {
  clickTokenReference,
  couponReferences,
  landingSiteReferences,
  landingTokenReference,
  linkCodeReference,
  orderReferences,
} from '../references.ts'
import { readInput } from '../refuse-input.ts'
import { refundListFact } from './refund-list.ts'
import { wooContents, wooProducts } from './woo-contents.ts'

/** Notes of an order: two that a shop writes itself, and what WooCommerce's own order attribution keeps. */
const META_TOKEN = '_ref_click'
const META_LINK = '_ref_code'
const META_UTM_ID = '_wc_order_attribution_utm_id'
const META_LANDING = '_wc_order_attribution_session_entry'

/** A note that marks an order as a test, with the value `yes`: WooCommerce has no such mark of its own. */
const META_TEST = '_vouchpenny_test'

/** Statuses in which nothing of a paid order counts for now; `trash` is the bin, where an order can be restored from. */
const SUSPENDED: ReadonlyMap<string, NonNullable<EditedFact['suspended']>> = new Map([
  ['cancelled', 'cancelled'],
  ['failed', 'cancelled'],
  ['trash', 'deleted'],
  ['on-hold', 'on-hold'],
])

/** Digits of a hash that tell two pictures of one second apart. */
const EDIT_HASH_LENGTH = 18

/** Why a delivery is kept and touches no order, as its shop reads it. */
export const RULE_NOT_AN_ORDER =
  'Rewards are computed from the topics order.created, order.updated, order.restored and order.deleted only.'
export const RULE_NOT_PAID = 'The order has not been paid yet.'

/**
 * Decodes a verified request to the facts of one order. Throws `body_malformed` or `input_invalid` (with JSON pointers)
 * for an order that it cannot read; bodies that are no orders are skipped.
 */
export function decodeWooWebhook({ rawBody }: WebhookRequest): DecodedDelivery {
  return decodeWooOrder(readJsonBody(rawBody))
}

/** The same for a body that was parsed: of a webhook, or of the REST API's list of orders. */
export function decodeWooOrder(body: unknown): DecodedDelivery {
  const deleted = wooDeletedOrder.safeParse(body)
  if (deleted.success) {
    return { kind: 'facts', externalOrderId: String(deleted.data.id), facts: [{ kind: 'deleted' }] }
  }
  if (!isOrder(body)) return { kind: 'skipped', rule: RULE_NOT_AN_ORDER }
  return orderFacts(readInput(wooOrder, body))
}

/** Products, customers and coupons have no lines and no date of payment; those make an order. */
function isOrder(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'line_items' in body && 'date_paid_gmt' in body
}

function orderFacts(order: WooOrder): DecodedDelivery {
  const { date_paid_gmt: paidAt, date_modified_gmt: modifiedAt, currency } = order
  if (typeof paidAt !== 'number') return { kind: 'skipped', rule: RULE_NOT_PAID }
  const contents = wooContents(order)
  const refunds = (order.refunds ?? []).map(({ id, total }) => ({ id, total }))
  return {
    kind: 'facts',
    externalOrderId: String(order.id),
    ...wooProducts(order),
    facts: [
      paidFact(order, { paidAt, contents }),
      editedFact(order, contents),
      // An empty list counts too: a refund that was deleted was none.
      refundListFact({ currency, modifiedAt, refunds }),
    ],
  }
}

function paidFact(
  order: WooOrder,
  { paidAt, contents }: { readonly paidAt: number; readonly contents: OrderContents },
): DecodedPaidFact {
  const country = (order.shipping?.country || order.billing?.country) ?? ''
  return {
    kind: 'paid',
    factKey: 'paid',
    paidAt,
    currency: order.currency,
    ...contents,
    references: referencesOf(order),
    ...readBuyerEmail(order.billing?.email),
    ...(order.customer_id ? { customerId: String(order.customer_id) } : {}),
    ...(/^[A-Z]{2}$/.test(country) ? { country } : {}),
    test: (order.meta_data ?? []).some(({ key, value }) => key === META_TEST && value === 'yes'),
  }
}

/** The order as it is now. */
function editedFact(order: WooOrder, contents: OrderContents): EditedFact {
  const { date_modified_gmt: editedAt, currency } = order
  const suspended = SUSPENDED.get(order.status)
  const text = JSON.stringify({ ...contents, suspended }, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  )
  const hash = canonicalHash(text).slice(0, EDIT_HASH_LENGTH)
  return {
    kind: 'edited',
    factKey: `edited:${editedAt}:${hash}`,
    editedAt,
    currency,
    ...contents,
    ...(suspended ? { suspended } : {}),
  }
}

function referencesOf(order: WooOrder): DecodedPaidFact['references'] {
  const valuesOf = (name: string): readonly unknown[] =>
    (order.meta_data ?? []).filter(({ key }) => key === name).map(({ value }) => value)
  return orderReferences([
    ...valuesOf(META_TOKEN).map(clickTokenReference),
    ...valuesOf(META_LINK).map(linkCodeReference),
    ...valuesOf(META_UTM_ID).map(landingTokenReference),
    ...valuesOf(META_LANDING).flatMap((value) =>
      typeof value === 'string' ? landingSiteReferences(value) : [],
    ),
    ...couponReferences((order.coupon_lines ?? []).map(({ code }) => code)),
  ])
}
