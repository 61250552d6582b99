// The way to a person's own page for those who come without their link.

import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { passkeySignInBox, type PasskeyOptions } from './passkey-box.ts'
import { passkeyScripts } from './scripts.ts'

/** Longest link that is taken, in characters. */
const LINK_MAX_LENGTH = 300

export type MeDoorPage = {
  /** The link that was pasted opens nothing. */
  readonly isWrong?: boolean
  /** Undefined where this server takes no passkeys. */
  readonly passkey?: PasskeyOptions | undefined
  readonly passkeyProblem?: string
}

/** The page at `/me`. */
export function meDoorPage({ isWrong = false, passkey, passkeyProblem }: MeDoorPage): Html {
  return layout({
    title: 'Open my page',
    ...(passkey === undefined ? {} : { head: passkeyScripts }),
    body: html`
      <section class="intro">
        <h1>Open your page</h1>
        <p class="lead">Your page opens with what you were given or made when you joined.</p>
      </section>
      ${passkey !== undefined && html`<section class="card">${passkeySignInBox(passkey, passkeyProblem)}</section>`}
      <section class="card">
        <form method="post" action="/me">
          ${formField({
            name: 'link',
            label: 'Your sign-in link',
            hint: 'Paste it whole. It is not kept anywhere.',
            problem: isWrong ? 'This link does not open a page. Perhaps a newer one replaced it.' : undefined,
            autocomplete: 'off',
            isCode: true,
            maxLength: LINK_MAX_LENGTH,
          })}
          <button type="submit">Open</button>
        </form>
      </section>
      <section>
        <h2>New here?</h2>
        <p>
          Open the link, or scan the code, that a shop gave you. Joining takes a name and a payout address.
        </p>
      </section>
    `,
  })
}
