// How a shop pastes the snippet, and what it does and does not do.

import { html, type Html } from './html.ts'
import { layout } from './layout.ts'

/** The page at `/snippet`. */
export function snippetPage({ snippetUrl }: { readonly snippetUrl: string }): Html {
  return layout({
    title: 'The line for your shop',
    body: html`
      <section class="intro">
        <h1>One line for your shop’s pages</h1>
        <p class="lead">It remembers which link led a visitor to you, and hands it on with the order.</p>
      </section>
      <section class="card">
        <h2>Paste it</h2>
        <p>Just before <code>&lt;/head&gt;</code> of every page:</p>
        <pre>&lt;script async src="${snippetUrl}"&gt;&lt;/script&gt;</pre>
        <p class="small soft">
          Shopify: Online Store, Themes, Edit code, theme.liquid. WooCommerce needs it only when its own order
          attribution is off.
        </p>
      </section>
      <section>
        <h2>What it does</h2>
        <ul>
          <li>
            Keeps the token of the link on your own site, for 30 days or what <code>data-days</code> says.
          </li>
          <li>
            Shopify: writes it into the cart. Stripe: adds it to payment links, buttons and price tables.
          </li>
          <li>
            Any other shop: fills each
            <code>&lt;input type="hidden" data-vouchpenny name="click_token"&gt;</code>, and gives it to your
            own code by <code>window.vouchpenny.token()</code>. With <code>data-cookie="name"</code> your
            server finds it in that cookie.
          </li>
        </ul>
      </section>
      <section>
        <h2>What it does not do</h2>
        <ul>
          <li>
            It sends nothing to us or to anybody else, loads nothing more, and looks at nothing but the
            address.
          </li>
          <li>When a browser asks not to be tracked (Global Privacy Control), it keeps nothing.</li>
          <li>
            With <code>data-consent="wait"</code> it keeps nothing before your consent banner calls
            <code>vouchpenny.consent(true)</code>; <code>vouchpenny.consent(false)</code> erases it. On
            Shopify it follows the store’s own privacy settings.
          </li>
        </ul>
      </section>
    `,
  })
}
