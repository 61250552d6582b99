// The directory: shops whose programs anybody may join, with what they pay, when, and how they have kept their word.

import type { Policy } from '#domain/policy.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { state } from './parts.ts'
import { duration, percent, rewardOf, shareOf } from './reward-words.ts'

export type DirectoryProgram = {
  readonly programId: string
  readonly name: string
  readonly shopName: string
  readonly policy: Policy
  readonly hasFunds: boolean
  readonly reversalBps: number | null
}

export type DirectoryPage = {
  readonly programs: readonly DirectoryProgram[]
  /** Leads to the next page; null on the last. */
  readonly next: number | null
}

/** The page at `/programs`. */
export function directoryPage({ programs, next }: DirectoryPage): Html {
  return layout({
    title: 'Shops to recommend',
    body: html`
      <section class="intro">
        <h1>Shops that pay for recommendations</h1>
        <p class="lead">
          Choose a shop that you would recommend anyway. You get a link of your own; rewards are in test
          dollars and are paid by themselves.
        </p>
      </section>
      <section>
        <h2>Open to join</h2>
        ${
          programs.length === 0
            ? html`<p class="soft">None at the moment.</p>`
            : html`<ul class="list">
                ${programs.map(programCard)}
              </ul>`
        }
        ${next !== null && html`<p><a href="/programs?after=${next}">Further shops</a></p>`}
      </section>
    `,
  })
}

function programCard({ programId, name, shopName, policy, hasFunds, reversalBps }: DirectoryProgram): Html {
  return html`<li class="card">
    <div class="row">
      <h3>${shopName}</h3>
      ${hasFunds ? state('has money for rewards', 'good') : state('waiting for money', 'wait')}
    </div>
    <p>${name}: ${shareOf(policy)}</p>
    <p class="small soft">
      ${rewardOf(policy)} for each order, at most ${policy.perOrderCap} ${policy.currency}. Unlocks
      ${duration(policy.holdSeconds)} after the order, and is paid then by itself.
    </p>
    <p class="small soft">${keptWord(reversalBps)}</p>
    <a class="button" href="/join/${programId}">Get a link</a>
  </li>`
}

/** How much of what was promised went back before it unlocked, mostly with returned orders. */
function keptWord(reversalBps: number | null): string {
  if (reversalBps === null) return 'This shop has promised nobody anything yet.'
  if (reversalBps === 0) return 'Nothing of what this shop has promised was taken back.'
  return `${percent(reversalBps)} of what this shop has promised was taken back, mostly with returned orders.`
}
