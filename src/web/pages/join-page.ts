// The page a shop's join link leads to: what is paid, when, what becomes public, and a short form.

import { disclosureFor, type Locale } from '#domain/disclosure.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import { endingNote } from './closing-section.ts'
import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { passkeyCreationBox, type PasskeyCreation } from './passkey-box.ts'
import { passkeyScripts } from './scripts.ts'
import { localeField } from './locale-field.ts'
import { duration, percent, rewardOf, shareOf } from './reward-words.ts'

/** What each field takes at most, in characters; the server decides. */
const MAX_LENGTH = { handle: 40, payee: 60, email: 254 }

export type JoinFormProblems = Readonly<
  Partial<
    Record<'handle' | 'payee' | 'passkey' | 'email' | 'locale' | 'invitation' | 'ticket' | 'form', string>
  >
>

export type JoinPage = {
  readonly program: { readonly programId: string; readonly shopName: string; readonly policy: Policy }
  /** Until when orders count in a program that ends, and whether that is over. */
  readonly ending?: { readonly lastOrderAt: Instant; readonly isOver: boolean } | undefined
  /** What was sent, to be shown again. */
  readonly values: Readonly<Record<string, string | undefined>>
  readonly problems: JoinFormProblems
  /** Where the readers of the link are, as far as the browser tells or the form was sent. */
  readonly locale: Locale
  /** Makes the form count once. */
  readonly ticket: string
  /** The link of whoever brought this person. */
  readonly via?: string | undefined
  /** Undefined where this server takes no passkeys. */
  readonly passkey?: PasskeyCreation | undefined
  /** A passkey that was made before the form came back. */
  readonly enrolment?: string | undefined
}

/** The page at `/join/:programId`. */
export function joinPage(page: JoinPage): Html {
  const { policy, shopName } = page.program
  return layout({
    title: `Recommend ${shopName}`,
    ...(page.passkey === undefined ? {} : { head: passkeyScripts }),
    body: html`
      <section class="intro">
        <h1>Recommend ${shopName}, and earn ${shareOf(policy)}</h1>
        <p class="lead">
          You get a link of your own. When somebody buys through it and keeps what they bought, you are paid.
          No account, no app, nothing to install.
        </p>
      </section>
      <section class="card">
        <h2>What you should know first</h2>
        <dl class="terms">
          ${termsOf(policy, page.locale).map(
            ([name, meaning]) =>
              html`<div>
                <dt>${name}</dt>
                <dd>${meaning}</dd>
              </div>`,
          )}
        </dl>
      </section>
      <section class="card">
        <h2>Get your link</h2>
        ${endingNote(page.ending)} ${page.ending?.isOver !== true && joinForm(page)}
      </section>
    `,
  })
}

function joinForm(page: JoinPage): Html {
  const { program, values, problems, locale, ticket, via } = page
  const wrongForm = problems.form ?? problems.locale ?? problems.ticket
  return html`<form method="post" action="/join/${program.programId}">
    ${wrongForm !== undefined && html`<p class="wrong">The form could not be read. Please fill it in once more.</p>`}
    ${problems.invitation !== undefined && html`<p class="wrong">${problems.invitation}</p>`}
    ${
      values['invitation'] !== undefined &&
      html`<p class="soft">
        ${program.shopName} invites you, because you bought there. The invitation works once and names nobody.
        Whether you join is up to you: joining is your consent, and nothing is kept of you if you do not.
      </p>`
    }
    ${formField({
      name: 'handle',
      label: 'Your name here',
      hint: `${program.shopName} sees it beside your rewards. It need not be your real name.`,
      value: values['handle'],
      problem: problems.handle,
      autocomplete: 'nickname',
      maxLength: MAX_LENGTH.handle,
    })}
    ${payoutFields(page)}
    ${formField({
      name: 'email',
      label: 'Your e-mail',
      hint: 'Only to tell your own purchases from recommendations. It is kept as a fingerprint, and nothing is sent to it.',
      value: values['email'],
      problem: problems.email,
      type: 'email',
      autocomplete: 'email',
      isOptional: true,
      maxLength: MAX_LENGTH.email,
    })}
    ${localeField({ id: 'locale', chosen: locale })}
    ${via !== undefined && html`<input type="hidden" name="via" value="${via}" />`}
    ${values['invitation'] !== undefined && html`<input type="hidden" name="invitation" value="${values['invitation']}" />`}
    <input type="hidden" name="ticket" value="${ticket}" />
    <button type="submit">Get my link</button>
  </form>`
}

/** A passkey where that works, or an address of one's own. */
function payoutFields({ values, problems, passkey, enrolment }: JoinPage): Html {
  const pasted = formField({
    name: 'payee',
    label: 'Your payout address',
    hint: `${passkey === undefined ? '' : 'Instead of a passkey. '}Begins with 0x. Copy it from the app that keeps your money. What is paid to it can be seen by everybody.`,
    value: values['payee'],
    problem: problems.payee,
    autocomplete: 'off',
    isCode: true,
    maxLength: MAX_LENGTH.payee,
  })
  if (passkey === undefined) return pasted
  const box = passkeyCreationBox(passkey, { sealed: enrolment, problem: problems.passkey })
  return enrolment === undefined ? html`${box} ${pasted}` : box
}

function termsOf(policy: Policy, locale: Locale): readonly (readonly [string, Html])[] {
  const { windowDays } = policy.attribution
  const held = duration(policy.holdSeconds)
  return [
    [
      'What is paid',
      html`${rewardOf(policy)} for each order, at most ${policy.perOrderCap} ${policy.currency}; paid in test
      dollars. ${left(policy)}${otherwise(policy)}`,
    ],
    [
      'For which orders',
      html`Those placed within ${windowDays} days after your link was opened.
      ${OTHERS[policy.attribution.model]}`,
    ],
    [
      'When',
      html`It is promised within about a minute and unlocks ${held} later. Then it is paid to your address by
      itself.`,
    ],
    [
      'If things go back',
      html`An order returned before that day takes its reward along. After that day the reward stays yours;
      what was too much is only taken off later rewards of the same shop.`,
    ],
    [
      'What is public',
      html`Payouts: everybody can see what is paid to the address you give. Your name, e-mail and the orders
      are not public.`,
    ],
    [
      'What you must say',
      html`That it is a recommendation for money. Your text begins with it:
      “${disclosureFor(locale).statement}”.`,
    ],
  ]
}

/** Who is paid when a buyer opened the links of several people, by the program's model. */
const OTHERS: Readonly<Record<Policy['attribution']['model'], string>> = {
  'last-click': 'Who opened several links counts for the last one.',
  'first-click': 'Who opened several links counts for the first one.',
  linear: 'Who opened several links counts for all of them, each for the same part.',
  'time-decay': 'Who opened several links counts for all of them, most for the latest.',
  position: 'Who opened several links counts for all of them, most for the first and the last.',
}

/** What of an order does not count. */
function left({ exclude = {} }: Policy): string {
  const parts = [exclude.shipping !== false && 'shipping', exclude.tax !== false && 'tax'].filter(Boolean)
  return parts.length === 0 ? '' : `Without ${parts.join(' and ')}. `
}

/** That special rules give some orders another reward, and that a friend may have a part of it. */
function otherwise({ rules = [], upline }: Policy): string {
  const special = rules.length === 0 ? '' : 'For some products or people the shop pays another share. '
  return upline === undefined
    ? special
    : `${special}If a friend who sells here brought you, ${percent(upline.bps)} of your reward goes to that friend.`
}
