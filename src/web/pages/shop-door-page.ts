// The way to a shop's page for those who come with their API key or their wallet.

import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { walletScript } from './scripts.ts'
import { walletBox } from './wallet-box.ts'

/** Longest key that is taken, in characters. */
const KEY_MAX_LENGTH = 128

export type ShopDoorPage = {
  /** Scheme, host and port at which wallets sign in. */
  readonly origin: string
  /** The key that was pasted opens nothing. */
  readonly isWrong?: boolean
  readonly walletProblem?: string
}

/** The page at `/shop`. */
export function shopDoorPage({ origin, isWrong = false, walletProblem }: ShopDoorPage): Html {
  return layout({
    title: 'Open my shop',
    head: walletScript,
    body: html`
      <section class="intro">
        <h1>Open your shop</h1>
        <p class="lead">Use the key that set-up gave you, or the shop page link printed beside it.</p>
      </section>
      <section class="card">
        <form method="post" action="/shop">
          ${formField({
            name: 'key',
            label: 'Your key',
            hint: 'Begins with vp_. You get a sign-in link for it; the key itself stays out of addresses.',
            problem: isWrong ? 'This key is not known or no longer valid.' : undefined,
            type: 'password',
            autocomplete: 'off',
            isCode: true,
            maxLength: KEY_MAX_LENGTH,
          })}
          <button type="submit">Open</button>
        </form>
      </section>
      <section class="card">
        ${walletBox({
          origin,
          action: '/shop/wallet',
          verb: 'Sign in with',
          hint: 'If you let it in on the page "Keys and sign-ins". It signs a text; that costs nothing and moves no money.',
          problem: walletProblem,
        })}
      </section>
      <section>
        <h2>No shop yet?</h2>
        <p>Set one up on the computer that runs this server. It asks five questions.</p>
        <pre>npm run vouch -- retailer setup</pre>
      </section>
    `,
  })
}
