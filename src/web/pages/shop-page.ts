// The shop's page: the pool of each program, and every order and reward with its reason.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { SHOP_EXPORTS } from '#schema/exports.ts'
import { closingSection, type ShopClosing } from './closing-section.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { metricsSection, type MetricsSection } from './metrics-section.ts'
import { day, digits, figure, minute, reasons, state, type Reason, type Tone } from './parts.ts'
import { policySection, type PolicySection } from './policy-section.ts'
import { messagesSection, type ShopMessages } from './shop-messages.ts'
import { proposalsSection, type ShopProposals } from './shop-proposals.ts'
import { reviewSection, type ShopReviews } from './shop-reviews.ts'
import { tellingSection, type ShopTelling } from './shop-telling-section.ts'
import { takeAlongSection } from './take-along-section.ts'

export type ShopPool = {
  readonly state: 'opening' | 'open'
  readonly pool: number | null
  readonly deposited: Micros
  readonly available: Micros
  readonly reserved: Micros
  readonly released: Micros
  readonly withdrawn: Micros
}

export type ShopProgram = {
  readonly programId: string
  readonly name: string
  readonly shopName: string
  /** Absent before a pool was asked for. */
  readonly pool: ShopPool | undefined
  readonly figures: MetricsSection
  readonly rules: PolicySection
  /** Absent unless the program ends. */
  readonly closing?: ShopClosing | undefined
}

export type ShopOrder = {
  readonly externalId: string
  readonly paidAt: Instant | null
  readonly currency: string | null
  readonly eligible: Micros
  readonly refunded: Micros
  readonly cancelled: boolean
  readonly outcome: string
  readonly reason: string
}

export type ShopReward = {
  readonly rewardId: string
  readonly handle: string
  readonly tier: string | null
  readonly target: Micros
  readonly debt: Micros
  readonly state: string
  readonly unlocksAt: Instant | null
  readonly sentence: string
  readonly trace: readonly Reason[]
}

export type ShopPage = {
  readonly programs: readonly ShopProgram[]
  readonly orders: readonly ShopOrder[]
  readonly rewards: readonly ShopReward[]
  readonly reviews: ShopReviews
  readonly proposals: ShopProposals
  readonly messages: ShopMessages
  readonly telling: readonly ShopTelling[]
  readonly publicUrl: string
}

/** The page at `/shop/:token`. */
export function shopPage({
  programs,
  orders,
  rewards,
  reviews,
  proposals,
  messages,
  telling,
  publicUrl,
}: ShopPage): Html {
  return layout({
    title: programs[0]?.shopName ?? 'My shop',
    isWide: true,
    body: html`
      <section class="intro">
        <h1>${programs[0]?.shopName ?? 'Your shop'}</h1>
        <p class="lead">Where your money is, and why each reward was or was not given.</p>
      </section>
      ${programs.length === 0 && html`<p class="soft">No program yet. Set-up makes one.</p>`}
      ${programs.map((program) => programSection(program, { publicUrl, token: reviews.token }))}
      ${proposalsSection(proposals)} ${reviewSection(reviews)}
      <section>
        <h2>Who recommends you, and how</h2>
        <ul class="list">
          <li><a href="/shop/${reviews.token}/ways">Campaigns, deals, and who recommends you</a></li>
          <li><a href="/shop/${reviews.token}/showcase">Stories and discount codes</a></li>
        </ul>
      </section>
      <section>
        <h2>Latest orders</h2>
        ${orders.length === 0 ? html`<p class="soft">No order has arrived yet.</p>` : orderTable(orders)}
      </section>
      <section>
        <h2>Latest rewards</h2>
        ${rewards.length === 0 ? html`<p class="soft">No reward yet.</p>` : rewardTable(rewards)}
      </section>
      ${messagesSection(`/shop/${reviews.token}`, messages)} ${tellingSection(reviews.token, telling)}
      ${takeAlongSection(`/shop/${reviews.token}`, Object.keys(SHOP_EXPORTS))}
      <p><a href="/shop/${reviews.token}/keys">API keys, wallets and sign-ins</a></p>
      <section class="card">
        <h2>Check it yourself</h2>
        <p>
          The figures above come from this server. <a href="/audit">The audit page</a> says how anybody
          rebuilds them from public records alone, without asking us.
        </p>
        <p>Everything on record about one reward, by the number below its person:</p>
        <pre>npm run vouch -- reward show &lt;number&gt; --key-file &lt;file&gt;</pre>
      </section>
    `,
  })
}

