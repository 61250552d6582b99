// The connections of a shop: whether each works and what is missing, how a shop is connected, and the forms to connect
// another one, to bring or replace a secret, and to end one.

import type { CarriedCount } from '#domain/connection-check.ts'
import type { ConnectionStep } from '#domain/connection-steps.ts'
import { PLATFORM_NAMES } from '#domain/connection-words.ts'
import type { Instant } from '#domain/order-facts.ts'
import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { counted, minute, state } from './parts.ts'
import { readingSection } from './reading-section.ts'

export type ShownConnection = {
  readonly connectionId: string
  readonly platform: string
  readonly currency: string
  readonly state: 'open' | 'closed'
  readonly webhookUrl: string
  readonly webhook: { readonly lastAt: Instant | null }
  /** How the reading of its orders stands. */
  readonly pull: {
    readonly state: string
    readonly lastPulledAt: Instant | null
    readonly lastError: string | null
    readonly withheld: string | null
  }
  readonly orders: {
    readonly orders: number
    readonly withToken: number
    readonly carried: readonly CarriedCount[]
    readonly withNothing: number
    readonly firstAt: Instant | null
  }
  readonly missing: readonly { readonly sentence: string }[]
  readonly steps: readonly ConnectionStep[]
}

/** A form that was sent with something wrong in it. */
export type WrongConnectionForm = {
  readonly form: 'new' | 'secret' | 'credentials'
  /** Empty for the form of a new one. */
  readonly connectionId: string
  /** What was wrong, by field. */
  readonly problems: Readonly<Record<string, string>>
  /** What is no secret of what was sent. */
  readonly values: Readonly<Record<string, string | undefined>>
}

export type ShopConnectionsPage = {
  readonly token: string
  readonly wrong?: WrongConnectionForm
  readonly connections: readonly ShownConnection[]
  /** What was just made: its secret is shown this once. */
  readonly news?: {
    readonly connectionId: string
    readonly secret: string | null
    readonly previousSecretUntil?: Instant
  }
}

/** What an order carried, and on which way. */
const CARRIED: Readonly<Record<string, string>> = {
  'click-token note-attribute': 'with the cart or the payment',
  'click-token landing-site': 'in the address the buyer landed on',
  'link-code note-attribute': 'the code of a link alone, with the cart',
  'link-code landing-site': 'the code of a link alone, in the address',
  'coupon discount-code': 'a discount code alone',
}

/** Longest signing secret that is taken, in characters. */
const SECRET_MAX_LENGTH = 256

/** Letters of a currency's code. */
const CURRENCY_LENGTH = 3

/** The page at `/shop/:token/connections`. */
export function shopConnectionsPage({ token, connections, news, wrong }: ShopConnectionsPage): Html {
  return layout({
    title: 'Connections',
    body: html`
      <section class="intro">
        <h1>How your orders get here</h1>
        <p class="lead">Your shop tells of its orders and refunds; nothing else of it is read.</p>
      </section>
      ${news && newsSection(news)}
      ${connections.map((connection) => connectionSection(connection, token, wrong))}
      ${addForm(token, wrong?.form === 'new' ? wrong : undefined)}
      <p><a href="/shop/${token}">Back to my shop</a></p>
    `,
  })
}

function newsSection({
  connectionId,
  secret,
  previousSecretUntil,
}: NonNullable<ShopConnectionsPage['news']>): Html {
  return html`<section class="card" role="status">
    <h2>${previousSecretUntil === undefined ? 'Connected' : 'The secret was replaced'}</h2>
    ${
      secret === null
        ? html`<p>Your secret was taken for connection <code>${connectionId}</code>.</p>`
        : html`<p>The secret of connection <code>${connectionId}</code>, shown this once:</p>
            <pre>${secret}</pre>`
    }
    ${
      previousSecretUntil !== undefined &&
      html`<p class="small soft">The one before is taken until ${minute(previousSecretUntil)}.</p>`
    }
  </section>`
}

