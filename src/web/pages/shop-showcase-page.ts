// What people show of a shop, and what the shop gives them for it: stories that it may hide, and discount codes that it is
// asked for.

import { savingText, type CouponState, type Saving } from '#domain/coupon.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { counted, day, newestOnly, state, type Tone } from './parts.ts'

export type ShowcaseStory = {
  readonly code: string
  readonly handle: string
  readonly title: string
  readonly state: 'shown' | 'hidden'
  readonly createdAt: number
  readonly products: readonly { readonly title: string; readonly clicks: number }[]
}

export type ShowcaseCoupon = {
  readonly code: string
  readonly link: string | null
  readonly saving: Saving | null
  readonly state: CouponState
}

export type ShowcasePage = {
  readonly token: string
  readonly programs: readonly {
    readonly programId: string
    readonly name: string
    readonly stories: readonly ShowcaseStory[]
    readonly coupons: readonly ShowcaseCoupon[]
    /** There are more than these. */
    readonly isCut: { readonly stories: boolean; readonly coupons: boolean }
  }[]
}

/** The page at `/shop/:token/showcase`. */
export function shopShowcasePage({ token, programs }: ShowcasePage): Html {
  return layout({
    title: 'Stories and discount codes',
    isWide: true,
    body: html`
      <section class="intro">
        <h1>Stories and discount codes</h1>
        <p class="lead">What people show of you, and what they may offer their friends.</p>
      </section>
      ${programs.map(
        ({ programId, name, stories, coupons, isCut }) =>
          html`<section>
              <h2>Stories: ${name}</h2>
              ${stories.length === 0 ? html`<p class="soft">None yet.</p>` : storyTable(stories, token)}
              ${isCut.stories && newestOnly(stories.length, html`<code>vouch story list</code> shows them all.`)}
            </section>
            <section>
              <h2>Discount codes: ${name}</h2>
              ${coupons.length === 0 ? html`<p class="soft">None yet.</p>` : couponTable(coupons, token, programId)}
              ${
                isCut.coupons &&
                html`<p class="small soft">
                  The first ${coupons.length} are shown. <code>vouch coupon list</code> shows them all.
                </p>`
              }
            </section>`,
      )}
      <section class="card">
        <h2>Bring yours</h2>
        <p>The discount codes and the products of your shop, from a table:</p>
        <pre>
npm run vouch -- coupon import --program &lt;id&gt; --file codes.csv --key-file &lt;file&gt;
npm run vouch -- product import --program &lt;id&gt; --file products.csv --key-file &lt;file&gt;</pre>
      </section>
      <p><a href="/shop/${token}">Back to my shop</a></p>
    `,
  })
}

function storyTable(stories: readonly ShowcaseStory[], token: string): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Story</th>
        <th>Person</th>
        <th>Written</th>
        <th>Visits</th>
        <th>State</th>
      </tr>
    </thead>
    <tbody>
      ${stories.map((story) => {
        const isShown = story.state === 'shown'
        return html`<tr>
          <td data-label="Story">
            ${isShown ? html`<a href="/s/${story.code}">${story.title}</a>` : html`${story.title}`}
          </td>
          <td data-label="Person">${story.handle}</td>
          <td data-label="Written">${day(story.createdAt)}</td>
          <td data-label="Visits">
            <div>
              ${story.products.map(
                ({ title, clicks }) => html`<p>${title}: ${counted(clicks, 'visit', 'visits')}</p>`,
              )}
            </div>
          </td>
          <td data-label="State">
            <div>
              ${isShown ? state('shown', 'good') : state('hidden', 'bad')}
              <form method="post" action="/shop/${token}/stories/${story.code}/${isShown ? 'hide' : 'show'}">
                <button class="quiet" type="submit">${isShown ? 'Hide' : 'Show'}</button>
              </form>
            </div>
          </td>
        </tr>`
      })}
    </tbody>
  </table>`
}

/** What a state is called for people, and how it looks. */
const COUPON_STATES: Readonly<Record<CouponState, readonly [string, Tone]>> = {
  asked: ['asked for, shown to nobody', 'wait'],
  valid: ['in your shop', 'good'],
  ended: ['ended', 'plain'],
}

function couponTable(coupons: readonly ShowcaseCoupon[], token: string, programId: string): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Code</th>
        <th>Saves</th>
        <th>Of</th>
        <th>State</th>
      </tr>
    </thead>
    <tbody>
      ${coupons.map(({ code, saving, link, state: where }) => {
        const [word, tone] = COUPON_STATES[where]
        return html`<tr>
          <td data-label="Code"><code>${code}</code></td>
          <td data-label="Saves">${savingText(saving)}</td>
          <td data-label="Of">${link === null ? 'everybody' : html`link <code>${link}</code>`}</td>
          <td data-label="State">
            <div>
              ${state(word, tone)}
              ${
                where === 'asked' &&
                html`<form method="post" action="/shop/${token}/coupons/${programId}">
                  <input type="hidden" name="code" value="${code}" />
                  <button class="quiet" type="submit">My shop has it now</button>
                </form>`
              }
            </div>
          </td>
        </tr>`
      })}
    </tbody>
  </table>`
}
