// A shop of one's own: it keeps the token that a recommender's link brings, and tells Vouchpenny of orders and refunds.
import express from 'express'
import { signWebhook } from 'vouchpenny/sdk'

const { WEBHOOK_URL = '', WEBHOOK_SECRET = '', PORT = '3000' } = process.env
const PRICE = { currency: 'USD', total: '20.00', subtotal: '20.00' }
const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1000

/** `id` names the message: sent again under it, it counts once. A shop that lives on keeps what was not answered. */
async function tell(id: string, type: string, data: object): Promise<void> {
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data })
  const signed = await signWebhook(body, { secret: WEBHOOK_SECRET, id })
  const headers = { 'content-type': 'application/json', ...signed }
  const answer = await fetch(WEBHOOK_URL, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`Not told, answer ${answer.status}: send it again.`)
}

const shop = express().use(express.json())

shop.get('/', ({ query: { utm_id: token } }, response) => {
  if (typeof token === 'string') response.cookie('vp', token, { maxAge: THIRTY_DAYS_MS, httpOnly: true })
  response.send('Tea, 20.00 USD')
})

shop.post('/orders', async ({ body: { id }, headers }, response) => {
  const token = /(?:^|; )vp=([^;]+)/.exec(headers.cookie ?? '')?.[1]
  await tell(`paid-${id}`, 'order.paid', { id, ...PRICE, click_token: token && decodeURIComponent(token) })
  response.status(201).json({ id })
})

shop.post('/orders/:id/refund', async ({ params: { id } }, response) => {
  const refund = { order_id: id, refund_id: `refund-of-${id}`, currency: 'USD', amount: PRICE.subtotal }
  await tell(`refund-${id}`, 'order.refunded', refund)
  response.status(201).json({ id })
})

shop.listen(Number(PORT), () => console.log(`The shop is open on port ${PORT}.`))
