// The way to a shop's page for those who come with their API key.

import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'

/** Longest key that is taken, in characters. */
const KEY_MAX_LENGTH = 128

/** The page at `/shop`. */
export function shopDoorPage({ isWrong = false }: { isWrong?: boolean }): Html {
  return layout({
    title: 'Open my shop',
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
      <section>
        <h2>No shop yet?</h2>
        <p>Set one up on the computer that runs this server. It asks five questions.</p>
        <pre>npm run vouch -- retailer setup</pre>
      </section>
    `,
  })
}
