// The shop's ways of influence: people by their figures, campaigns with results, deals apart from sales, and what is
// only declared.

import type { Micros } from '#domain/money.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { counted, digits, newestOnly, state, type Tone } from './parts.ts'
import { dealSection, type ShopDealProgram } from './shop-deals.ts'
import { personField, textField } from './way-fields.ts'

/** Basis points in one percent. */
const BPS_PER_PERCENT = 100

type Figures = {
  readonly visits: number
  readonly leads: number
  readonly orders: number
  readonly sales: Micros
  readonly rewards: Micros
}

export type ShopWaysProgram = {
  readonly programId: string
  readonly name: string
  readonly by: string
  readonly funnel: {
    readonly currency: string
    readonly measured: Figures
    readonly byWay: Readonly<Record<'ownLinks' | 'campaigns' | 'viral' | 'advocates', Figures>>
    readonly declared: { readonly mentions: number; readonly shares: number; readonly reach: number }
  }
  readonly people: readonly (Figures & {
    readonly recommenderId: string
    readonly handle: string
    readonly followers: number
    readonly tier: string
    readonly downstream: number
    readonly engagementBps: number | null
    readonly conversionBps: number | null
  })[]
  readonly campaigns: readonly ShopCampaign[]
  readonly mentions: readonly {
    readonly handle: string
    readonly channel: string
    readonly postUrl: string
    readonly declaredReach: number | null
  }[]
  readonly invitations: { readonly made: number; readonly used: number }
  /** There are more than these. */
  readonly isCut: { readonly people: boolean; readonly mentions: boolean }
}

export type ShopCampaign = {
  readonly campaignId: string
  readonly kind: 'directed' | 'secondary'
  readonly name: string
  readonly phase: 'planned' | 'running' | 'over'
  readonly people: readonly { readonly handle: string; readonly state: string }[]
  readonly results: {
    readonly reach: {
      readonly visits: number
      readonly joined: number
      readonly declaredFollowers: number
      readonly declaredReach: number
    }
    readonly awareness: {
      readonly takingPart: number
      readonly mentions: number
      readonly shares: number
      readonly engagementBps: number | null
    }
    readonly sales: Pick<Figures, 'leads' | 'orders' | 'sales' | 'rewards'>
  }
}

export type ShopWaysPage = {
  readonly token: string
  readonly programs: readonly ShopWaysProgram[]
  readonly dealPrograms: readonly ShopDealProgram[]
  /** Just made, shown once. */
  readonly invitationUrl?: string | undefined
}

/** The page at `/shop/:token/ways`. */
export function shopWaysPage({ token, programs, dealPrograms, invitationUrl }: ShopWaysPage): Html {
  return layout({
    title: 'Ways of influence',
    isWide: true,
    body: html`
      <section class="intro">
        <h1>Ways of influence</h1>
        <p class="lead">Who recommends you, by what way, and what came of it in the last 30 days.</p>
        <p><a href="/shop/${token}">Back to my shop</a></p>
      </section>
      ${
        invitationUrl !== undefined &&
        html`<section class="banner">
          <h2>An invitation</h2>
          <p>Show it to one buyer, on your thank-you page. It works once and names nobody.</p>
          <p class="copy">${invitationUrl}</p>
        </section>`
      }
      ${programs.map((program) => programSection(token, program))}
      <section>
        <h2>Deals</h2>
        <p class="soft">Fixed fees, from pools of their own: no figure above contains any of them.</p>
        ${dealPrograms.length === 0 && html`<p class="soft">No program for deals yet: <code>vouch deal program</code> makes one.</p>`}
        ${dealPrograms.map((program) => dealSection(token, program, programs))}
      </section>
    `,
  })
}

function programSection(token: string, program: ShopWaysProgram): Html {
  const { funnel, invitations, campaigns, mentions } = program
  const ways = [
    ['All together', funnel.measured],
    ['People’s own links', funnel.byWay.ownLinks],
    ['Campaigns', funnel.byWay.campaigns],
    ['People brought by people', funnel.byWay.viral],
    ['Buyers who joined by your invitation', funnel.byWay.advocates],
  ] as const
  return html`<section>
    <h2>${program.name}</h2>
    <table>
      <thead>
        <tr>
          <th>Measured</th>
          <th class="number">Visits</th>
          <th class="number">Sign-ups</th>
          <th class="number">Orders</th>
          <th class="number">Sales kept, ${funnel.currency}</th>
          <th class="number">Rewards</th>
        </tr>
      </thead>
      <tbody>
        ${ways.map(([name, figures]) => figureRow(name, figures))}
      </tbody>
    </table>
    <p class="small soft">
      Declared by people, measured by nobody, and paid by nobody:
      ${counted(funnel.declared.mentions, 'post', 'posts')},
      ${counted(funnel.declared.shares, 'share', 'shares')}, a reach of
      ${funnel.declared.reach.toLocaleString('en-GB')}.
    </p>
    ${peopleTable(token, program)}
    <h3>Campaigns</h3>
    ${campaigns.length === 0 && html`<p class="soft">None yet.</p>`}
    <div class="list">${campaigns.map((campaign) => campaignCard(token, campaign, program))}</div>
    ${campaignForm(token, program)}
    <h3>Declared posts</h3>
    ${mentions.length === 0 && html`<p class="soft">None yet.</p>`}
    <ul>
      ${mentions.map(
        ({ handle, channel, postUrl, declaredReach }) =>
          html`<li>
            ${handle}, ${channel}${postUrl !== '' && html`: <span class="copy">${postUrl}</span>`}
            ${declaredReach !== null && html`<span class="small soft">declared reach ${declaredReach.toLocaleString('en-GB')}</span>`}
          </li>`,
      )}
    </ul>
    ${program.isCut.mentions && newestOnly(mentions.length, html`<code>vouch mention list</code> shows more.`)}
    <h3>Invitations for buyers</h3>
    <form method="post" action="/shop/${token}/ways/${program.programId}/invitation">
      <p class="soft">${invitations.made} made, ${invitations.used} used.</p>
      <button class="quiet" type="submit">Make an invitation</button>
    </form>
  </section>`
}

