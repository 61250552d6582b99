// The section of the shop's page for a shop that signs what it pays itself: what waits for its order key, and what that
// key has refused, each with its reason and what can be done about it.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { counted, digits, minute } from './parts.ts'
import { refusalForm } from './refusal-form.ts'

export type ShopProposal = {
  readonly kind: 'batch' | 'amendment'
  readonly pool: number
  readonly seq: number
  readonly rewards: number
  readonly amount: Micros
}

export type ShopSetAside = {
  readonly rewardId: string
  readonly externalId: string
  readonly handle: string
  readonly amount: Micros
  readonly sentence: string
  readonly at: Instant
  readonly resumesAt: Instant | null
}

export type ShopProposals = {
  /** Sign-in of the page; the forms post below it. */
  readonly token: string
  readonly waiting: readonly ShopProposal[]
  readonly setAside: readonly ShopSetAside[]
}

/** Shown at once, so that a phone reaches what comes after them. */
const SHOWN = 3

/** Nothing while nothing waits for the shop's own key. */
export function proposalsSection({ token, waiting, setAside }: ShopProposals): Html {
  return html`${waiting.length > 0 && waitingSection(waiting)}
  ${setAside.length > 0 && setAsideSection(token, setAside)}`
}

function waitingSection(waiting: readonly ShopProposal[]): Html {
  return html`<section>
    <h2>Waiting for your signature: ${waiting.length}</h2>
    <p class="soft">
      Your own order key signs these. Nobody else can, and nothing of it is promised before. Let
      <code>vouch countersign</code> run where the key is.
    </p>
    ${folded(waiting.map((one) => html`<p>${proposalLine(one)}</p>`))}
  </section>`
}

function proposalLine({ kind, pool, seq, rewards, amount }: ShopProposal): Html {
  const what = html`<strong>${digits(amount)} test dollars</strong>`
  return kind === 'batch'
    ? html`Batch ${seq} of pool ${pool}: ${what} for ${counted(rewards, 'reward', 'rewards')}.`
    : html`Batch ${seq} of pool ${pool}: ${what} are taken back from ${counted(rewards, 'reward', 'rewards')}.`
}

function setAsideSection(token: string, rows: readonly ShopSetAside[]): Html {
  return html`<section>
    <h2>Set aside by your key: ${counted(rows.length, 'reward', 'rewards')}</h2>
    <p class="soft">Your order key did not sign these. The people read the same sentence as you.</p>
    ${folded(rows.map((one) => setAsideCard(token, one)))}
  </section>`
}

function setAsideCard(token: string, row: ShopSetAside): Html {
  const { rewardId, externalId, handle, amount, sentence, at, resumesAt } = row
  const path = `/shop/${token}/rewards/${rewardId}`
  const whose = handle === '' ? '' : ` for ${handle}`
  return html`<div class="card">
    <p>
      <strong>${digits(amount)} test dollars</strong>${whose}, order ${externalId}. Set aside on
      ${minute(at)}.
    </p>
    <p>${sentence}</p>
    <p class="small soft">
      ${
        resumesAt === null
          ? html`It waits until you decide.`
          : html`It is put before your key again by itself on ${minute(resumesAt)}.`
      }
      Everything on record: <a href="#${rewardId}">${rewardId}</a>
    </p>
    <form method="post" action="${path}/resume">
      <button type="submit">Put it before my key again</button>
    </form>
    ${refusalForm({
      id: rewardId,
      action: `${path}/refuse`,
      handle,
      hint: 'It is then never promised. What was promised of it before stays.',
    })}
  </div>`
}

function folded(rows: readonly Html[]): Html {
  if (rows.length <= SHOWN) return html`${rows}`
  return html`${rows.slice(0, SHOWN)}
    <details>
      <summary>${rows.length - SHOWN} more</summary>
      ${rows.slice(SHOWN)}
    </details>`
}
