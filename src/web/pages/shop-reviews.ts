// The section of the shop's page for rewards that a rule put under review: why, until when, and what to do.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { counted, digits, minute, newestOnly } from './parts.ts'
import { refusalForm } from './refusal-form.ts'

export type ShopReview = {
  readonly reviewId: string
  readonly externalId: string
  readonly handle: string
  readonly amount: Micros
  readonly dueAt: Instant
  readonly verdicts: readonly { readonly rule: string; readonly sentence: string }[]
}

export type ShopReviews = {
  /** Sign-in of the page; the forms post below it. */
  readonly token: string
  readonly cases: readonly ShopReview[]
  /** There are more than these. */
  readonly isCut: boolean
}

/** Cases shown at once, so that a phone reaches what comes after them. */
const CASES_SHOWN = 3

/** Nothing when there is nothing to look at. */
export function reviewSection({ token, cases, isCut }: ShopReviews): Html {
  if (cases.length === 0) return html``
  return html`<section>
    <h2>To look at: ${isCut && html`more than `}${counted(cases.length, 'reward', 'rewards')}</h2>
    <p class="soft">
      Something about these sales is unusual. The rewards are promised like others. If you do nothing, each is
      released by itself.
    </p>
    ${cases.slice(0, CASES_SHOWN).map((one) => reviewCard(token, one))}
    ${
      cases.length > CASES_SHOWN &&
      html`<details>
        <summary>${cases.length - CASES_SHOWN} more</summary>
        ${cases.slice(CASES_SHOWN).map((one) => reviewCard(token, one))}
        ${isCut && newestOnly(cases.length, html`<code>vouch review list</code> shows them all.`)}
      </details>`
    }
  </section>`
}

function reviewCard(token: string, review: ShopReview): Html {
  const { reviewId, externalId, handle, amount, dueAt, verdicts } = review
  const path = `/shop/${token}/reviews/${reviewId}`
  return html`<div class="card">
    <p>
      <strong>${digits(amount)} test dollars</strong> for ${handle}, order ${externalId}. Released by itself
      on ${minute(dueAt)}.
    </p>
    <ul>
      ${verdicts.map(({ rule, sentence }) => html`<li>${sentence} <span class="small soft">${rule}</span></li>`)}
    </ul>
    <form method="post" action="${path}/release">
      <button type="submit">Nothing wrong: release it</button>
    </form>
    ${refusalForm({
      id: reviewId,
      action: `${path}/refuse`,
      handle,
      hint: 'What was promised goes back to your pool, and everybody can see that it did.',
    })}
  </div>`
}
