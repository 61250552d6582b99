// The form in which a shop refuses a reward, and says why in one of a few sentences.

import { html, type Html } from './html.ts'

/** What a reason for a refusal is called in the list. */
const REASONS: readonly (readonly [reason: string, words: string])[] = [
  ['own-purchase', 'They bought for themselves'],
  ['not-a-sale', 'It was no real sale'],
  ['forbidden-source', 'From a place you do not allow'],
  ['code-misused', 'The discount code was spread'],
  ['several-names', 'One person under several names'],
  ['other', 'Another reason'],
]

/** Folded away until asked for; `hint` says what becomes of the money. */
export function refusalForm({
  id,
  action,
  handle,
  hint,
}: {
  /** Of the case or the reward: tells the fields of several forms on one page apart. */
  readonly id: string
  readonly action: string
  /** Empty for somebody who has left. */
  readonly handle: string
  readonly hint: string
}): Html {
  const reader = handle === '' ? 'The person' : handle
  return html`<details>
    <summary>Refuse it</summary>
    <form method="post" action="${action}">
      <div class="field">
        <label for="reason-${id}">Why? ${reader} will read it.</label>
        <select id="reason-${id}" name="reason">
          ${REASONS.map(([reason, words]) => html`<option value="${reason}">${words}</option>`)}
        </select>
      </div>
      <p class="hint">${hint}</p>
      <button type="submit">Refuse this reward</button>
    </form>
  </details>`
}
