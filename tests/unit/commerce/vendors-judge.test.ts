// What is signed here, the vendors' own libraries accept, and what they refuse is refused.

import { ApiVersion, LogSeverity, shopifyApi } from '@shopify/shopify-api'
import { Webhook } from 'standardwebhooks'
import { Stripe } from 'stripe'
import { expect, test } from 'vitest'
import { commerceAdapters } from '#commerce/adapters.ts'
import { signWebhook } from '#commerce/sign-webhook.ts'
import type { Platform } from '#ports/commerce.ts'
import { macs } from './webhook-requests.ts'

// Loading it fits the library to Node.
await import('@shopify/shopify-api/adapters/node')

const AT = 1_772_366_400_000
const adapters = commerceAdapters(macs)
const sample = {
  number: '1772366400000',
  amount: '25.00',
  currency: 'USD',
  clickToken: undefined,
  at: AT,
  test: true,
}

function signed(platform: Platform, secret: string, at = AT) {
  const message = adapters[platform].sampleOrder(sample)
  return { ...message, headers: signWebhook(macs, platform, message, { secret, messageId: 'msg_1', at }) }
}

const secrets: Readonly<Record<Platform, string>> = {
  standard: `whsec_${'A'.repeat(43)}=`,
  shopify: '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',
  woocommerce: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  stripe: 'whsec_00112233445566778899aabbccddeeff',
}

test.each(Object.keys(secrets) as Platform[])(
  'a signed sample of %s is accepted here, read, and marked as a test',
  (platform) => {
    const { headers, body } = signed(platform, secrets[platform])
    const request = { headers, rawBody: new TextEncoder().encode(body) }
    adapters[platform].verify(request, [secrets[platform]], AT)
    const decoded = adapters[platform].decode(request)
    const paid = decoded.kind === 'facts' ? decoded.facts.find(({ kind }) => kind === 'paid') : undefined
    expect(paid).toMatchObject({ test: true, eligibleMicros: 25_000_000n, totalMicros: 25_000_000n })
  },
)

test("Shopify's library accepts it, and refuses it over another body and under another secret", async () => {
  const validate = async (
    apiSecretKey: string,
    rawBody: string,
    headers: Readonly<Record<string, string>>,
  ) => {
    const shopify = shopifyApi({
      apiKey: 'key',
      apiSecretKey,
      hostName: 'tea.example',
      apiVersion: Object.values(ApiVersion).at(0)!,
      isEmbeddedApp: false,
      logger: { level: LogSeverity.Error },
    })
    const all = {
      ...headers,
      'x-shopify-shop-domain': 'tea.myshopify.com',
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': 'w1',
    }
    const { valid } = await shopify.webhooks.validate({
      rawBody,
      rawRequest: { headers: all } as never,
    })
    return valid
  }
  const { headers, body } = signed('shopify', secrets.shopify)
  expect(await validate(secrets.shopify, body, headers)).toBe(true)
  expect(await validate(secrets.shopify, `${body} `, headers)).toBe(false)
  expect(await validate(secrets.stripe, body, headers)).toBe(false)
})

test("Stripe's and Standard Webhooks' libraries accept it, and refuse another body", () => {
  const now = Date.now()
  const stripe = signed('stripe', secrets.stripe, now)
  const judge = (body: string) =>
    Stripe.webhooks.constructEvent(body, stripe.headers['stripe-signature'] ?? '', secrets.stripe)
  expect(judge(stripe.body).type).toBe('checkout.session.completed')
  expect(() => judge(`${stripe.body} `)).toThrow()

  const standard = signed('standard', secrets.standard, now)
  const webhook = new Webhook(secrets.standard)
  expect(webhook.verify(standard.body, standard.headers)).toMatchObject({ type: 'order.paid' })
  expect(() => webhook.verify(`${standard.body} `, standard.headers)).toThrow()
})
