// The shops' webhooks on their way: shuffled, repeated, and five with a signature that does not fit.

import { orderDelivery, refundDelivery, signDelivery, type Delivery } from './deliveries.ts'
import type { FollowedLinks } from './follow-links.ts'
import { forEachAtOnce, StoryFault, type HttpClient } from './http-client.ts'
import type { OpenShop, OpenShops } from './open-shops.ts'
import type { StoryOrder } from './orders.ts'
import type { StoryRefund } from './refunds.ts'
import { createSeededRandom } from './seeded-random.ts'

/** What became of the deliveries that were sent. */
export type Sent = { readonly deliveries: number; readonly repeated: number }

type Outgoing = { readonly open: OpenShop; readonly delivery: Delivery; readonly copies: number }

type SendInput = {
  readonly seed: number
  readonly shops: OpenShops
  readonly orders?: readonly StoryOrder[]
  readonly refunds?: readonly StoryRefund[]
  readonly followed?: FollowedLinks
}

/** Sends orders and refunds, all copies, in a shuffled order; each must be recorded exactly once. */
export async function sendDeliveries(http: HttpClient, input: SendInput): Promise<Sent> {
  const { seed, shops, orders = [], refunds = [], followed = new Map() } = input
  const at = new Date()
  const outgoing: Outgoing[] = [
    ...orders.map((order) => ({
      open: shops[order.shop],
      delivery: orderDelivery(
        order,
        order.source.kind === 'none' ? undefined : followed.get(order.source.visit.id),
        at,
      ),
      copies: order.copies,
    })),
    ...refunds.map((refund) => ({
      open: shops[refund.order.shop],
      delivery: refundDelivery(refund, at),
      copies: refund.copies,
    })),
  ]
  const copies = outgoing.flatMap((one) => Array.from({ length: one.copies }, () => one))
  const random = createSeededRandom(seed, `deliveries of ${outgoing[0]?.delivery.id ?? 'nothing'}`)
  const answers = await forEachAtOnce(random.shuffle(copies), async ({ open, delivery }) =>
    deliver(http, open, delivery),
  )
  const recorded = answers.filter((status) => status === 'recorded').length
  if (recorded !== outgoing.length) {
    throw new StoryFault(`Of ${outgoing.length} different deliveries, ${recorded} were recorded.`)
  }
  return { deliveries: copies.length, repeated: copies.length - recorded }
}

async function deliver(
  http: HttpClient,
  { shop, secret, hookPath }: OpenShop,
  delivery: Delivery,
): Promise<string> {
  const headers = signDelivery(shop, delivery, secret, new Date())
  const answer = await http.send({ method: 'POST', path: hookPath, headers, body: delivery.body })
  if (answer.status !== 200) {
    throw new StoryFault(
      `The delivery ${delivery.id} was answered ${answer.status}: ${answer.text.slice(0, 300)}`,
    )
  }
  return (JSON.parse(answer.text) as { status: string }).status
}
