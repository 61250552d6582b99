// A person's own page: what is promised, owed and paid, the links to send, and the why of each reward.

import { ZERO_MICROS, type Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { linkCard, type LinkCard } from './link-card.ts'
import { ownMetricsSection, type OwnMetrics } from './own-metrics-section.ts'
import { reachSection } from './reach-section.ts'
import {
  day,
  figure,
  minute,
  reasons,
  shortened,
  state,
  testDollars,
  type Reason,
  type Tone,
} from './parts.ts'
import { unrewardedSection, type UnrewardedOrder } from './unrewarded-section.ts'

export type PersonReward = {
  readonly shopName: string
  readonly at: Instant
  readonly amount: Micros
  readonly state: string
  readonly unlocksAt: Instant | null
  readonly sentence: string
  readonly trace: readonly Reason[]
}

export type PersonPayment = {
  readonly at: Instant
  readonly amount: Micros
  readonly chainTransaction: string
}

export type Person = {
  readonly handle: string
  readonly payee: string
  readonly withoutProfile: boolean
  readonly promised: Micros
  readonly owed: Micros
  readonly paid: Micros
  readonly debt: Micros
  readonly minimumPayout: Micros
  /** There are older ones than those listed. */
  readonly isCut: boolean
  readonly links: readonly (LinkCard & { readonly programId: string })[]
  readonly rewards: readonly PersonReward[]
  readonly unrewarded: readonly UnrewardedOrder[]
  readonly payments: readonly PersonPayment[]
}

export type MePage = {
  readonly person: Person
  readonly metrics: readonly OwnMetrics[]
  readonly publicUrl: string
  readonly token: string
  /** The link that opens this page; undefined for whoever is signed in, of whom only a fingerprint of it is kept. */
  readonly signInUrl: string | undefined
  /** Just joined, or with a new sign-in link: shows it first. */
  readonly isWelcome: boolean
}

/** The page at `/me/:token`. */
export function mePage({ person, metrics, publicUrl, token, signInUrl, isWelcome }: MePage): Html {
  return layout({
    title: 'My page',
    body: html`
      ${isWelcome && signInUrl !== undefined && keepThis(signInUrl)}
      <section class="intro">
        <h1>Hello, ${person.handle}</h1>
        <dl class="figures">
          ${figure('Promised', person.promised, html`Each reward unlocks on its day below.`)}
          ${figure('Owed', person.owed, html`Unlocked. Sent by itself at ${testDollars(person.minimumPayout)}.`)}
          ${figure('Paid', person.paid, html`Sent to ${shortened(person.payee)}.`)}
        </dl>
        ${
          person.debt > ZERO_MICROS &&
          html`<p class="soft">
            An order came back after its reward was unlocked. ${testDollars(person.debt)} will be taken off
            your next rewards from that shop. You never have to pay anything back.
          </p>`
        }
      </section>
      <section>
        <h2>${person.links.length === 1 ? 'Your link' : 'Your links'}</h2>
        <div class="list">${person.links.map((link) => linkCard(link, publicUrl))}</div>
      </section>
      <section>
        <h2>Your rewards</h2>
        ${latestFirst(rewardCards(person.rewards), html`None yet. Send your link to somebody who would like it.`)}
      </section>
      ${unrewardedSection(person.unrewarded)}
      <section>
        <h2>Your payments</h2>
        ${latestFirst(paymentCards(person.payments), html`None yet.`)}
        ${
          person.isCut &&
          html`<p class="small soft">
            Only the latest are shown here. All of them are in the tables under
            <a href="/me/${token}/privacy">What is kept of me</a>.
          </p>`
        }
      </section>
      <section>
        <h2>More that you can do</h2>
        <ul class="list">
          <li>
            <a href="/me/${token}/stories">Your stories and discount codes</a>: tell what you like, beside the
            things you mean.
          </li>
          <li>
            <a href="/me/${token}/money">Your money</a>: move it, if you are paid to your passkey’s account.
          </li>
          <li><a href="/me/${token}/ways">Campaigns, deals, and where I spoke of a shop</a></li>
        </ul>
      </section>
      ${ownMetricsSection(metrics)} ${reachSection({ links: person.links, publicUrl, token })}
      ${signInSection(signInUrl, { token, isWelcome })}
      <p><a href="/me/${token}/privacy">What is kept of me, and how I leave</a></p>
    `,
  })
}

function keepThis(signInUrl: string): Html {
  return html`<section class="banner">
    <h2>Keep this</h2>
    <p>
      This is your own sign-in link. It is the only way back to this page: bookmark it, or send it to
      yourself.
    </p>
    <p class="copy">${signInUrl}</p>
    <p class="small">
      Whoever has it can see this page. Nobody can take money with it: payouts go to your address.
    </p>
  </section>`
}

/** Cards shown at once, so that a phone reaches what comes after them. */
const CARDS_SHOWN = 5

/** The first cards, and the others folded. */
function latestFirst(cards: readonly Html[], none: Html): Html {
  if (cards.length === 0) return html`<p class="soft">${none}</p>`
  const earlier = cards.slice(CARDS_SHOWN)
  return html`<ul class="list">
      ${cards.slice(0, CARDS_SHOWN)}
    </ul>
    ${
      earlier.length > 0 &&
      html`<details>
        <summary>${earlier.length} earlier</summary>
        <ul class="list">
          ${earlier}
        </ul>
      </details>`
    }`
}

function rewardCards(rewards: readonly PersonReward[]): readonly Html[] {
  return rewards.map(
    (reward) =>
      html`<li class="card">
        <div class="row">
          <span>${testDollars(reward.amount)}</span>
          ${stateOf(reward)}
        </div>
        <p>${reward.sentence}</p>
        <p class="small soft">
          ${reward.shopName}, order of
          ${day(reward.at)}${
            reward.unlocksAt !== null && reward.state === 'promised'
              ? html`, unlocks on ${day(reward.unlocksAt)}`
              : ''
          }
        </p>
        ${reasons(reward.trace)}
      </li>`,
  )
}

/** What a state is called for people, and how it looks. */
const STATES: Readonly<Record<string, readonly [string, Tone]>> = {
  'waiting to be reserved': ['on its way', 'wait'],
  "waiting for the shop's pool": ['waiting for the shop', 'wait'],
  "waiting for the shop's budget": ["waiting for the shop's budget", 'wait'],
  "waiting for the shop's look": ['the shop has a look at it', 'wait'],
  promised: ['promised', 'wait'],
  owed: ['owed', 'good'],
  paid: ['paid', 'good'],
  void: ['not paid', 'bad'],
}

function stateOf(reward: PersonReward): Html {
  const [word, tone] = STATES[reward.state] ?? [reward.state, 'plain']
  return state(word, tone)
}

function paymentCards(payments: readonly PersonPayment[]): readonly Html[] {
  return payments.map(
    ({ at, amount, chainTransaction }) =>
      html`<li class="card">
        <div class="row">
          <span>${testDollars(amount)}</span>
          <span class="small soft">${minute(at)}</span>
        </div>
        <p class="small soft">Public receipt ${shortened(chainTransaction)}</p>
      </li>`,
  )
}

function signInSection(
  signInUrl: string | undefined,
  { token, isWelcome }: { token: string; isWelcome: boolean },
): Html {
  return html`<section class="card">
    <h2>Your sign-in link</h2>
    ${!isWelcome && signInUrl !== undefined && html`<p class="copy">${signInUrl}</p>`}
    <p class="small soft">
      Did somebody else see it, or did you lose it? Make a new one. The old one stops working at once, and
      every other device is signed out.
    </p>
    <form method="post" action="/me/${token}/new-link">
      <button class="quiet" type="submit">Make a new sign-in link</button>
    </form>
    <p><a href="/me/${token}/sign-in">Where you are signed in</a></p>
  </section>`
}
