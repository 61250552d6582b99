// How a shop is connected on each platform, step by step, with every value to paste. The command line, the shop's page and
// the API all show these.

import { isLoopbackHost } from './shop-address.ts'

/** One thing to do; its values are to be copied as they are. */
export type ConnectionStep = {
  readonly text: string
  readonly values?: readonly { readonly name: string; readonly value: string }[]
}

export type ConnectionPlace = {
  readonly platform: 'standard' | 'shopify' | 'woocommerce' | 'stripe'
  readonly connectionId: string
  readonly webhookUrl: string
  /** A secret that this server made, while it may be shown; null when the platform makes it or it was shown before. */
  readonly secret: string | null
  /** The platform's own secret has been brought here. */
  readonly isSecretPasted: boolean
  readonly snippetUrl: string
}

/** Stripe's events that are read: all of them, or a refund of an invoice would not be known as its own. */
const STRIPE_EVENTS = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'invoice.paid',
  'invoice_payment.paid',
  'payment_intent.succeeded',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refund.updated',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
] as const

/** Shopify's topics about personal data, which every app must take ("Privacy law compliance"), and the app's removal. */
const SHOPIFY_PRIVACY_TOPICS = [
  'customers/redact',
  'customers/data_request',
  'shop/redact',
  'app/uninstalled',
]

/** What stands for a secret that was shown once already. */
const SHOWN_ONCE = 'the secret that you were shown when you connected'

/** The platforms that make the signing secret themselves, so that it travels from them to here. */
export function platformMakesSecret(platform: ConnectionPlace['platform']): boolean {
  return platform === 'shopify' || platform === 'stripe'
}

/** Everything to do on the platform, in order. */
export function connectionSteps(place: ConnectionPlace): readonly ConnectionStep[] {
  return [...unreachable(place), ...platformSteps(place)]
}

/** A platform on the internet can send nothing to this computer's own address; a shop of one's own may be on it as well. */
function unreachable({ platform, webhookUrl }: ConnectionPlace): readonly ConnectionStep[] {
  const { hostname } = new URL(webhookUrl)
  if (platform === 'standard' || !isLoopbackHost(hostname)) return []
  return [
    {
      text: 'The address below is known on this computer only: a shop on the internet cannot send to it. Either start the server again with the address at which the internet reaches it, or bring a key that may read, and the orders are asked for once a minute: docs/guides/pull.md has the steps. A shop on this very computer can go on as it is.',
      values: [{ name: 'start with', value: 'PUBLIC_URL=https://<its address> npm start' }],
    },
  ]
}

function platformSteps(place: ConnectionPlace): readonly ConnectionStep[] {
  switch (place.platform) {
    case 'shopify':
      return shopifySteps(place)
    case 'woocommerce':
      return wooSteps(place)
    case 'stripe':
      return stripeSteps(place)
    case 'standard':
      return standardSteps(place)
  }
}

function shopifySteps(place: ConnectionPlace): readonly ConnectionStep[] {
  return [
    {
      text: 'In Shopify open Settings → Notifications → Webhooks, and create one webhook for each of these events, in the format JSON, with the same address. With Shopify Payments add Dispute create and Dispute update where the list has them.',
      values: [
        { name: 'events', value: 'Order payment, Order update, Order cancellation, Refund create' },
        { name: 'URL', value: place.webhookUrl },
      ],
    },
    ...bringSecret(place, 'Below the list Shopify says “Your webhooks will be signed with …”.'),
    {
      text: 'If an app of your own sends these webhooks instead, let it send Shopify’s privacy topics to the same address as well (in its settings, Compliance webhooks), and bring its client secret here in place of the one above. A buyer who asks is then forgotten here by itself.',
      values: [{ name: 'privacy topics', value: SHOPIFY_PRIVACY_TOPICS.join(', ') }],
    },
    {
      text: 'In Online Store → Themes → Edit code, put this line into theme.liquid, just before </head>. It hands the link on to the cart.',
      values: [{ name: 'line', value: snippetTag(place) }],
    },
  ]
}

function wooSteps({ webhookUrl, secret }: ConnectionPlace): readonly ConnectionStep[] {
  return [
    {
      text: 'In WordPress open WooCommerce → Settings → Advanced → Webhooks, and add one webhook for each of these topics, with status Active.',
      values: [
        { name: 'topics', value: 'Order created, Order updated, Order deleted' },
        { name: 'Delivery URL', value: webhookUrl },
        { name: 'Secret', value: secret ?? SHOWN_ONCE },
        { name: 'API version', value: 'WP REST API Integration v3' },
      ],
    },
    {
      text: 'In WooCommerce → Settings → Advanced → Features, check that Order attribution is on. It notes with each order which link led to it; nothing else is needed.',
    },
  ]
}

function stripeSteps(place: ConnectionPlace): readonly ConnectionStep[] {
  return [
    {
      text: 'In Stripe open Developers → Webhooks (a tab of Workbench), and create a destination for events of your account, as snapshot, with all of these events. Its type is webhook endpoint.',
      values: [
        { name: 'events', value: STRIPE_EVENTS.join(', ') },
        { name: 'Endpoint URL', value: place.webhookUrl },
      ],
    },
    ...bringSecret(
      place,
      'On the page of the new destination reveal the Signing secret, which begins with whsec_.',
    ),
    {
      text: 'Put this line before </head> of your shop’s pages. It hands the link on to Stripe’s payment links.',
      values: [{ name: 'line', value: snippetTag(place) }],
    },
    {
      text: 'Where your own code creates Checkout sessions, hand the token on in both places; for payments and invoices without a session, in their metadata.',
      values: [
        { name: 'client_reference_id', value: 'the token, as window.vouchpenny.token() returns it' },
        { name: 'metadata.click_token', value: 'the same token' },
      ],
    },
  ]
}

function standardSteps(place: ConnectionPlace): readonly ConnectionStep[] {
  return [
    {
      text: 'Let your shop send its orders and refunds to this address, signed by Standard Webhooks with this secret. docs/guides/custom-shop.md has the code.',
      values: [
        { name: 'URL', value: place.webhookUrl },
        { name: 'secret', value: place.secret ?? SHOWN_ONCE },
      ],
    },
    {
      text: 'Keep the parameter utm_id of the address that a visitor lands on, and send it with the order as click_token. This line does the keeping; window.vouchpenny.token() returns it.',
      values: [{ name: 'line', value: snippetTag(place) }],
    },
  ]
}

/** Where the guides keep a shop's key, seen from the project's folder. */
export const SHOP_KEY_FILE = '.vouchpenny/shop.key'

/** The platform's secret travels here; once it has, there is nothing to do. */
function bringSecret(
  { connectionId, isSecretPasted, snippetUrl }: ConnectionPlace,
  where: string,
): readonly ConnectionStep[] {
  if (isSecretPasted) return []
  return [
    {
      text: `${where} Save it into a file and bring it here, or paste it on your shop’s page under How your orders get here.`,
      values: [
        {
          name: 'command',
          value: `npm run vouch -- connection rotate ${connectionId} --secret-file .vouchpenny/secret.txt --key-file ${SHOP_KEY_FILE} --url ${new URL(snippetUrl).origin}`,
        },
      ],
    },
  ]
}

function snippetTag({ snippetUrl }: ConnectionPlace): string {
  return `<script async src="${snippetUrl}"></script>`
}
