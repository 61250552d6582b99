// What is kept of a person, and what they can do about it: be left out of comparisons, choose the words of the ad, take
// everything along, be erased.

import { disclosureFor, type Locale } from '#domain/disclosure.ts'
import { PERSON_EXPORTS } from '#schema/exports.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { localeField } from './locale-field.ts'
import { takeAlongSection } from './take-along-section.ts'

export type MePrivacyPage = {
  readonly token: string
  readonly withoutProfile: boolean
  readonly links: readonly { readonly code: string; readonly shopName: string; readonly locale: Locale }[]
  /** The erasure was asked for without the tick that confirms it. */
  readonly isUnconfirmed?: boolean
}

/** The page at `/me/:token/privacy`. */
export function mePrivacyPage(page: MePrivacyPage): Html {
  const { token } = page
  return layout({
    title: 'What is kept of me',
    body: html`
      <section class="intro">
        <h1>What is kept of you</h1>
        <p class="lead">
          The name you gave, your payout address, a fingerprint of your e-mail if you gave one, your links,
          and what you earned with them. Nothing is sent to anybody else, and nobody is written to in your
          name.
        </p>
      </section>
      ${page.links.map((link) => wordsSection(token, link))} ${profileSection(page)}
      <section class="card">
        <h2>Take it along</h2>
        <p>Everything that is kept of you, as a file for you and for programs.</p>
        <p><a class="button quiet" href="/me/${token}/export.json" download="my-data.json">Get my data</a></p>
      </section>
      ${takeAlongSection(`/me/${token}`, Object.keys(PERSON_EXPORTS))} ${eraseSection(page)}
      <p><a href="/me/${token}">Back to my page</a></p>
    `,
  })
}

function wordsSection(token: string, { code, shopName, locale }: MePrivacyPage['links'][number]): Html {
  return html`<section class="card">
    <h2>The ad in your text for ${shopName}</h2>
    <p>“${disclosureFor(locale).statement}”</p>
    <form method="post" action="/me/${token}/links/${code}/locale">
      ${localeField({ id: `locale-${code}`, chosen: locale })}
      <button class="quiet" type="submit">Use these words</button>
    </form>
  </section>`
}

function profileSection({ token, withoutProfile }: MePrivacyPage): Html {
  return html`<section class="card">
    <h2>${withoutProfile ? 'You are not compared with others' : 'Not to be compared with others'}</h2>
    <p>
      ${
        withoutProfile
          ? 'Shops see what your link sold, and leave you out of rankings and comparisons of people. You are paid like everybody.'
          : 'Shops can rank people by what their links did. You can be left out of that, and are paid like everybody.'
      }
    </p>
    <form method="post" action="/me/${token}/profile">
      <input type="hidden" name="without" value="${withoutProfile ? 'no' : 'yes'}" />
      <button class="quiet" type="submit">${withoutProfile ? 'Compare me again' : 'Leave me out'}</button>
    </form>
  </section>`
}

function eraseSection({ token, isUnconfirmed = false }: MePrivacyPage): Html {
  return html`<section class="card">
    <h2>Be erased</h2>
    <p>
      Your name, your sign-in link, your links, your words and pictures go at once, and so does this page.
      What was promised to you is still paid to your address. When the last of it is paid, the records of your
      rewards go too. Shops keep the amounts, without you. Payouts that were made stay public.
    </p>
    <p>
      If a passkey keeps <a href="/me/${token}/money">your money</a>, move it first: without this page you
      cannot, unless you took your data along.
    </p>
    ${isUnconfirmed && html`<p class="wrong" id="confirm-wrong">Please tick the box first.</p>`}
    <form method="post" action="/me/${token}/erase">
      <p>
        <label
          ><input type="checkbox" name="confirm" value="erase" required /> I know that this cannot be
          undone.</label
        >
      </p>
      <button type="submit">Erase me</button>
    </form>
  </section>`
}

/** What is shown to who has just been erased. */
export function erasedPage({ isOver }: { readonly isOver: boolean }): Html {
  return layout({
    title: 'You are erased',
    body: html`<section class="intro">
      <h1>You are erased</h1>
      <p class="lead">
        ${
          isOver
            ? 'Nothing that leads to you is kept here any more.'
            : 'Your name, your links and your page are gone. What was promised to you is still paid to your address; then the records of it go too, by themselves.'
        }
      </p>
    </section>`,
  })
}
