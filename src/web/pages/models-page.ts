// What each way of crediting would have paid for past orders, side by side, for the shop.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { AttributionModel } from '#domain/policy.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { counted, day, digits, state } from './parts.ts'

/** People named below each way. */
const PEOPLE_SHOWN = 5

export type ModelsPage = {
  readonly from: Instant
  readonly to: Instant
  readonly inForce: AttributionModel
  readonly orders: number
  readonly isCut: boolean
  readonly models: readonly {
    readonly model: AttributionModel
    readonly credited: number
    readonly total: Micros
    readonly people: readonly { readonly handle: string; readonly orders: number; readonly amount: Micros }[]
  }[]
  readonly shopPath: string
}

/** What each way is called for people, and what it does. */
const WAYS: Readonly<Record<AttributionModel, readonly [string, string]>> = {
  'last-click': ['The last link', 'All to whoever was met last.'],
  'first-click': ['The first link', 'All to whoever was met first.'],
  linear: ['Alike', 'The same to everybody who was met.'],
  'time-decay': ['The later, the more', 'Half for each half-life before the last.'],
  position: ['First and last', '40 of 100 each to the first and the last, the rest to those between.'],
}

/** The page at `/shop/:token/models/:programId`. */
export function modelsPage({ from, to, inForce, orders, isCut, models, shopPath }: ModelsPage): Html {
  return layout({
    title: 'Ways of crediting',
    isWide: true,
    body: html`
      <section class="intro">
        <h1>Who would have earned what</h1>
        <p class="lead">
          ${isCut ? 'The first ' : ''}${counted(orders, 'order', 'orders')} with a link, from ${day(from)} to
          ${day(to)}, under each way of crediting. This pays nobody; it helps to choose.
        </p>
      </section>
      <section>
        <ul class="list">
          ${models.map(
            ({ model, credited, total, people }) =>
              html`<li class="card">
                <div class="row">
                  <h2>${WAYS[model][0]}</h2>
                  ${model === inForce && state('pays now', 'good')}
                </div>
                <p class="small soft">${WAYS[model][1]}</p>
                <p>${digits(total)} test dollars for ${counted(credited, 'order', 'orders')}</p>
                <ul class="small">
                  ${people
                    .slice(0, PEOPLE_SHOWN)
                    .map(({ handle, amount }) => html`<li>${handle}: ${digits(amount)}</li>`)}
                </ul>
              </li>`,
          )}
        </ul>
      </section>
      <p><a href="${shopPath}">Back to the shop's page</a></p>
    `,
  })
}
