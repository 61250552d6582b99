// The section of the shop's page for what the shop has sent: the latest messages with what became of each, and those
// about orders that were kept but not used.

import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { minute, state, type Tone } from './parts.ts'

export type ShopMessages = {
  readonly deliveries: readonly {
    readonly deliveryId: string
    readonly topic: string | null
    readonly state: string
    readonly outcome: string | null
    readonly receivedAt: Instant
  }[]
  /** Messages that contradict what was told before. */
  readonly notices: readonly {
    readonly externalId: string
    readonly at: Instant
    readonly rule: string
    readonly sentence: string
  }[]
}

/** What the state of a message is called for people, and how it looks. */
const STATES: Readonly<Record<string, readonly [string, Tone]>> = {
  received: ['waits to be read', 'wait'],
  processed: ['read', 'good'],
  skipped: ['not needed', 'plain'],
  parked: ['could not be read', 'bad'],
}

/**
 * The messages, and above them those that were not used; `topic` is what the shop calls them. Those that could not be read
 * have a button that reads them again.
 */
export function messagesSection(shopPath: string, { deliveries, notices }: ShopMessages): Html {
  return html`<section>
    <h2>Messages from your shop</h2>
    ${
      notices.length > 0 &&
      html`<p>
          These say something else than what came before. The first stays; they were kept and not used.
        </p>
        <ul>
          ${notices.map(
            ({ externalId, at, rule, sentence }) =>
              html`<li>
                Order ${externalId}, ${minute(at)}: ${sentence} <span class="small soft">${rule}</span>
              </li>`,
          )}
        </ul>`
    }
    ${deliveries.length === 0 ? html`<p class="soft">Nothing has been sent yet.</p>` : messageTable(shopPath, deliveries)}
    <ul class="list">
      <li><a href="${shopPath}/connections">How your orders get here</a></li>
      <li><a href="${shopPath}/try">Try an order out</a></li>
    </ul>
  </section>`
}

function messageTable(shopPath: string, deliveries: ShopMessages['deliveries']): Html {
  return html`<details>
    <summary>The latest messages, and what became of each</summary>
    <table>
      <thead>
        <tr>
          <th>Came</th>
          <th>About</th>
          <th>What became of it</th>
        </tr>
      </thead>
      <tbody>
        ${deliveries.map((delivery) => {
          const [word, tone] = STATES[delivery.state] ?? [delivery.state, 'plain']
          return html`<tr>
            <td data-label="Came">${minute(delivery.receivedAt)}</td>
            <td data-label="About">${delivery.topic ?? 'a message'}</td>
            <td data-label="What became of it">
              <div>${state(word, tone)} <span class="small soft">${delivery.outcome}</span></div>
              ${
                delivery.state === 'parked' &&
                html`<form method="post" action="${shopPath}/deliveries/${delivery.deliveryId}/replay">
                  <button type="submit">Read it again</button>
                </form>`
              }
            </td>
          </tr>`
        })}
      </tbody>
    </table>
  </details>`
}
