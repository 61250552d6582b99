// The frame around every page.

import { html, type Html } from './html.ts'
import { MARK_PATH } from './mark.ts'
import { STYLE_PATH } from './style.ts'

export type Layout = {
  readonly title: string
  readonly body: Html
  /** For tables; pages of text stay narrow enough to read. */
  readonly isWide?: boolean
  /** What link previews read. */
  readonly head?: Html
  /** Of the words on it (BCP 47). */
  readonly language?: string
  /** Instead of the sentence on test dollars, where other money is spoken of. */
  readonly foot?: Html
}

/** A whole document; `title` is followed by the name of the service. */
export function layout({ title, body, isWide = false, head, language = 'en', foot }: Layout): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · Vouchpenny</title>
        ${head}
        <link rel="stylesheet" href="${STYLE_PATH}" />
        <link rel="icon" type="image/svg+xml" href="${MARK_PATH}" />
      </head>
      <body class="${isWide ? 'wide' : 'narrow'}">
        <header class="top">
          <a class="mark" href="/"><img src="${MARK_PATH}" alt="" width="28" height="28" />Vouchpenny</a>
        </header>
        <main>${body}</main>
        <footer class="foot">
          ${foot ?? html`<p>Amounts are in test dollars: play money on a test network, worth nothing outside it.</p>`}
        </footer>
      </body>
    </html>`
}
