// What a connection lately brought, and what is missing for it to work: by which way orders carried a recommendation, and
// one sentence for each thing that a shop can put right.

import type { CarriedReference, Instant } from './order-facts.ts'

/** Deliveries and orders that are looked at: enough to tell a habit from a chance. */
export const CHECKED_MAX = 100

export type CarriedKind = CarriedReference['kind']

/** How many orders carried something of a kind, by one way. */
export type CarriedCount = {
  readonly kind: CarriedKind
  readonly carriage: CarriedReference['carriage']
  readonly orders: number
}

/** What proves most comes first. */
const KINDS: readonly CarriedKind[] = ['click-token', 'link-code', 'coupon']

export type CarriedSummary = {
  /** Orders whose payment is known. */
  readonly orders: number
  /** Of them, those that carried a click token, by whatever way. */
  readonly withToken: number
  /** Each order counts once, by the best that it carried; tokens first, then by number. */
  readonly carried: readonly CarriedCount[]
  readonly withNothing: number
}

/** Counts orders by the best that each carried; of one kind the way named first counts. */
export function summariseCarriage(orders: readonly (readonly CarriedReference[])[]): CarriedSummary {
  const counts = new Map<string, CarriedCount>()
  for (const references of orders) {
    const best = bestOf(references)
    if (!best) continue
    const key = `${best.kind} ${best.carriage}`
    counts.set(key, {
      kind: best.kind,
      carriage: best.carriage,
      orders: (counts.get(key)?.orders ?? 0) + 1,
    })
  }
  const carried = [...counts.values()].toSorted(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.orders - a.orders,
  )
  const sum = (rows: readonly CarriedCount[]): number => rows.reduce((all, row) => all + row.orders, 0)
  return {
    orders: orders.length,
    withToken: sum(carried.filter(({ kind }) => kind === 'click-token')),
    carried,
    withNothing: orders.length - sum(carried),
  }
}

function bestOf(references: readonly CarriedReference[]): CarriedReference | undefined {
  for (const kind of KINDS) {
    const found = references.find((reference) => reference.kind === kind)
    if (found) return found
  }
  return undefined
}

/** What a shop can put right, in the order in which it should. */
export type ConnectionGap =
  | 'closed'
  | 'uninstalled'
  | 'secret-missing'
  | 'signature-wrong'
  | 'nothing-received'
  | 'no-order-topic'
  | 'no-own-order'
  | 'messages-unreadable'
  | 'no-payment'
  | 'no-token'
  | 'reading-fails'

export type ConnectionState = {
  readonly platform: 'standard' | 'shopify' | 'woocommerce' | 'stripe'
  readonly isClosed: boolean
  /** The platform makes the signing secret, and nobody has brought it yet. */
  readonly isSecretMissing: boolean
  readonly deliveries: readonly {
    readonly topic?: string | null
    readonly state: string
    readonly receivedAt: Instant
  }[]
  readonly refusedAt: Instant | null
  /** Orders are read from the platform's interface as well. */
  readonly isPulled: boolean
  /** The last reading did not succeed. */
  readonly isPullFailing: boolean
  readonly orders: number
  readonly paidOrders: number
  readonly withToken: number
}

/** What is missing; empty when orders arrive and carry tokens. */
export function findGaps(state: ConnectionState): readonly ConnectionGap[] {
  if (state.isClosed) return ['closed']
  const { deliveries, orders, refusedAt } = state
  const latest = deliveries[0]
  const gaps: ConnectionGap[] = []
  // Only a hint, since nobody signs the topic: whatever comes after it shows that the app is there.
  if (latest?.topic === 'app/uninstalled') gaps.push('uninstalled')
  if (state.isSecretMissing && !latest && !state.isPulled) gaps.push('secret-missing')
  if (refusedAt !== null && (!latest || latest.receivedAt < refusedAt)) gaps.push('signature-wrong')
  else if (!latest && !state.isPulled && !gaps.includes('secret-missing')) gaps.push('nothing-received')
  if (orders === 0 && deliveries.some(({ state: became }) => became === 'skipped')) {
    gaps.push('no-order-topic')
  }
  if (orders === 0 && deliveries.some(({ state: became }) => became === 'processed'))
    gaps.push('no-own-order')
  if (deliveries.some(({ state: became }) => became === 'parked')) gaps.push('messages-unreadable')
  if (orders > 0 && state.paidOrders === 0) gaps.push('no-payment')
  if (state.paidOrders > 0 && state.withToken === 0) gaps.push('no-token')
  if (state.isPullFailing) gaps.push('reading-fails')
  return gaps
}

/** What each gap is, and what to do about it. */
export const GAP_SENTENCES: Readonly<Record<ConnectionGap, string>> = {
  closed: 'This connection is closed: nothing is taken from it any more.',
  uninstalled:
    'Shopify says that the app was removed, so nothing more will come. Install it again, or connect anew.',
  'secret-missing':
    'The platform makes the signing secret itself. Copy it from there and bring it here: on your shop’s page under How your orders get here, or with vouch connection rotate --secret-file.',
  'signature-wrong':
    'Messages came whose signature does not fit. Check that the secret is the one of this very webhook, and bring it again if in doubt.',
  'nothing-received':
    'Nothing has arrived yet. Check that the webhook is saved and active with exactly this address, then place a test order.',
  'no-order-topic':
    'Messages arrive, and none tells of a paid order. Add the topics for orders that the steps name.',
  'no-own-order':
    'Messages arrive and are read, so address and secret are right; none was an order of the shop’s own yet. Buy something there once.',
  'messages-unreadable': 'Some messages could not be read. The list of messages says why for each.',
  'no-payment': 'Orders arrive, and none is paid yet. A reward needs a payment.',
  'no-token':
    'Orders arrive, and none carried what a link hands on. Follow a link of your program yourself, and check that the snippet is on every page.',
  'reading-fails':
    'Orders could not be read from the shop the last time; it is tried again. Bring other credentials if the reason asks for it.',
}
