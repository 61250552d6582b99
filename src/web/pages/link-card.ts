// A link to send on: its address, its picture, and a text that says what it is.

import type { Locale } from '#domain/disclosure.ts'
import type { Instant } from '#domain/order-facts.ts'
import { drawnMarkup, html, type Html } from './html.ts'
import { counted, minute } from './parts.ts'
import { qrSvg } from './qr-svg.ts'

export type LinkCard = {
  readonly code: string
  readonly url: string
  readonly shareText: string
  readonly shopName: string
  readonly locale: Locale
  readonly clicks: number
  readonly sales: number
  /** Orders paid later earn nothing; null while the program goes on. */
  readonly lastOrderAt: Instant | null
}

/** Names that lead to the very computer they are used on. */
const OWN_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The card; below the picture stands whether other devices can reach the link at all. */
export function linkCard(link: LinkCard, publicUrl: string): Html {
  const subject = `Something I like from ${link.shopName}`
  return html`<article class="card">
    <div class="row">
      <h3>${link.shopName}</h3>
      <span class="small soft">
        ${counted(link.clicks, 'visit', 'visits')}, ${counted(link.sales, 'sale', 'sales')}
      </span>
    </div>
    ${
      link.lastOrderAt !== null &&
      html`<p class="wrong">
        The shop ends this program: orders paid until ${minute(link.lastOrderAt)} count, and none later. What
        is promised stays promised.
      </p>`
    }
    <div class="share">
      <div class="stack">
        <div class="field">
          <p><strong>Link</strong></p>
          <p class="copy">${link.url}</p>
        </div>
        <div class="field">
          <label for="text-${link.code}">Text to send with it</label>
          <textarea id="text-${link.code}" rows="5" readonly>${link.shareText}</textarea>
        </div>
        <div class="actions">
          <a class="button" href="sms:?&body=${encodeURIComponent(link.shareText)}">Send as message</a>
          <a
            class="button quiet"
            href="mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(link.shareText)}"
            >Send as e-mail</a
          >
        </div>
      </div>
      <figure class="qr">
        ${drawnMarkup(qrSvg(link.url))}
        <figcaption class="small soft">
          ${
            isOwnComputer(publicUrl)
              ? 'This computer only: a phone cannot open this address.'
              : 'Let a friend point their camera at it.'
          }
        </figcaption>
      </figure>
    </div>
  </article>`
}

/** Whether addresses under `publicUrl` work on this computer alone. */
export function isOwnComputer(publicUrl: string): boolean {
  return URL.canParse(publicUrl) && OWN_HOSTS.has(new URL(publicUrl).hostname)
}
