// Small pieces that pages share: amounts, dates, states, reasons.

import { formatMicros, type Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'

/** Characters shown at each end of a long address or receipt. */
const SHORT_ENDS = 6

const DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

const TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})

/** The digits of an amount, with commas between thousands: `1,234.50`. */
export function digits(amount: Micros): string {
  const [whole = '0', fraction = '00'] = formatMicros(amount).split('.')
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}.${fraction}`
}

/** `0.37 test dollars`, in a line of text. */
export function testDollars(amount: Micros): Html {
  return html`<span class="amount">${digits(amount)}</span> <span class="unit">test dollars</span>`
}

/** A large figure in a list of figures; `name` is what it is, `note` what it means. */
export function figure(name: string, amount: Micros, note?: Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd><span class="figure">${digits(amount)}</span> <span class="unit">test dollars</span></dd>
    ${note === undefined ? '' : html`<dd class="hint">${note}</dd>`}
  </div>`
}

/** A day: `3 December 2026`, UTC. */
export function day(instant: Instant): Html {
  return html`<time datetime="${new Date(instant).toISOString()}">${DATE.format(instant)}</time>`
}

/** A minute: `3 Dec 2026, 14:05 UTC`. */
export function minute(instant: Instant): Html {
  return html`<time datetime="${new Date(instant).toISOString()}">${TIME.format(instant)} UTC</time>`
}

/** The two ends of a long address or receipt, the whole of it on pointing. */
export function shortened(text: string): Html {
  return html`<code title="${text}">${text.slice(0, SHORT_ENDS)}…${text.slice(-SHORT_ENDS)}</code>`
}

export type Tone = 'good' | 'wait' | 'bad' | 'plain'

/** A word in a pill. */
export function state(word: string, tone: Tone): Html {
  return html`<span class="state ${tone}">${word}</span>`
}

export type Reason = { readonly outcome: 'passed' | 'stopped' | 'noted'; readonly sentence: string }

/** The recorded reasons, folded away until asked for. */
export function reasons(steps: readonly Reason[]): Html {
  if (steps.length === 0) return html``
  return html`<details>
    <summary>Why</summary>
    <ol class="trace">
      ${steps.map(({ outcome, sentence }) => html`<li class="${outcome}">${sentence}</li>`)}
    </ol>
  </details>`
}

/** `3 sales`, `1 sale`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}

/** What stands below a list that goes on: how many of it are shown, and where the rest is. */
export function newestOnly(count: number, rest: Html): Html {
  return html`<p class="small soft">The newest ${count} are shown. ${rest}</p>`
}
