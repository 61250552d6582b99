// A person's page beyond their own links: campaigns to take part in, deals to approve, and what they say that they posted.

import { CHANNELS, type Channel } from '#domain/mention.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { day, minute, state, testDollars, type Tone } from './parts.ts'

export type MeCampaign = {
  readonly campaignId: string
  readonly shopName: string
  readonly name: string
  readonly brief: string
  readonly phase: 'planned' | 'running' | 'over'
  readonly state: 'invited' | 'open' | 'taking-part' | 'declined'
  readonly endsAt: Instant | null
  /** Orders of the shop's program paid later earn nothing; null while it goes on. */
  readonly lastOrderAt: Instant | null
  readonly url: string | null
  /** Ready to send: the link's own text, or those of the share kit. */
  readonly shareTexts: readonly string[]
}

export type MeDeal = {
  readonly dealId: string
  readonly shopName: string
  readonly title: string
  readonly terms: string
  readonly termsHash: string
  readonly fee: Micros
  readonly dueAt: Instant | null
  readonly state: 'proposed' | 'approved' | 'delivered' | 'declined' | 'withdrawn'
}

export type MeMention = {
  readonly shopName: string
  readonly kind: 'share' | 'mention'
  readonly channel: Channel
  readonly postUrl: string
  readonly declaredReach: number | null
  readonly declaredAt: Instant
}

export type MeWaysPage = {
  readonly token: string
  readonly campaigns: readonly MeCampaign[]
  readonly deals: readonly MeDeal[]
  readonly mentions: readonly MeMention[]
  readonly programs: readonly { readonly programId: string; readonly shopName: string }[]
}

/** What each channel is called for people. */
const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  instagram: 'Instagram',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  x: 'X',
  facebook: 'Facebook',
  blog: 'a blog',
  newsletter: 'a newsletter',
  podcast: 'a podcast',
  message: 'a message',
  'in-person': 'in person',
  other: 'somewhere else',
}

/** The page at `/me/:token/ways`. */
export function meWaysPage({ token, campaigns, deals, mentions, programs }: MeWaysPage): Html {
  return layout({
    title: 'Campaigns and deals',
    body: html`
      <section class="intro">
        <h1>Campaigns and deals</h1>
        <p class="lead">What shops ask you to take part in. You are free to say no to any of it.</p>
        <p><a href="/me/${token}">Back to my page</a></p>
      </section>
      <section>
        <h2>Deals</h2>
        ${deals.length === 0 && html`<p class="soft">No shop has proposed one.</p>`}
        <div class="list">${deals.map((deal) => dealCard(token, deal))}</div>
      </section>
      <section>
        <h2>Campaigns</h2>
        ${campaigns.length === 0 && html`<p class="soft">None at the moment.</p>`}
        <div class="list">${campaigns.map((campaign) => campaignCard(token, campaign))}</div>
      </section>
      <section>
        <h2>Where you spoke of a shop</h2>
        ${programs.length > 0 && mentionForm(token, programs)} ${mentionList(mentions)}
      </section>
    `,
  })
}

/** What the state of a deal is called for people. */
const DEAL_STATES: Readonly<Record<MeDeal['state'], readonly [string, Tone]>> = {
  proposed: ['your answer is awaited', 'wait'],
  approved: ['agreed', 'good'],
  delivered: ['delivered', 'good'],
  declined: ['declined', 'plain'],
  withdrawn: ['called off', 'bad'],
}

function dealCard(token: string, deal: MeDeal): Html {
  const path = `/me/${token}/deals/${deal.dealId}`
  return html`<article class="card">
    <div class="row">
      <h3>${deal.title}</h3>
      ${state(...DEAL_STATES[deal.state])}
    </div>
    <p>
      ${deal.shopName} offers a fixed fee of
      ${testDollars(deal.fee)}${deal.dueAt !== null && html`, due on ${day(deal.dueAt)}`}.
    </p>
    <p>${deal.terms}</p>
    ${
      deal.state === 'delivered' &&
      html`<p class="soft">
        The fee is promised like a reward and paid by itself after its day. It is on your page.
      </p>`
    }
    ${
      deal.state === 'proposed' &&
      html`<form method="post" action="${path}">
        <input type="hidden" name="termsHash" value="${deal.termsHash}" />
        <p class="hint">By approving you agree to exactly these words. The shop has approved them already.</p>
        <button type="submit" name="answer" value="approve">Approve</button>
        <button class="quiet" type="submit" name="answer" value="decline">Decline</button>
      </form>`
    }
  </article>`
}

