// Discount codes of a shop: which of them speak for somebody's link, and which the shop has.

import type { CouponOwner, CouponState, Saving } from '#domain/coupon.ts'
import type { LinkCode, ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'

export type CouponRow = {
  /** Normalised (`normalisedCoupon`); unique in the shop, as it is at the shop's checkout. */
  readonly code: string
  /** As people write it. */
  readonly shownAs: string
  readonly programId: ProgramId
  /** Whose link it belongs to; null for a code of the whole program, which speaks for nobody. */
  readonly link: { readonly code: LinkCode; readonly recommenderId: RecommenderId } | null
  /** Null when the shop has not said. */
  readonly saving: Saving | null
  readonly state: CouponState
  readonly askedAt: Instant
  readonly validAt: Instant | null
  readonly endedAt: Instant | null
}

export type CouponRows = {
  /**
   * Whom a normalised code spoke for at an instant: the owner of its link. Undefined for an unknown code, one of the
   * whole program, and one that had ended before. A code that was merely asked for speaks too: an order that the shop
   * took with it proves that the shop has it.
   */
  readonly find: (code: string, at: Instant) => Promise<CouponOwner | undefined>
  readonly coupon: (code: string) => Promise<CouponRow | undefined>
  /** Writes a new code or all of an existing one. */
  readonly save: (row: CouponRow) => Promise<void>
  /** Codes of a program in their order after `after`, at most `limit`; of one state when it is given. */
  readonly list: (
    programId: ProgramId,
    page: {
      readonly state?: CouponState | undefined
      readonly after?: string | undefined
      readonly limit: number
    },
  ) => Promise<readonly CouponRow[]>
  /** Codes of these links and of the whole program that have not ended. */
  readonly ofLinks: (programId: ProgramId, links: readonly LinkCode[]) => Promise<readonly CouponRow[]>
}
