// What a shop reads of its own messages.

import { htmlText } from '#web/pages/html.ts'
import { messagesSection } from '#web/pages/shop-messages.ts'
import { expect, test } from 'vitest'

const AT = Date.UTC(2026, 10, 22, 14, 5)
const notice = {
  externalId: 'T-1',
  at: AT,
  rule: 'F17',
  sentence: 'The payment was told with another amount.',
}
const delivery = {
  deliveryId: 'd1',
  topic: 'order.paid',
  state: 'parked',
  outcome: 'The total is missing.',
  receivedAt: AT,
}

test('each message says when it came, what it is about, and what became of it', () => {
  const text = htmlText(messagesSection('/shop/t', { deliveries: [delivery], notices: [notice] }))
  for (const words of [
    'Order T-1,',
    '22 Nov 2026, 14:05 UTC',
    ': The payment was told with another amount.',
    'F17',
    'order.paid',
    'could not be read',
    'The total is missing.',
  ]) {
    expect(text.replace(/\s+/g, ' ')).toContain(words)
  }
})

test('without notices nothing is said of them, and without messages that there are none', () => {
  const text = htmlText(messagesSection('/shop/t', { deliveries: [], notices: [] }))
  expect(text).toContain('Nothing has been sent yet.')
  expect(text).not.toContain('were kept and not used')
})

test('what a shop sent cannot write into the page', () => {
  const hostile = { ...delivery, topic: '<b>x</b>', outcome: '<i>y</i>' }
  const text = htmlText(
    messagesSection('/shop/t', { deliveries: [hostile], notices: [{ ...notice, externalId: '<u>' }] }),
  )
  for (const tag of ['<b>', '<i>', '<u>']) expect(text).not.toContain(tag)
})
