// Where a person is signed in, and with what.

import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { day } from './parts.ts'
import { passkeyAdditionBox, type PasskeyOptions } from './passkey-box.ts'
import type { RecoveryShown } from './recovery-section.ts'
import { passkeyScripts } from './scripts.ts'
import { sessionsSection, type ListedSession } from './sessions-section.ts'

export type MeSignInPage = Pick<RecoveryShown, 'token' | 'passkeys'> & {
  readonly sessions: readonly ListedSession[]
  /** Undefined where this server takes no passkeys. */
  readonly passkey: PasskeyOptions | undefined
  readonly problem?: string | undefined
}

/** The page at `/me/:token/sign-in`. */
export function meSignInPage({ token, sessions, passkeys, passkey, problem }: MeSignInPage): Html {
  const base = `/me/${token}`
  return layout({
    title: 'How I sign in',
    ...(passkey === undefined ? {} : { head: passkeyScripts }),
    body: html`
      <section class="intro">
        <h1>How you sign in</h1>
        <p class="lead">A device stays signed in until you sign it out, at most ninety days.</p>
      </section>
      ${sessionsSection(base, sessions)}
      <section>
        <h2>Your passkeys</h2>
        ${passkeys.length === 0 && html`<p class="soft">None: you sign in with your link.</p>`}
        <ul class="list">
          ${passkeys.map((made) => passkeyCard(base, made))}
        </ul>
        ${passkey !== undefined && additionSection(base, passkey, problem)}
      </section>
      <p><a href="${base}">Back to your page</a></p>
    `,
  })
}

function passkeyCard(base: string, { passkeyId, createdAt, role }: MeSignInPage['passkeys'][number]): Html {
  return html`<li class="card">
    <div class="row">
      <span>Made on ${day(createdAt)}</span>
      ${
        role === null &&
        html`<form method="post" action="${base}/passkeys/${passkeyId}/remove">
          <button class="quiet" type="submit">Remove</button>
        </form>`
      }
    </div>
    ${role === 'key' && html`<p class="small soft">It moves <a href="${base}/money">your money</a>.</p>`}
    ${
      role === 'recovery' &&
      html`<p class="small soft">
        It can take the first one’s place for <a href="${base}/money">your money</a>.
      </p>`
    }
  </li>`
}

function additionSection(base: string, passkey: PasskeyOptions, problem: string | undefined): Html {
  return html`<div class="card">
    <p class="hint">
      A passkey signs you in without your link: your fingerprint, face or PIN opens it. Where you are paid
      does not change. Remove any that is not yours: a new sign-in link does not end it.
    </p>
    ${passkeyAdditionBox(passkey, { action: `${base}/passkeys`, problem })}
  </div>`
}
