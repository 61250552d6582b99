// A connection's form for a key with which its orders are read from the shop's own interface, and the buttons that read
// now or forget the key.

import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'

export type ReadingSection = {
  readonly connectionId: string
  readonly platform: string
  /** `off`, `starting`, `on` or `failing`. */
  readonly pullState: string
  /** Where the forms lead: the page of this connection. */
  readonly path: string
  /** What was wrong with what was sent, by field. */
  readonly problems?: Readonly<Record<string, string>> | undefined
  /** The shop's address as it was sent; keys are never shown again. */
  readonly shopUrl?: string | undefined
}

type Field = { readonly name: string; readonly label: string; readonly hint: string; readonly secret?: true }

/** What each platform asks for, and where it is made there. */
const PLATFORM_FIELDS: Readonly<
  Record<string, { readonly where: string; readonly fields: readonly Field[] }>
> = {
  shopify: {
    where:
      'In the Dev Dashboard: an app of your own with the scopes read_orders and read_shopify_payments_disputes, installed in your shop.',
    fields: [
      { name: 'shopUrl', label: 'Address of the shop', hint: 'Such as https://your-shop.myshopify.com.' },
      { name: 'clientId', label: 'Client ID', hint: 'In the settings of the app.' },
      { name: 'clientSecret', label: 'Client secret', hint: 'Beside it.', secret: true },
    ],
  },
  woocommerce: {
    where: 'In WooCommerce → Settings → Advanced → REST API: a key with the permission Read.',
    fields: [
      { name: 'shopUrl', label: 'Address of the shop', hint: 'Such as https://your-shop.example.' },
      { name: 'consumerKey', label: 'Consumer key', hint: 'Begins with ck_.', secret: true },
      { name: 'consumerSecret', label: 'Consumer secret', hint: 'Begins with cs_.', secret: true },
    ],
  },
  stripe: {
    where:
      'In Developers → API keys: a restricted key with Read on Events, Charges and Refunds, Disputes, Payment Intents, Checkout Sessions and Invoices.',
    fields: [{ name: 'apiKey', label: 'Key', hint: 'Begins with rk_.', secret: true }],
  },
}

/** Longest address or key of a platform, in characters. */
const FIELD_MAX_LENGTH = 512

/** Whether a field of this name stands in the platform's form. */
export function isReadingField(platform: string, name: string): boolean {
  return PLATFORM_FIELDS[platform]?.fields.some((field) => field.name === name) ?? false
}

/** The section; nothing for a shop of one's own, which is not read. */
export function readingSection(reading: ReadingSection): Html {
  const form = PLATFORM_FIELDS[reading.platform]
  if (form === undefined) return html``
  const { connectionId, path, problems, shopUrl, pullState } = reading
  const isOff = pullState === 'off'
  return html`<details ${problems !== undefined && html`open`}>
    <summary>${isOff ? 'Have its orders read, too' : 'The key that its orders are read with'}</summary>
    <p class="small soft">
      ${
        isOff
          ? 'With a key that may only read, orders are asked for once a minute: where messages cannot get here, and for those that got lost.'
          : 'Orders are asked for once a minute. Another key takes the place of this one.'
      }
      ${form.where} It is kept sealed and never shown again.
    </p>
    <form method="post" action="${path}/credentials">
      ${form.fields.map(({ name, label, hint, secret }) =>
        formField({
          name,
          id: `${name}-${connectionId}`,
          label,
          hint,
          type: secret ? 'password' : 'text',
          value: name === 'shopUrl' ? shopUrl : undefined,
          problem: problems?.[name],
          autocomplete: 'off',
          isCode: true,
          maxLength: FIELD_MAX_LENGTH,
        }),
      )}
      <button type="submit">${isOff ? 'Have the orders read' : 'Take this key instead'}</button>
    </form>
    ${
      !isOff &&
      html`<form method="post" action="${path}/pull">
          <button class="quiet" type="submit">Read them now</button>
        </form>
        <form method="post" action="${path}/credentials/remove">
          <button class="quiet" type="submit">Forget the key</button>
        </form>`
    }
  </details>`
}
