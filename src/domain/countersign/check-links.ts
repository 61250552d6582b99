// Whose link it is: an address is kept with a link the first time the link is seen, and a change is refused; and the order
// has to have come by the link.

import { carriedCodes, type OwnOrder, type OwnPaidState } from './own-order.ts'

import type { Policy } from '../policy.ts'
import type { OrderSourceOf } from './own-share.ts'
import type { ProposedReward } from './proposal.ts'
import type { SignedBook } from './signed-book.ts'
import type { SignedCoupon, SignedPin } from './signed-log.ts'
import type { Reason } from './verdict.ts'

export type Links = { readonly pins: readonly SignedPin[]; readonly coupons: readonly SignedCoupon[] }

/** Links that belong to an address from now on, or the reason why one cannot. */
export function checkLinks(
  reward: Pick<ProposedReward, 'payee' | 'recommenderId'>,
  source: OrderSourceOf,
  {
    book,
    order,
    state,
    policy,
    pinned,
  }: {
    readonly book: SignedBook
    readonly order: OwnOrder
    readonly state: OwnPaidState
    readonly policy: Policy
    /** By this proposal's rewards before this one. */
    readonly pinned: ReadonlyMap<string, string>
  },
): Links | Omit<Reason, 'rewardId'> {
  const own = source.credits.find((credit) => credit.recommenderId === reward.recommenderId)
  if (own?.payee.toLowerCase() !== reward.payee.toLowerCase()) {
    return { reason: 'payee-changed', detail: 'The reward is not of anybody who is credited for the order.' }
  }
  const coupons: SignedCoupon[] = []
  for (const { code, payee, role } of source.credits) {
    const known = book.payees.get(code) ?? pinned.get(code)
    if (known !== undefined && known.toLowerCase() !== payee.toLowerCase()) {
      return {
        reason: 'payee-changed',
        detail: `Link ${code} belonged to ${known}, and ${payee} is proposed.`,
      }
    }
    if (role === 'upline' || !order.knowsLinks) continue
    const carried = carriage(code, { book, state, policy })
    if (carried === undefined) {
      return { reason: 'link-not-in-order', detail: `The order did not come by the link ${code}.` }
    }
    if (carried.coupon !== undefined) coupons.push({ coupon: carried.coupon, code })
  }
  return { pins: source.credits.map(({ code, payee }) => ({ code, payee })), coupons }
}

/** How the order came by a link: itself, by a discount code that is nobody else's, or by a buyer who stays with somebody. */
function carriage(
  code: string,
  {
    book,
    state,
    policy,
  }: { readonly book: SignedBook; readonly state: OwnPaidState; readonly policy: Policy },
): { readonly coupon?: string } | undefined {
  const { links, coupons } = carriedCodes(state.paid)
  if (links.has(code)) return {}
  const coupon = coupons.find((one) => (book.coupons.get(one) ?? code) === code)
  if (coupon !== undefined) return { coupon }
  const isBinding = (policy.attribution.bindCustomerDays ?? 0) > 0
  return isBinding && book.payees.has(code) ? {} : undefined
}