function connectionSection(connection: ShownConnection, token: string, sent?: WrongConnectionForm): Html {
  const { connectionId, platform, currency, missing, orders, webhook, pull } = connection
  const wrong = sent?.connectionId === connectionId ? sent : undefined
  const path = `/shop/${token}/connections/${connectionId}`
  const isOpen = connection.state === 'open'
  return html`<section class="card" id="${connectionId}">
    <div class="row">
      <h2>${PLATFORM_NAMES[platform] ?? platform}, ${currency}</h2>
      ${stateOf(connection)}
    </div>
    <p class="small soft"><code>${connectionId}</code></p>
    ${
      missing.length > 0 &&
      html`<ul>
        ${missing.map(({ sentence }) => html`<li>${sentence}</li>`)}
      </ul>`
    }
    <p>
      ${
        orders.firstAt === null
          ? 'No order has been seen yet.'
          : html`First order seen ${minute(orders.firstAt)}. Of the latest
            ${counted(orders.orders, 'paid order', 'paid orders')}, ${orders.withToken} came with a link’s
            token.`
      }
      ${webhook.lastAt !== null && html`Latest message ${minute(webhook.lastAt)}.`}
      ${pull.lastPulledAt !== null && html`Orders last read ${minute(pull.lastPulledAt)}.`} ${pull.lastError}
      ${pull.withheld}
    </p>
    ${
      orders.orders > 0 &&
      html`<ul class="small">
        ${orders.carried.map(
          ({ kind, carriage, orders: count }) =>
            html`<li>${count}: ${CARRIED[`${kind} ${carriage}`] ?? `${kind}, ${carriage}`}</li>`,
        )}
        <li>${orders.withNothing}: with nothing of a link</li>
      </ul>`
    }
    ${isOpen && stepList(connection.steps, orders.firstAt === null)}
    ${
      isOpen &&
      readingSection({
        ...{ connectionId, platform, path, pullState: pull.state },
        problems: wrong?.form === 'credentials' ? wrong.problems : undefined,
        shopUrl: wrong?.values['shopUrl'],
      })
    }
    ${isOpen && openForms(path, connectionId, wrong?.form === 'secret' ? wrong.problems['secret'] : undefined)}
  </section>`
}

function stateOf({ state: where, missing, orders }: ShownConnection): Html {
  if (where === 'closed') return state('closed', 'plain')
  if (missing.length > 0) return state('something is missing', 'bad')
  return orders.firstAt === null ? state('waits for an order', 'wait') : state('works', 'good')
}

function stepList(steps: readonly ConnectionStep[], isOpen: boolean): Html {
  return html`<details ${isOpen && html`open`}>
    <summary>What to do in your shop</summary>
    <ol>
      ${steps.map(
        ({ text, values = [] }) =>
          html`<li>
            <p>${text}</p>
            ${values.map(
              ({ name, value }) =>
                html`<p class="small soft">${name}</p>
                  <pre>${value}</pre>`,
            )}
          </li>`,
      )}
    </ol>
  </details>`
}

function openForms(path: string, connectionId: string, problem: string | undefined): Html {
  return html`<details ${problem !== undefined && html`open`}>
    <summary>Bring or replace the secret, or end this connection</summary>
    <form method="post" action="${path}/rotate">
      ${secretField(connectionId, 'Leave it empty to have one made here.', problem)}
      <div class="field">
        <label for="grace-${connectionId}">The secret before is taken</label>
        <select id="grace-${connectionId}" name="graceHours">
          <option value="24">one more day</option>
          <option value="168">one more week</option>
          <option value="0">no longer</option>
        </select>
      </div>
      <button type="submit">Replace the secret</button>
    </form>
    <form method="post" action="${path}/close">
      <button class="quiet" type="submit">End this connection for good</button>
    </form>
  </details>`
}

function secretField(suffix: string, hint: string, problem: string | undefined): Html {
  return formField({
    name: 'secret',
    id: `secret-${suffix}`,
    label: 'Signing secret of the platform',
    hint,
    problem,
    type: 'password',
    autocomplete: 'off',
    isCode: true,
    isOptional: true,
    maxLength: SECRET_MAX_LENGTH,
  })
}

function addForm(token: string, wrong: WrongConnectionForm | undefined): Html {
  const { problems, values }: Pick<WrongConnectionForm, 'problems' | 'values'> = wrong ?? {
    problems: {},
    values: {},
  }
  return html`<section>
    <h2>Connect a shop</h2>
    <form method="post" action="/shop/${token}/connections">
      <div class="field">
        <label for="platform">Platform</label>
        <select id="platform" name="platform">
          ${Object.entries(PLATFORM_NAMES).map(
            ([value, name]) =>
              html`<option value="${value}" ${values['platform'] === value && html`selected`}>
                ${name}
              </option>`,
          )}
        </select>
      </div>
      ${formField({
        name: 'currency',
        label: 'Currency of its orders',
        hint: 'Three letters, such as USD.',
        value: values['currency'] ?? 'USD',
        problem: problems['currency'],
        autocomplete: 'off',
        isCode: true,
        maxLength: CURRENCY_LENGTH,
      })}
      ${secretField(
        'new',
        'Stripe and Shopify make it themselves; you can bring it later. Else leave it empty.',
        problems['secret'],
      )}
      <button type="submit">Connect</button>
    </form>
  </section>`
}
