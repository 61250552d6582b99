// What is to be done on each platform names every value that has to be pasted.

import { expect, test } from 'vitest'
import { STRIPE_EVENT_TYPES } from '#commerce/stripe/decode-stripe-event.ts'
import { connectionSteps, platformMakesSecret, type ConnectionPlace } from '#domain/connection-steps.ts'

const place: ConnectionPlace = {
  platform: 'woocommerce',
  connectionId: 'k7m2p0123456789abcdef',
  webhookUrl: 'https://relay.example/hooks/woocommerce/k7m2p0123456789abcdef',
  secret: 'whsec_made-here',
  isSecretPasted: false,
  snippetUrl: 'https://relay.example/snippet.js',
}

const valuesOf = (platform: ConnectionPlace['platform'], change: Partial<ConnectionPlace> = {}) =>
  connectionSteps({ ...place, platform, ...change }).flatMap(({ values = [] }) =>
    values.map(({ value }) => value),
  )

test.each(['standard', 'shopify', 'woocommerce', 'stripe'] as const)('%s is told the address', (platform) => {
  expect(valuesOf(platform)).toContain(place.webhookUrl)
})

test('a secret that was made here is shown where the platform takes one, and nowhere else', () => {
  expect(valuesOf('woocommerce')).toContain('whsec_made-here')
  expect(valuesOf('standard')).toContain('whsec_made-here')
  for (const platform of ['shopify', 'stripe'] as const) {
    expect(platformMakesSecret(platform)).toBe(true)
    expect(valuesOf(platform).join('\n')).not.toContain('whsec_made-here')
  }
})

test('a secret that was shown once is not shown again', () => {
  expect(valuesOf('woocommerce', { secret: null })).toContain(
    'the secret that you were shown when you connected',
  )
})

test.each(['shopify', 'stripe'] as const)(
  '%s is asked for its secret until it has been brought',
  (platform) => {
    const command =
      'npm run vouch -- connection rotate k7m2p0123456789abcdef --secret-file .vouchpenny/secret.txt --key-file .vouchpenny/shop.key --url https://relay.example'
    expect(valuesOf(platform)).toContain(command)
    expect(valuesOf(platform, { isSecretPasted: true })).not.toContain(command)
  },
)

test.each(['standard', 'shopify', 'stripe'] as const)('%s gets the line for its pages', (platform) => {
  expect(valuesOf(platform)).toContain('<script async src="https://relay.example/snippet.js"></script>')
})

test('WooCommerce needs no line: it notes by itself which link led to an order', () => {
  expect(valuesOf('woocommerce').join('\n')).not.toContain('<script')
})

test('Stripe is asked for every event that is read here, and no other', () => {
  const values = connectionSteps({ ...place, platform: 'stripe' }).flatMap((step) => step.values ?? [])
  const events = values.find(({ name }) => name === 'events')?.value.split(', ') ?? []
  expect(events).toContain('invoice_payment.paid')
  expect(events.toSorted()).toEqual([...STRIPE_EVENT_TYPES].toSorted())
})

test('a Shopify app is told the topics about personal data', () => {
  const values = connectionSteps({ ...place, platform: 'shopify' }).flatMap((step) => step.values ?? [])
  expect(values).toContainEqual({
    name: 'privacy topics',
    value: 'customers/redact, customers/data_request, shop/redact, app/uninstalled',
  })
})

const local = (platform: ConnectionPlace['platform'], origin: string) =>
  connectionSteps({ ...place, platform, webhookUrl: `${origin}/hooks/${platform}/x` })[0]?.text

test.each(['shopify', 'woocommerce', 'stripe'] as const)(
  '%s is said to reach no address of this computer alone, first of all',
  (platform) => {
    for (const origin of ['http://localhost:8787', 'http://127.0.0.1:8787', 'http://[::1]:8787']) {
      expect(local(platform, origin)).toContain('a shop on the internet cannot send to it')
    }
    for (const origin of ['https://relay.example', 'https://localhost.example', 'http://192.168.1.7:8787']) {
      expect(local(platform, origin)).not.toContain('a shop on the internet cannot send to it')
    }
  },
)

test('a shop of its own may run on the same computer, and is warned of nothing', () => {
  expect(local('standard', 'http://localhost:8787')).toContain('Let your shop send')
})