function figureRow(name: string, figures: Figures): Html {
  return html`<tr>
    <td data-label="Measured">${name}</td>
    <td data-label="Visits" class="number">${figures.visits}</td>
    <td data-label="Sign-ups" class="number">${figures.leads}</td>
    <td data-label="Orders" class="number">${figures.orders}</td>
    <td data-label="Sales kept" class="number">${digits(figures.sales)}</td>
    <td data-label="Rewards" class="number">${digits(figures.rewards)}</td>
  </tr>`
}

function peopleTable(token: string, { people, by, isCut }: ShopWaysProgram): Html {
  const orders = ['sales', 'engagement', 'conversion', 'spread']
  return html`<h3>People, best by ${by} first</h3>
    <p class="small">
      ${orders.map((name) => html`<a href="/shop/${token}/ways?by=${name}">by ${name}</a> `)}
    </p>
    <table>
      <thead>
        <tr>
          <th>Person</th>
          <th class="number">Followers</th>
          <th class="number">Engagement</th>
          <th class="number">Conversion</th>
          <th class="number">Sales kept</th>
          <th class="number">People brought</th>
        </tr>
      </thead>
      <tbody>
        ${people.map(
          (person) =>
            html`<tr>
              <td data-label="Person">${person.handle} <span class="small soft">${person.tier}</span></td>
              <td data-label="Followers" class="number">${person.followers.toLocaleString('en-GB')}</td>
              <td data-label="Engagement" class="number">${percent(person.engagementBps)}</td>
              <td data-label="Conversion" class="number">${percent(person.conversionBps)}</td>
              <td data-label="Sales kept" class="number">${digits(person.sales)}</td>
              <td data-label="People brought" class="number">${person.downstream}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      isCut.people &&
      html`<p class="small soft">
        The first ${people.length} are shown. <code>vouch people rank</code> shows more.
      </p>`
    }`
}

function percent(bps: number | null): string {
  return bps === null ? '–' : `${bps / BPS_PER_PERCENT} %`
}

const PHASES: Readonly<Record<ShopCampaign['phase'], Tone>> = {
  planned: 'wait',
  running: 'good',
  over: 'plain',
}

function campaignCard(token: string, campaign: ShopCampaign, { people }: ShopWaysProgram): Html {
  const { reach, awareness, sales } = campaign.results
  const path = `/shop/${token}/ways/campaigns/${campaign.campaignId}`
  return html`<article class="card">
    <div class="row">
      <h4>${campaign.name} <span class="small soft">${campaign.kind}</span></h4>
      ${state(campaign.phase, PHASES[campaign.phase])}
    </div>
    <p>
      Reach: ${counted(reach.visits, 'visit', 'visits')}, ${reach.joined} joined.
      <span class="small soft">
        Declared: ${reach.declaredFollowers.toLocaleString('en-GB')} followers, a reach of
        ${reach.declaredReach.toLocaleString('en-GB')}.
      </span>
    </p>
    <p>
      Awareness: ${awareness.takingPart} of ${campaign.people.length} taking part, ${awareness.mentions}
      posts, ${awareness.shares} shares, engagement ${percent(awareness.engagementBps)}.
    </p>
    <p>
      Sales: ${sales.leads} sign-ups, ${counted(sales.orders, 'order', 'orders')} of ${digits(sales.sales)}
      kept, rewards ${digits(sales.rewards)}.
    </p>
    <p class="small soft">
      ${campaign.people.map(({ handle, state: answer }) => html`${handle}: ${answer.replace('-', ' ')}. `)}
    </p>
    ${
      campaign.phase !== 'over' &&
      campaign.kind === 'directed' &&
      html`<form method="post" action="${path}/people">
        ${personField(`people-${campaign.campaignId}`, people)}
        <button class="quiet" type="submit">Choose this person too</button>
      </form>`
    }
    ${
      campaign.phase !== 'over' &&
      html`<form method="post" action="${path}/end">
        <button class="quiet" type="submit">End it now</button>
      </form>`
    }
  </article>`
}

function campaignForm(token: string, { programId, people }: ShopWaysProgram): Html {
  if (people.length === 0) return html``
  return html`<details>
    <summary>Begin a campaign</summary>
    <form class="card" method="post" action="/shop/${token}/ways/${programId}/campaign">
      ${textField(`name-${programId}`, 'name', 'Name')}
      ${textField(`brief-${programId}`, 'brief', 'What you ask for')}
      ${personField(`person-${programId}`, people)}
      <button type="submit">Begin, directed at this person</button>
    </form>
  </details>`
}