function campaignCard(token: string, campaign: MeCampaign): Html {
  const isIn = campaign.state === 'taking-part'
  return html`<article class="card">
    <div class="row">
      <h3>${campaign.name}</h3>
      ${campaignState(campaign)}
    </div>
    <p class="small soft">
      ${campaign.shopName}${campaign.endsAt !== null && html`, until ${minute(campaign.endsAt)}`}
    </p>
    ${untilWhen(campaign)}
    <p>${campaign.brief}</p>
    ${campaign.url !== null && html`<p class="copy">${campaign.url}</p>`}
    ${campaign.shareTexts.map(
      (text, index) =>
        html`<div class="field">
          <label for="kit-${campaign.campaignId}-${index}">Text to send</label>
          <textarea id="kit-${campaign.campaignId}-${index}" rows="4" readonly>${text}</textarea>
        </div>`,
    )}
    ${
      !isIn &&
      campaign.phase !== 'over' &&
      html`<form method="post" action="/me/${token}/campaigns/${campaign.campaignId}">
        <button type="submit" name="answer" value="take-part">Take part</button>
        ${
          campaign.state !== 'declined' &&
          html`<button class="quiet" type="submit" name="answer" value="decline">No, thank you</button>`
        }
      </form>`
    }
  </article>`
}

/** That nothing is earned by it from an instant on, where the shop ends before the campaign does. */
function untilWhen({ endsAt, lastOrderAt }: MeCampaign): Html {
  if (lastOrderAt === null || (endsAt !== null && endsAt <= lastOrderAt)) return html``
  return html`<p class="wrong">
    The shop ends its program: orders paid until ${minute(lastOrderAt)} count, and none later.
  </p>`
}

function campaignState({ phase, state: answer }: MeCampaign): Html {
  if (phase === 'over') return state('over', 'plain')
  if (answer === 'taking-part') return state('taking part', 'good')
  return answer === 'declined' ? state('declined', 'plain') : state('you are asked', 'wait')
}

function mentionForm(token: string, programs: MeWaysPage['programs']): Html {
  return html`<form class="card" method="post" action="/me/${token}/mentions">
    <p class="hint">
      Shops see it as your own word. Nothing is paid for it, and it is never added to what was measured.
    </p>
    <div class="field">
      <label for="programId">Shop</label>
      <select id="programId" name="programId">
        ${programs.map(({ programId, shopName }) => html`<option value="${programId}">${shopName}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="kind">What you did</label>
      <select id="kind" name="kind">
        <option value="mention">Posted about it</option>
        <option value="share">Sent the link on</option>
      </select>
    </div>
    <div class="field">
      <label for="channel">Where</label>
      <select id="channel" name="channel">
        ${CHANNELS.map((channel) => html`<option value="${channel}">${CHANNEL_NAMES[channel]}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="postUrl">Address of the post (optional)</label>
      <input class="words" id="postUrl" name="postUrl" type="text" maxlength="2000" autocomplete="off" />
    </div>
    <div class="field">
      <label for="declaredReach">How many people saw it, by your own word (optional)</label>
      <input
        class="words"
        id="declaredReach"
        name="declaredReach"
        type="text"
        inputmode="numeric"
        maxlength="11"
        autocomplete="off"
      />
    </div>
    <button type="submit">Keep it</button>
  </form>`
}

function mentionList(mentions: readonly MeMention[]): Html {
  if (mentions.length === 0) return html``
  return html`<ul class="list">
    ${mentions.map(
      ({ shopName, kind, channel, postUrl, declaredReach, declaredAt }) =>
        html`<li class="card">
          <div class="row">
            <span
              >${shopName}: ${kind === 'share' ? 'sent on by' : 'posted on'} ${CHANNEL_NAMES[channel]}</span
            >
            <span class="small soft">${day(declaredAt)}</span>
          </div>
          ${postUrl !== '' && html`<p class="copy">${postUrl}</p>`}
          ${declaredReach !== null && html`<p class="small soft">Declared reach: ${declaredReach.toLocaleString('en-GB')}</p>`}
        </li>`,
    )}
  </ul>`
}
