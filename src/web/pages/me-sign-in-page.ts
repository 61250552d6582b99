// Where a person is signed in, and with what.

import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { day } from './parts.ts'
import { sessionsSection, type ListedSession } from './sessions-section.ts'

export type MeSignInPage = {
  readonly token: string
  readonly sessions: readonly ListedSession[]
  readonly passkeys: readonly { readonly createdAt: Instant }[]
}

/** The page at `/me/:token/sign-in`. */
export function meSignInPage({ token, sessions, passkeys }: MeSignInPage): Html {
  const base = `/me/${token}`
  return layout({
    title: 'How I sign in',
    body: html`
      <section class="intro">
        <h1>How you sign in</h1>
        <p class="lead">A device stays signed in until you sign it out, at most ninety days.</p>
      </section>
      ${sessionsSection(base, sessions)}
      <section>
        <h2>Your passkeys</h2>
        ${
          passkeys.length === 0
            ? html`<p class="soft">None: you sign in with your link.</p>`
            : html`<ul class="list">
                ${passkeys.map(({ createdAt }) => html`<li class="card">Made on ${day(createdAt)}</li>`)}
              </ul>`
        }
      </section>
      <p><a href="${base}">Back to your page</a></p>
    `,
  })
}
