// The end of a program, as its shop and those who would join are told of it.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { day, digits, minute } from './parts.ts'

export type ShopClosing = {
  readonly state: 'counting' | 'ending' | 'returning' | 'closed'
  readonly lastOrderAt: Instant
  readonly moneyBackAt: Instant
  readonly available: Micros
  readonly reserved: Micros
  readonly isWaiting: boolean
  readonly withoutRate: number
  readonly parked: number
}

/** For the shop: until when orders count, and when every cent is back; how to end a program that goes on. */
export function closingSection(programId: string, closing: ShopClosing | undefined): Html {
  if (closing === undefined) {
    return html`<details>
      <summary>End this program</summary>
      <p>
        Orders then count until the last date that you name. What is promised is paid as usual, and the rest
        of your money comes back by itself.
      </p>
      <pre>
npm run vouch -- program close ${programId} --to &lt;address&gt; --last-order-at &lt;date&gt; --key-file &lt;file&gt;</pre>
    </details>`
  }
  const { state, lastOrderAt, moneyBackAt, available, reserved, isWaiting, withoutRate, parked } = closing
  if (state === 'closed') return html`<p>This program has ended, and all of its money is back with you.</p>`
  return html`<p>
    ${state === 'counting' ? 'This program ends' : 'This program has ended'}: orders paid until
    ${minute(lastOrderAt)} count. Every cent is back on ${day(moneyBackAt)}. Now ${digits(reserved)} are
    promised to people, and ${digits(available)} to nobody.
    ${isWaiting && 'Rewards wait for money, for your budget, or for your look at what your key refused; they come first, and nothing goes back before.'}
    ${
      withoutRate > 0 &&
      `${withoutRate} ${withoutRate === 1 ? 'order is' : 'orders are'} in a currency for which you state no rate: nothing goes back until your terms do.`
    }
    ${
      parked > 0 &&
      `${parked} of your messages could not be read. An order in one of them counts once it is read; with the money gone its reward waits until you add some.`
    }
  </p>`
}

/** For whoever would join: nothing while the program goes on. */
export function endingNote(
  ending: { readonly lastOrderAt: Instant; readonly isOver: boolean } | undefined,
): Html | undefined {
  if (ending === undefined) return undefined
  return ending.isOver
    ? html`<p class="wrong">This program has ended. Nobody can join it any more.</p>`
    : html`<p class="wrong">
        This program ends: orders paid until ${minute(ending.lastOrderAt)} count, and none later.
      </p>`
}