function programSection(
  { programId, name, pool, figures, rules, closing }: ShopProgram,
  { publicUrl, token }: { readonly publicUrl: string; readonly token: string },
): Html {
  return html`<section>
    <div class="row">
      <h2>${name}</h2>
      ${poolState(pool)}
    </div>
    ${pool !== undefined && poolFigures(pool)} ${policySection(rules)} ${metricsSection(figures)}
    ${closingSection(programId, closing)}
    <p class="small soft">
      People join here: <a href="/join/${programId}">${publicUrl}/join/${programId}</a>.
      <a href="/shop/${token}/models/${programId}">What other ways of crediting would have paid</a>
    </p>
  </section>`
}

function poolState(pool: ShopPool | undefined): Html {
  if (pool === undefined) return state('no pool yet', 'bad')
  if (pool.state === 'opening') return state('pool is being opened', 'wait')
  return state(pool.pool === null ? 'pool open' : `pool ${pool.pool} open`, 'good')
}

function poolFigures(pool: ShopPool): Html {
  return html`<dl class="figures">
      ${figure('Deposited', pool.deposited, html`All you have put in.`)}
      ${figure('Available', pool.available, html`Free for new rewards.`)}
      ${figure('Reserved', pool.reserved, html`For rewards that have not unlocked.`)}
      ${figure('Released', pool.released, html`Unlocked: owed or paid to people.`)}
      ${figure('Withdrawn', pool.withdrawn, html`Taken out by you.`)}
    </dl>
    <p class="small soft">
      ${digits(pool.deposited)} deposited = ${digits(pool.available)} + ${digits(pool.reserved)} +
      ${digits(pool.released)} + ${digits(pool.withdrawn)}, final on the chain.
    </p>`
}

/** What an outcome is called for people, and how it looks. */
const OUTCOMES: Readonly<Record<string, readonly [string, Tone]>> = {
  credited: ['credited', 'good'],
  'not-credited': ['not credited', 'plain'],
  'waiting-for-payment': ['not paid for yet', 'wait'],
  'waiting-for-rate': ['waits for a currency rate', 'wait'],
}

function orderTable(orders: readonly ShopOrder[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Order</th>
        <th>Paid</th>
        <th class="number">Counts</th>
        <th class="number">Refunded</th>
        <th>Outcome and reason</th>
      </tr>
    </thead>
    <tbody>
      ${orders.map((order) => {
        const [word, tone] = OUTCOMES[order.outcome] ?? [order.outcome, 'plain']
        return html`<tr>
          <td data-label="Order">${order.externalId}</td>
          <td data-label="Paid">${order.paidAt === null ? 'not yet' : minute(order.paidAt)}</td>
          <td data-label="Counts" class="number">${digits(order.eligible)} ${order.currency}</td>
          <td data-label="Refunded" class="number">
            ${order.cancelled ? 'cancelled' : `${digits(order.refunded)} ${order.currency ?? ''}`}
          </td>
          <td data-label="Outcome">
            <div>${state(word, tone)} <span class="small soft">${order.reason}</span></div>
          </td>
        </tr>`
      })}
    </tbody>
  </table>`
}

/** How a reward's state looks; others are plain. */
const TONES: Readonly<Record<string, Tone>> = { promised: 'wait', owed: 'good', paid: 'good', void: 'bad' }

function rewardTable(rewards: readonly ShopReward[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Person</th>
        <th class="number">Reward</th>
        <th>State</th>
        <th>Unlocks on</th>
        <th>Reason</th>
      </tr>
    </thead>
    <tbody>
      ${rewards.map(
        (reward) =>
          html`<tr id="${reward.rewardId}">
            <td data-label="Person">
              <div>
                ${reward.handle}${reward.tier !== null && html` <span class="small soft">${reward.tier}</span>`}
                <code class="small soft">${reward.rewardId}</code>
              </div>
            </td>
            <td data-label="Reward" class="number">${digits(reward.target)}</td>
            <td data-label="State"><div>${state(reward.state, TONES[reward.state] ?? 'plain')}</div></td>
            <td data-label="Unlocks on">${unlockDay(reward)}</td>
            <td data-label="Reason">
              <div>${reward.sentence} ${reasons(reward.trace)}</div>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** Rewards that are void never unlock; those owed or paid have; those not reserved yet have no day. */
function unlockDay({ state: where, unlocksAt }: ShopReward): Html {
  if (where === 'void') return html`never`
  if (where === 'owed' || where === 'paid') return html`unlocked`
  return unlocksAt === null ? html`not set yet` : day(unlocksAt)
}
