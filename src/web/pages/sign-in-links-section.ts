// The links that open a shop's pages, with a button for each to end it, and one to make another.

import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { day } from './parts.ts'

export type ListedSignInLink = {
  readonly linkId: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly lastUsedOn: string | null
}

export type SignInLinksSection = {
  readonly links: readonly ListedSignInLink[]
  /** Shown once, right after it was made. */
  readonly newLink?: string | undefined
}

/** The list; `base` is the address of the shop, `/shop/home`. */
export function signInLinksSection(base: string, { links, newLink }: SignInLinksSection): Html {
  return html`<section id="links">
    <h2>Links that open these pages</h2>
    ${newLink !== undefined && freshLink(newLink)}
    ${links.length === 0 && html`<p class="soft">None. A key, a wallet or a new link signs you in.</p>`}
    <ul class="list">
      ${links.map((link) => linkCard(base, link))}
    </ul>
    <form method="post" action="${base}/links">
      <p class="hint">
        For another device, or a colleague: whoever opens it can do everything here. It works for a week.
      </p>
      <button class="quiet" type="submit">Make a link</button>
    </form>
  </section>`
}

function freshLink(url: string): Html {
  return html`<div class="banner">
    <p>Copy this link now. It is shown this once.</p>
    <p class="copy">${url}</p>
  </div>`
}

function linkCard(base: string, link: ListedSignInLink): Html {
  return html`<li class="card">
    <div class="row">
      <span
        >Made on ${day(link.createdAt)},
        ${link.lastUsedOn === null ? 'not opened yet' : html`last opened on ${day(Date.parse(link.lastUsedOn))}`}</span
      >
      <form method="post" action="${base}/links/${link.linkId}/revoke">
        <button class="quiet" type="submit">End this link</button>
      </form>
    </div>
    <p class="small soft">
      Ends by itself on ${day(link.expiresAt)}. Devices that it signed in stay signed in: see below.
    </p>
  </li>`
}
