// The section of the shop's page for what its own server is told: said aloud when that has stopped.

import { html, type Html } from './html.ts'

export type ShopTelling = {
  readonly url: string
  readonly disabledReason: 'asked' | 'gone' | 'failing' | null
  readonly failingSince: number | null
}

/** A link to the page of endpoints, and a warning for each that nothing reaches. */
export function tellingSection(token: string, endpoints: readonly ShopTelling[]): Html {
  const stopped = endpoints.filter(
    ({ disabledReason }) => disabledReason !== null && disabledReason !== 'asked',
  )
  const failing = endpoints.filter(
    ({ disabledReason, failingSince }) => disabledReason === null && failingSince !== null,
  )
  return html`<section>
    <h2>Messages to your server</h2>
    ${stopped.map(
      ({ url }) =>
        html`<p class="wrong">
          Nothing is sent to ${url} any more: it did not take messages for days, or said that it is gone.
        </p>`,
    )}
    ${failing.map(({ url }) => html`<p class="wrong">${url} does not take messages at the moment; they are sent again.</p>`)}
    <p><a href="/shop/${token}/webhooks">Where your server is told what happens, and what it was told</a></p>
  </section>`
}
