// A program's rules on the shop's page: what the shop can lose this month, and which version is in force.

import { BPS_PER_PERCENT, type Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import { html, type Html } from './html.ts'
import { day, testDollars } from './parts.ts'

export type PolicySection = {
  readonly loss: { readonly mostMicros: Micros | undefined; readonly because: string | undefined }
  readonly versions: readonly {
    readonly versionNo: number
    readonly effectiveFrom: Instant
    readonly isInForce: boolean
    readonly policy: Policy
  }[]
}

/** The section within its program's. */
export function policySection({ loss, versions }: PolicySection): Html {
  return html`<p>
      <strong>The most you can lose this month:</strong>
      ${
        loss.mostMicros === undefined
          ? html`no limit but that of each order. Set a cap or a budget for the month.`
          : html`${testDollars(loss.mostMicros)}, by ${loss.because}.`
      }
    </p>
    <details>
      <summary>Rules</summary>
      <ul>
        ${versions.map(
          ({ versionNo, effectiveFrom, isInForce, policy }) =>
            html`<li>
              ${isInForce ? html`<strong>Version ${versionNo}</strong>` : html`Version ${versionNo}`}, from
              ${day(effectiveFrom)}: ${rewardWords(policy)}
            </li>`,
        )}
      </ul>
    </details>`
}

function rewardWords({ reward, rules = [], perOrderCap }: Policy): string {
  const what =
    reward.kind === 'percent'
      ? `${reward.bps / BPS_PER_PERCENT} %`
      : `${reward.amount} ${reward.per === 'item' ? 'for each piece' : 'for each order'}`
  const more =
    rules.length === 0 ? '' : `, with ${rules.length} special ${rules.length === 1 ? 'rule' : 'rules'}`
  return `${what}, at most ${perOrderCap} for one order${more}`
}
