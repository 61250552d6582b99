// A shop's webhook endpoints: where its own server is told what happens, what was sent, and below what a pool is low.

import { formatMicros, type Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { SHOP_EVENT_TYPES, type ShopEventType } from '#domain/webhooks/shop-event.ts'
import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { digits, minute, state, type Tone } from './parts.ts'

export type ListedEndpoint = {
  readonly endpointId: string
  readonly url: string
  readonly events: readonly ShopEventType[]
  readonly description: string | null
  readonly disabledReason: 'asked' | 'gone' | 'failing' | null
  readonly failingSince: Instant | null
}

export type ListedWebhook = {
  readonly deliveryId: string
  readonly type: string
  readonly state: 'waiting' | 'delivered' | 'dead' | 'stopped'
  readonly attempts: number
  readonly reason: string | null
  readonly nextAt: Instant | null
  readonly createdAt: Instant
}

export type ShopWebhooksPage = {
  readonly token: string
  readonly endpoints: readonly ListedEndpoint[]
  readonly deliveries: readonly ListedWebhook[]
  readonly pools: readonly {
    readonly programId: string
    readonly name: string
    readonly lowMark: Micros
    readonly available: Micros
    readonly isLow: boolean
  }[]
  /** Shown once, right after it was made. */
  readonly secret?: string | undefined
}

/** Longest address and description that are taken, in characters. */
const URL_MAX_LENGTH = 2000
const NAME_MAX_LENGTH = 80

/** Digits of an amount. */
const AMOUNT_MAX_LENGTH = 16

/** What each event says, for people. */
const EVENT_WORDS: Readonly<Record<ShopEventType, string>> = {
  'reward.reserved': 'a reward is promised',
  'reward.amended': 'a reward is smaller than promised',
  'reward.paid': 'a reward is paid',
  'batch.committed': 'rewards are promised together',
  'batch.settled': 'rewards unlock together',
  'pool.low': 'a pool is low',
  'review.needed': 'a reward waits for your look',
}

/** The page at `/shop/:token/webhooks`. */
export function shopWebhooksPage(page: ShopWebhooksPage): Html {
  const { token, endpoints, deliveries, pools, secret } = page
  const base = `/shop/${token}/webhooks`
  return layout({
    title: 'Messages to your server',
    body: html`
      <section class="intro">
        <h1>Messages to your server</h1>
        <p class="lead">Name an address of your own, and it is told what happens, signed and tried again.</p>
      </section>
      ${secret !== undefined && newSecret(secret)}
      <section>
        <h2>Addresses</h2>
        ${endpoints.length === 0 && html`<p class="soft">None yet.</p>`}
        <ul class="list">
          ${endpoints.map((endpoint) => endpointCard(base, endpoint))}
        </ul>
      </section>
      <section class="card">
        <h2>Another address</h2>
        ${addForm(base)}
      </section>
      ${pools.map((pool) => poolCard(base, pool))}
      <section>
        <h2>Latest messages</h2>
        ${deliveries.length === 0 ? html`<p class="soft">Nothing was sent yet.</p>` : deliveryTable(base, deliveries)}
      </section>
      <p><a href="/shop/${token}">Back to the shop</a></p>
    `,
  })
}

function newSecret(secret: string): Html {
  return html`<section class="banner">
    <h2>Copy this secret now</h2>
    <p>It is shown this once. With it your server checks that a message is from here.</p>
    <p class="copy">${secret}</p>
  </section>`
}

function endpointState({ disabledReason, failingSince }: ListedEndpoint): Html {
  if (disabledReason === 'asked') return state('off', 'plain')
  if (disabledReason === 'gone') return state('off: it said that it is gone', 'bad')
  if (disabledReason === 'failing') return state('off: nothing arrived for five days', 'bad')
  return failingSince === null ? state('on', 'good') : state('on, but nothing arrives', 'wait')
}

function endpointCard(base: string, endpoint: ListedEndpoint): Html {
  const { endpointId, url, events, description, disabledReason } = endpoint
  const path = `${base}/${endpointId}`
  const isOff = disabledReason !== null
  return html`<li class="card">
    <div class="row">
      <span class="copy">${url}</span>
      ${endpointState(endpoint)}
    </div>
    <p class="small soft">
      ${description !== null && html`${description}. `}
      ${events.length === SHOP_EVENT_TYPES.length ? 'Everything' : events.map((type) => EVENT_WORDS[type]).join(', ')}.
    </p>
    ${act(`${path}/test`, 'Try it')} ${act(`${path}/rotate`, 'New secret')}
    ${act(`${path}/${isOff ? 'enable' : 'disable'}`, isOff ? 'Switch on' : 'Switch off')}
    ${act(`${path}/remove`, 'Remove')}
  </li>`
}

function act(action: string, words: string): Html {
  return html`<form method="post" action="${action}">
    <button class="quiet" type="submit">${words}</button>
  </form>`
}

function addForm(base: string): Html {
  return html`<form method="post" action="${base}">
    ${formField({
      name: 'url',
      label: 'Address',
      hint: 'Begins with https://.',
      autocomplete: 'url',
      maxLength: URL_MAX_LENGTH,
    })}
    ${formField({
      name: 'description',
      label: 'What it is',
      hint: 'For yourself.',
      autocomplete: 'off',
      isOptional: true,
      maxLength: NAME_MAX_LENGTH,
    })}
    <fieldset class="choices">
      <legend><strong>When</strong></legend>
      ${SHOP_EVENT_TYPES.map(
        (type) =>
          html`<label class="choice">
            <input type="checkbox" name="${type}" value="yes" checked />
            <span>${EVENT_WORDS[type]} <span class="small soft">${type}</span></span>
          </label>`,
      )}
    </fieldset>
    <button type="submit">Add it</button>
  </form>`
}

function poolCard(base: string, pool: ShopWebhooksPage['pools'][number]): Html {
  const { programId, name, lowMark, available, isLow } = pool
  return html`<section class="card">
    <div class="row">
      <h2>When the pool of ${name} is low</h2>
      ${isLow ? state('low', 'wait') : state('not low', 'good')}
    </div>
    <p>${digits(available)} test dollars are free for new rewards.</p>
    <form method="post" action="${base}/low-mark/${programId}">
      <input type="hidden" name="before" value="${formatMicros(lowMark)}" />
      ${formField({
        name: 'lowMark',
        label: 'Low below',
        hint: 'Test dollars. 0.00 is never.',
        value: digits(lowMark).replaceAll(',', ''),
        autocomplete: 'off',
        maxLength: AMOUNT_MAX_LENGTH,
      })}
      <button class="quiet" type="submit">Keep this mark</button>
    </form>
  </section>`
}

/** What became of a message, for people, and how it looks. */
const STATES: Readonly<Record<ListedWebhook['state'], readonly [string, Tone]>> = {
  waiting: ['on its way', 'wait'],
  delivered: ['arrived', 'good'],
  dead: ['given up', 'bad'],
  stopped: ['not sent: switched off', 'plain'],
}

function deliveryTable(base: string, deliveries: readonly ListedWebhook[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>When</th>
        <th>What</th>
        <th>State</th>
        <th class="number">Tries</th>
        <th>Again</th>
      </tr>
    </thead>
    <tbody>
      ${deliveries.map((delivery) => {
        const [word, tone] = STATES[delivery.state]
        return html`<tr>
          <td data-label="When">${minute(delivery.createdAt)}</td>
          <td data-label="What">${delivery.type}</td>
          <td data-label="State">
            <div>
              ${state(word, tone)} <span class="small soft">${delivery.reason ?? ''}</span>
              ${delivery.nextAt !== null && html`<span class="small soft">Again at ${minute(delivery.nextAt)}.</span>`}
            </div>
          </td>
          <td data-label="Tries" class="number">${delivery.attempts}</td>
          <td data-label="Again">${act(`${base}/sent/${delivery.deliveryId}/resend`, 'Send again')}</td>
        </tr>`
      })}
    </tbody>
  </table>`
}
