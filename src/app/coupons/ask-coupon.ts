// A person asks the shop for a discount code of their own. It is shown to nobody before the shop says that it has it.

import { retailerIdOf } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'

import { newCode } from '../new-id.ts'
import { createLink } from '../people/create-link.ts'
import { newCoupon } from './merge-coupon.ts'

import type { CouponState } from '#domain/coupon.ts'

import type { AppDeps } from '../deps.ts'

/** Letters of the person's name in a code: enough to be theirs, few enough to be typed. */
const NAME_LENGTH_MAX = 10

/** Random characters after the name: about 900 000, so that a code cannot be guessed from a name. */
const SUFFIX_LENGTH = 4

/** Codes tried before giving up; the second is already rare. */
const CODE_ATTEMPTS = 4

/** The person's code for a program, asked for now or before; throws `not_found` where they have not joined. */
export async function askCoupon(
  deps: Pick<AppDeps, 'retailers' | 'recommenders' | 'random' | 'clock'>,
  { recommenderId, programId }: { readonly recommenderId: string; readonly programId: string },
): Promise<{ readonly code: string; readonly state: CouponState }> {
  const { code: linkCode } = await createLink(deps, { recommenderId, programId })
  const retailerId = retailerIdOf(programId)
  if (retailerId === undefined) throw new Problem('not_found')
  const now = deps.clock.now()
  return deps.retailers.transaction(retailerId, async (unit) => {
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    if (!enrollment) throw new Problem('not_found')
    const standing = (await unit.coupons.ofLinks(programId, [linkCode])).find(({ link }) => link !== null)
    if (standing) return { code: standing.shownAs, state: standing.state }
    for (let attempt = 1; attempt <= CODE_ATTEMPTS; attempt++) {
      const code = suggestedCode(enrollment.handle, newCode(deps, SUFFIX_LENGTH))
      if (await unit.coupons.coupon(code)) continue
      const link = { code: linkCode, recommenderId }
      await unit.coupons.save(newCoupon({ code, shownAs: code, programId, link, isInShop: false }, now))
      return { code, state: 'asked' }
    }
    invariant(false, 'a free discount code is found in a few tries')
  })
}

/** `mia.bakes` → `MIABAKES-K7M2`; a name without Latin letters and digits → `FRIEND-K7M2`. */
function suggestedCode(handle: string, suffix: string): string {
  const name = handle
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, NAME_LENGTH_MAX)
  return `${name === '' ? 'FRIEND' : name}-${suffix.toUpperCase()}`
}
