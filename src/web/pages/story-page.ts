// A story as everybody reads it. That it is an ad stands above everything else, in the reader's language, and goes first
// into what link previews show.

import { savingText, type Saving } from '#domain/coupon.ts'
import type { Micros } from '#domain/money.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { productPrice } from './product-price.ts'

/** What a preview shows of a story, in characters; more is cut by all of them. */
const PREVIEW_LENGTH = 200

export type StoryPage = {
  readonly code: string
  readonly title: string
  readonly words: string
  readonly pictureId: string | null
  readonly handle: string
  readonly shopName: string
  readonly banner: string
  readonly locale: string
  readonly discount: { readonly code: string; readonly saving: Saving | null } | null
  readonly products: readonly {
    readonly title: string
    readonly price: { readonly amount: Micros; readonly currency: string } | null
    readonly pictureId: string | null
  }[]
}

/** The page at `/s/:code`. */
export function storyPage(story: StoryPage, publicUrl: string): Html {
  const { title, banner, words, pictureId, handle, shopName, discount, products } = story
  return layout({
    title,
    head: preview(story, publicUrl),
    foot: html`<p>Prices are the shop's, as it last told them. What counts is what stands in the shop.</p>`,
    body: html`
      <article class="stack" lang="${story.locale}">
        <p class="disclosure">${banner}</p>
        <h1>${title}</h1>
        <p class="small soft">${handle}, about ${shopName}</p>
        ${pictureId !== null && html`<img class="picture" src="/pictures/${pictureId}" alt="" />`}
        ${words.split(/\n+/).map((paragraph) => html`<p>${paragraph}</p>`)}
      </article>
      ${
        discount !== null &&
        html`<section class="banner">
          <p>
            ${capital(savingText(discount.saving))} at ${shopName} with the code
            <strong class="code">${discount.code}</strong>
          </p>
        </section>`
      }
      <section>
        <h2>${products.length === 1 ? 'In this story' : `${products.length} things in this story`}</h2>
        <ul class="products">
          ${products.map((product, index) => productCard(story, product, index))}
        </ul>
      </section>
    `,
  })
}

function productCard(
  { code, shopName }: StoryPage,
  { title, price, pictureId }: StoryPage['products'][number],
  index: number,
): Html {
  return html`<li class="card product">
    ${pictureId !== null && html`<img class="picture" src="/pictures/${pictureId}" alt="" loading="lazy" />`}
    <h3>${title}</h3>
    ${productPrice(price) !== undefined && html`<p>${productPrice(price)}</p>`}
    <a class="button" href="/s/${code}/${index + 1}" rel="sponsored nofollow">See it at ${shopName}</a>
  </li>`
}

/** Open Graph (ogp.me); the disclosure begins the description, so that it is read before the link is opened. */
function preview({ code, title, banner, words, pictureId, shopName }: StoryPage, publicUrl: string): Html {
  const description = `${banner}. ${words.replaceAll(/\s+/g, ' ')}`
  return html`<meta name="description" content="${cut(description)}" />
    <meta property="og:type" content="article" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${cut(description)}" />
    <meta property="og:url" content="${publicUrl}/s/${code}" />
    <meta property="og:site_name" content="${shopName}" />
    ${pictureId !== null && html`<meta property="og:image" content="${publicUrl}/pictures/${pictureId}" />`}
    <meta name="twitter:card" content="${pictureId === null ? 'summary' : 'summary_large_image'}" />`
}

function cut(text: string): string {
  return text.length <= PREVIEW_LENGTH ? text : `${text.slice(0, PREVIEW_LENGTH - 1).toWellFormed()}…`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
