// Five webhooks that anybody could send: right in form, wrong in signature. Each must be answered 401 and change nothing.

import { invariant } from '#domain/invariant.ts'
import { orderDelivery, signDelivery } from './deliveries.ts'
import type { FollowedLinks } from './follow-links.ts'
import { StoryFault, type HttpCall, type HttpClient } from './http-client.ts'
import type { OpenShop, OpenShops } from './open-shops.ts'
import type { StoryOrder } from './orders.ts'
import type { ShopKey } from './shops.ts'

/** How many there are; the story has no other answers with status 401. */
export const BROKEN_SIGNATURES = 5

/** How long ago the stale one was signed: ten minutes, twice what is tolerated. */
const STALE_MILLISECONDS = 600_000

/** Sends the five and returns how many there were; throws when one is answered otherwise than 401. */
export async function sendBrokenSignatures(
  http: HttpClient,
  { shops, orders, followed }: { shops: OpenShops; orders: readonly StoryOrder[]; followed: FollowedLinks },
): Promise<number> {
  const at = new Date()
  const sample = (shop: ShopKey) => {
    const order = orders.find((one) => one.shop === shop && one.source.kind === 'token-in-cart')
    invariant(order && order.source.kind !== 'none', 'both shops have orders')
    // A number of its own, so that it would show if it were recorded.
    const number = shop === 'birch' ? '9007199254799999' : 'NW-9999'
    return orderDelivery({ ...order, number }, followed.get(order.source.visit.id), at)
  }
  const { birch, northwind } = shops
  const shopify = sample('birch')
  const standard = sample('northwind')
  const call = ({ hookPath }: OpenShop, headers: Record<string, string>, body: string): HttpCall => ({
    method: 'POST',
    path: hookPath,
    headers,
    body,
  })
  const { 'x-shopify-hmac-sha256': _, ...unsigned } = signDelivery(birch.shop, shopify, birch.secret, at)

  const broken: Readonly<Record<string, HttpCall>> = {
    'a body changed after signing': call(
      birch,
      signDelivery(birch.shop, shopify, birch.secret, at),
      shopify.body.replace('"test":false', '"test":null'),
    ),
    'no signature': call(birch, unsigned, shopify.body),
    "another shop's secret": call(
      birch,
      signDelivery(birch.shop, shopify, northwind.secret, at),
      shopify.body,
    ),
    'a secret somebody made up': call(
      northwind,
      signDelivery(northwind.shop, standard, `whsec_${Buffer.alloc(32, 7).toString('base64')}`, at),
      standard.body,
    ),
    'signed ten minutes ago': call(
      northwind,
      signDelivery(northwind.shop, standard, northwind.secret, new Date(at.getTime() - STALE_MILLISECONDS)),
      standard.body,
    ),
  }
  for (const [what, one] of Object.entries(broken)) {
    const { status } = await http.send(one)
    if (status !== 401) throw new StoryFault(`A webhook with ${what} was answered ${status} instead of 401.`)
  }
  invariant(Object.keys(broken).length === BROKEN_SIGNATURES, 'there are five ways to be wrong')
  return BROKEN_SIGNATURES
}
