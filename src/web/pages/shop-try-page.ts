// The page where a shop tries an order out: how it would be read, whom it would be credited to and what it would pay.

import { carriedWords, PLATFORM_NAMES } from '#domain/connection-words.ts'
import { formatMicros, type Micros } from '#domain/money.ts'
import type { Trace } from '#domain/trace.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { digits } from './parts.ts'

export type TriedOrder = {
  readonly read: string
  readonly facts: readonly {
    readonly kind: string
    readonly currency: string | null
    readonly eligible: Micros | null
    readonly total: Micros | null
    readonly carried: readonly { readonly carriage: string; readonly kind: string }[]
  }[]
  readonly trace: {
    readonly reason: string
    readonly steps: Trace
    readonly credits: readonly { readonly handle: string; readonly target: Micros; readonly steps: Trace }[]
  } | null
  readonly pays: Micros
}

export type ShopTryPage = {
  readonly shopPath: string
  readonly connections: readonly {
    readonly connectionId: string
    readonly platform: string
    readonly currency: string
  }[]
  /** What the form was sent with. */
  readonly asked: {
    readonly connection: string
    readonly link: string
    readonly amount: string
    /** A message that was pasted, and what its platform calls it. */
    readonly topic?: string
    readonly body?: string
  }
  /** Or why it cannot be read. */
  readonly tried: TriedOrder | string | undefined
}

/** Longest link that is taken, in characters, as the form's schema has it. */
const LINK_LENGTH_MAX = 300

/** Longest message that is taken, in characters. */
const BODY_MAX_LENGTH = 60_000

/** The page at `/shop/:token/try`. */
export function shopTryPage({ shopPath, connections, asked, tried }: ShopTryPage): Html {
  return layout({
    title: 'Try an order',
    body: html`
      <section class="intro">
        <h1>Try an order</h1>
        <p class="lead">
          It takes the same steps as a real order, under the rules of now. Nothing of it is kept, and nobody
          is paid.
        </p>
      </section>
      <section>
        ${
          connections.length === 0
            ? html`<p class="soft">No shop is connected yet.</p>`
            : tryForm({ shopPath, connections, asked })
        }
      </section>
      ${typeof tried === 'string' ? html`<p class="wrong">${tried}</p>` : tried && triedSection(tried)}
      <p><a href="${shopPath}">Back to your shop</a></p>
    `,
  })
}

function tryForm({ shopPath, connections, asked }: Omit<ShopTryPage, 'tried'>): Html {
  const connection = html`<label
    >Connection
    <select name="connection">
      ${connections.map(
        ({ connectionId, platform, currency }) =>
          html`<option value="${connectionId}" ${connectionId === asked.connection && 'selected'}>
            ${PLATFORM_NAMES[platform] ?? platform}, ${currency}
          </option>`,
      )}
    </select>
  </label>`
  return html`<form method="get" action="${shopPath}/try">
      ${connection}
      <label
        >Link that the buyer followed, or its code; or empty
        <input name="link" value="${asked.link}" maxlength="${LINK_LENGTH_MAX}" autocomplete="off" />
      </label>
      <label
        >What was bought
        <input
          name="amount"
          value="${asked.amount}"
          inputmode="decimal"
          pattern="\\d{1,7}(\\.\\d{1,2})?"
          required
        />
      </label>
      <button type="submit">Try it</button>
    </form>
    <details ${asked.body !== undefined && 'open'}>
      <summary>Or a message that your shop has sent</summary>
      <form method="post" action="${shopPath}/try">
        ${connection}
        <label
          >Its topic, such as orders/paid; empty where the message says it itself
          <input
            name="topic"
            value="${asked.topic}"
            maxlength="64"
            pattern="[a-z_./]*"
            autocomplete="off"
            autocapitalize="none"
          />
        </label>
        <label
          >The message
          <textarea name="body" rows="8" maxlength="${BODY_MAX_LENGTH}" spellcheck="false" required>
${asked.body}</textarea>
        </label>
        <button type="submit">Try this message</button>
      </form>
    </details>`
}

function triedSection({ read, facts, trace, pays }: TriedOrder): Html {
  return html`<section>
    <h2>It would pay ${digits(pays)} test dollars</h2>
    <p>${read} ${trace?.reason}</p>
    <ul>
      ${facts.map((fact) => html`<li>${factText(fact)}</li>`)}
    </ul>
    ${trace && stepList(trace.steps)}
    ${trace?.credits.map(
      ({ handle, target, steps }) =>
        html`<h3>${handle}: ${digits(target)} test dollars</h3>
          ${stepList(steps)}`,
    )}
  </section>`
}

function stepList(steps: Trace): Html {
  return html`<ul>
    ${steps.map(({ sentence }) => html`<li>${sentence}</li>`)}
  </ul>`
}

/** What was read, such as `paid, 25.00 USD count of 30.00; carried the token of a link, in the address …`. */
function factText({ kind, currency, eligible, total, carried }: TriedOrder['facts'][number]): string {
  const money = eligible === null ? '' : `, ${formatMicros(eligible)} ${currency ?? ''} count`
  const ofTotal = total === null ? '' : ` of ${formatMicros(total)}`
  const ways = carried.map(carriedWords).join('; ')
  return `${kind}${money}${ofTotal}${ways === '' ? '' : `; carried ${ways}`}`
}
