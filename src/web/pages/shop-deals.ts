// The deals of a shop on its page of ways: caps, states, and what can be done.

import type { Micros } from '#domain/money.ts'
import { html, type Html } from './html.ts'
import { digits, state, type Tone } from './parts.ts'
import { personField, textField } from './way-fields.ts'

export type ShopDealProgram = {
  readonly programId: string
  readonly name: string
  readonly feeCap: Micros
  readonly totalCap: Micros
  readonly agreed: Micros
  readonly delivered: Micros
  readonly left: Micros
  readonly deals: readonly {
    readonly dealId: string
    readonly title: string
    readonly handle: string
    readonly fee: Micros
    readonly state: 'proposed' | 'approved' | 'delivered' | 'declined' | 'withdrawn'
  }[]
}

type Peopled = {
  readonly people: readonly { readonly recommenderId: string; readonly handle: string }[]
}

/** What the state of a deal is called, and how it looks. */
const DEAL_STATES: Readonly<Record<ShopDealProgram['deals'][number]['state'], readonly [string, Tone]>> = {
  proposed: ['waiting for the person', 'wait'],
  approved: ['approved by both', 'good'],
  delivered: ['delivered', 'good'],
  declined: ['declined', 'plain'],
  withdrawn: ['called off', 'bad'],
}

/** A program for deals: its caps, its deals with what can be done, and a form for another. */
export function dealSection(token: string, program: ShopDealProgram, programs: readonly Peopled[]): Html {
  const people = new Map(
    programs.flatMap((one) => one.people.map((person) => [person.recommenderId, person])),
  )
  return html`<article class="card">
    <h3>${program.name}</h3>
    <p>
      ${digits(program.delivered)} delivered, ${digits(program.agreed)} agreed of at most
      ${digits(program.totalCap)}; ${digits(program.left)} left, at most ${digits(program.feeCap)} for one.
    </p>
    <ul class="list">
      ${program.deals.map((deal) => {
        const path = `/shop/${token}/ways/deals/${deal.dealId}`
        return html`<li class="card">
          <div class="row">
            <span>${deal.title}, ${deal.handle}: ${digits(deal.fee)}</span>
            ${state(...DEAL_STATES[deal.state])}
          </div>
          ${
            deal.state === 'approved' &&
            html`<form method="post" action="${path}/deliver">
              <button type="submit">It is delivered: pay the fee</button>
            </form>`
          }
          ${
            (deal.state === 'approved' || deal.state === 'proposed') &&
            html`<form method="post" action="${path}/withdraw">
              <button class="quiet" type="submit">Call it off</button>
            </form>`
          }
        </li>`
      })}
    </ul>
    ${
      people.size > 0 &&
      html`<details>
        <summary>Propose a deal</summary>
        <form method="post" action="/shop/${token}/ways/${program.programId}/deal">
          ${personField(`deal-person-${program.programId}`, [...people.values()])}
          ${textField(`deal-title-${program.programId}`, 'title', 'Title')}
          ${textField(`deal-terms-${program.programId}`, 'terms', 'What is to be done')}
          ${textField(`deal-fee-${program.programId}`, 'fee', 'Fee, such as 150.00')}
          <p class="hint">
            Proposing is your approval. It is agreed when the person approves the same words.
          </p>
          <button type="submit">Propose</button>
        </form>
      </details>`
    }
  </article>`
}
