// The bookshop's webhooks: orders and one refund, by Standard Webhooks.

import { signStandard, standardEvent } from '../story/standard-deliveries.ts'
import { StoryFault, type HttpClient } from '../story/http-client.ts'
import type { BookOrder } from './books-sold.ts'
import { followLink, type WaysMembers } from './join-juniper.ts'
import { juniper } from './juniper.ts'
import type { OpenJuniper } from './open-juniper.ts'

/** A buyer follows the link, and the shop reports the order as paid. */
export async function sellBook(
  http: HttpClient,
  shop: OpenJuniper,
  members: WaysMembers,
  { number, via, subtotal, email }: BookOrder,
): Promise<void> {
  const link = await followLink(http, members[via].url)
  await deliver(http, shop, `order-${number}`, 'order.paid', new Date(), {
    id: number,
    currency: juniper.currency,
    total: subtotal,
    subtotal,
    customer: { email },
    click_token: link.token,
  })
}

/** The shop gives a part back. */
export async function refundBook(http: HttpClient, shop: OpenJuniper, order: BookOrder): Promise<void> {
  await deliver(http, shop, `refund-${order.number}`, 'order.refunded', new Date(), {
    order_id: order.number,
    refund_id: `R-${order.number}`,
    currency: juniper.currency,
    amount: order.refund ?? '0.00',
  })
}

async function deliver(
  http: HttpClient,
  { hookPath, secret }: OpenJuniper,
  id: string,
  type: string,
  at: Date,
  data: unknown,
): Promise<void> {
  const delivery = standardEvent(id, type, at, data)
  const headers = signStandard(delivery, secret, new Date())
  const answer = await http.send({ method: 'POST', path: hookPath, headers, body: delivery.body })
  if (answer.status !== 200) {
    throw new StoryFault(`The delivery ${id} was answered ${answer.status}: ${answer.text.slice(0, 300)}`)
  }
}
