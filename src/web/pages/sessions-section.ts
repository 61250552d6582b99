// Where somebody is signed in, with a button for each to sign it out.

import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { day } from './parts.ts'

export type ListedSession = {
  readonly sessionId: string
  readonly openedBy: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly lastUsedOn: string
}

/** What a way of signing in is called for people. */
const ORIGINS: Readonly<Record<string, string>> = {
  link: 'a sign-in link',
  key: 'an API key',
  wallet: 'a wallet',
  passkey: 'a passkey',
}

/** The list; `base` is the address of the page's owner, `/me/home` or `/shop/home`. */
export function sessionsSection(base: string, sessions: readonly ListedSession[]): Html {
  return html`<section>
    <h2>Where you are signed in</h2>
    ${sessions.length === 0 && html`<p class="soft">Nowhere: this page was opened by its link alone.</p>`}
    <ul class="list">
      ${sessions.map((session) => sessionCard(base, session))}
    </ul>
    <form method="post" action="${base}/sign-out">
      <button class="quiet" type="submit">Sign out here</button>
    </form>
  </section>`
}

function sessionCard(base: string, session: ListedSession): Html {
  return html`<li class="card">
    <div class="row">
      <span
        >Signed in with ${ORIGINS[session.openedBy] ?? session.openedBy} on ${day(session.createdAt)}</span
      >
      <form method="post" action="${base}/sessions/${session.sessionId}/end">
        <button class="quiet" type="submit">Sign out</button>
      </form>
    </div>
    <p class="small soft">
      Last used on ${day(Date.parse(session.lastUsedOn))}; ends by itself on ${day(session.expiresAt)}.
    </p>
  </li>`
}
