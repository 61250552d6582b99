// A sale through a link, from the click to the shop's webhook.

import { Webhook } from 'standardwebhooks'
import { expect } from 'vitest'
import type { RetailerSetUp } from '#cli/set-up-retailer.ts'

/** Follows `link` as a person with a phone, buys for 22.50, and has the shop tell it in a signed webhook. */
export async function sell(
  shop: Pick<RetailerSetUp, 'webhookUrl' | 'secret'>,
  link: string,
  orderId: string,
): Promise<void> {
  const visit = await fetch(link, {
    redirect: 'manual',
    headers: { 'user-agent': 'Mozilla/5.0 (Android 15; Mobile)' },
  })
  const landing = new URL(visit.headers.get('location') ?? '')
  expect(landing.origin).toBe('https://tea.example')
  const body = JSON.stringify({
    type: 'order.paid',
    timestamp: new Date().toISOString(),
    data: {
      id: orderId,
      currency: 'USD',
      total: '27.00',
      subtotal: '22.50',
      customer: { email: 'sam@example.com' },
      landing_site: landing.pathname + landing.search,
    },
  })
  const sentAt = new Date()
  const answer = await fetch(shop.webhookUrl, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': orderId,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(shop.secret ?? '').sign(orderId, sentAt, body),
    },
  })
  expect(answer.status).toBe(200)
}
