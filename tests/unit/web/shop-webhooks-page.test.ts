// The page of a shop's webhook endpoints, and what the shop's own page says when nothing arrives.

import { expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { htmlText } from '#web/pages/html.ts'
import { shopWebhooksPage, type ListedEndpoint } from '#web/pages/shop-webhooks-page.ts'
import { tellingSection } from '#web/pages/shop-telling-section.ts'
import { takeAlongSection } from '#web/pages/take-along-section.ts'

const endpoint: ListedEndpoint = {
  endpointId: 'k7m2pxxxx',
  url: 'https://tea.example/"><script>',
  events: ['reward.paid'],
  description: 'the <b>back</b> office',
  disabledReason: null,
  failingSince: null,
}

const page = (part: object = {}) =>
  htmlText(
    shopWebhooksPage({
      token: 't',
      endpoints: [endpoint],
      deliveries: [
        {
          deliveryId: 'k7m2pdddd',
          type: 'reward.paid',
          state: 'dead',
          attempts: 10,
          reason: 'The address did not take it.',
          nextAt: null,
          createdAt: 0,
        },
      ],
      pools: [
        {
          programId: 'k7m2ppppp',
          name: 'Friends',
          lowMark: micros(1_250_000_000n),
          available: micros(5_000_000n),
          isLow: true,
        },
      ],
      ...part,
    }),
  )

test('shows what an endpoint asks for and how it is, without letting a name be markup', () => {
  const text = page()
  expect(text).toContain('a reward is paid')
  expect(text).toContain('the &lt;b&gt;back&lt;/b&gt; office')
  expect(text).not.toContain('<script>')
  expect(text).toContain('action="/shop/t/webhooks/k7m2pxxxx/disable"')
})

test('shows a secret only when there is a new one', () => {
  expect(page()).not.toContain('Copy this secret now')
  expect(page({ secret: 'whsec_abc' })).toContain('whsec_abc')
})

test('shows what was given up, and how to send it again', () => {
  expect(page()).toContain('given up')
  expect(page()).toContain('action="/shop/t/webhooks/sent/k7m2pdddd/resend"')
})

test('a low pool is said to be low, with a mark that can be sent back as it is', () => {
  expect(page()).toContain('value="1250.00"')
  expect(page()).toContain('>low<')
})

test.each([
  [{ disabledReason: 'gone' }, 'Nothing is sent to'],
  [{ disabledReason: 'failing' }, 'Nothing is sent to'],
  [{ failingSince: 1 }, 'does not take messages at the moment'],
])('the shop’s page warns of an endpoint with %j', (part, words) => {
  const listed = { url: 'https://tea.example/', disabledReason: null, failingSince: null, ...part }
  expect(htmlText(tellingSection('t', [listed as ListedEndpoint]))).toContain(words)
})

test('it warns of none that is well, or was switched off by the shop itself', () => {
  const off = { url: 'https://tea.example/', disabledReason: 'asked', failingSince: 1 } as const
  expect(htmlText(tellingSection('t', [endpoint, off]))).not.toContain('wrong')
})

test('tables are linked in both forms', () => {
  const text = htmlText(takeAlongSection('/me/t', ['payouts']))
  expect(text).toContain('href="/me/t/exports/payouts.csv"')
  expect(text).toContain('href="/me/t/exports/payouts.jsonl"')
})
