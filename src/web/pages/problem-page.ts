// What a person sees instead of the page they asked for.

import type { Problem } from '#domain/problem.ts'
import type { WrongField } from '#schema/wrong-fields.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'

/** Headlines that say more to a person than the code's sentence does. */
const HEADLINES: Readonly<Record<string, string>> = {
  not_found: 'Nothing to see at this address',
  rate_limited: 'A little slower, please',
  storage_unavailable: 'Back in a moment',
  chain_unavailable: 'Back in a moment',
  internal_error: 'Something went wrong on our side',
}

/** What a person can do about it, where the code's sentence does not say. */
const ADVICE: Readonly<Record<string, string>> = {
  not_found: 'Perhaps the link was cut short when it was copied, or a newer one replaced it.',
  input_invalid: 'Go back, mend what is named here, and send it again.',
  internal_error: 'It has been noted. Try again in a moment; nothing of yours is lost.',
}

/** A page with one headline, one sentence and a way back. */
export function problemPage({ code, message, facts }: Problem): Html {
  const failure = facts['failure']
  const wrong = facts['fields'] as readonly WrongField[] | undefined
  return layout({
    title: HEADLINES[code] ?? 'That did not work',
    body: html`
      <section class="intro">
        <h1>${HEADLINES[code] ?? 'That did not work'}</h1>
        <p class="lead">${ADVICE[code] ?? message}</p>
        ${
          wrong !== undefined &&
          html`<ul>
            ${wrong.map(({ field, reason }) => html`<li>${field.slice(1).replaceAll('/', ' ')} ${reason}</li>`)}
          </ul>`
        }
        ${typeof failure === 'string' && html`<p class="soft">Number of this failure: <code>${failure}</code></p>`}
      </section>
      <p><a class="button quiet" href="/">To the front page</a></p>
    `,
  })
}
