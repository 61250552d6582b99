// Forgets what is older than it may become, for every retailer, and finishes erasures whose rewards are over. A bounded
// number of rows at a time; what is left is forgotten in the next round.

import { OPERATOR_SCOPE, type RetailerId } from '#domain/ids.ts'
import { DAY_MS, HOUR_MS } from '#domain/time.ts'

import { finishErasures, type ErasePersonDeps } from '../people/erase-person.ts'

import type { AppDeps } from '../deps.ts'

/** Hours that a click's visitor is recognised by; the salt behind the key is gone after a day. */
const VISITOR_KEY_HOURS = 48

/** Days that a shop's own words on an order are kept, sealed: long enough to look into a complaint about a payout. */
const DELIVERY_BODY_DAYS = 90

/** Days that an answer is kept for a repeat of its request: longer than any client repeats one. */
const ANSWER_DAYS = 3

/** Days that a shop's sign-in link is kept after it has expired. */
const SIGN_IN_DAYS = 1

/** Rows changed in one statement: a fraction of a second, so that nobody waits behind it. */
export const ROWS_PER_STATEMENT = 5_000

/** Statements of one kind for one retailer in one round: a million rows an hour at most. */
const STATEMENTS_PER_ROUND = 200

/** Retailers read at once. */
const RETAILERS_PER_PAGE = 1_000

export type ForgetOldDeps = ErasePersonDeps & Pick<AppDeps, 'chainBooks' | 'log'>

type Forgotten = {
  readonly kind: 'forgetVisitors' | 'emptyDeliveries' | 'forgetAnswers' | 'forgetSignIns'
  readonly keptMs: number
}

/** What is forgotten, and after how long. */
const RETENTION: readonly Forgotten[] = [
  { kind: 'forgetVisitors', keptMs: VISITOR_KEY_HOURS * HOUR_MS },
  { kind: 'emptyDeliveries', keptMs: DELIVERY_BODY_DAYS * DAY_MS },
  { kind: 'forgetAnswers', keptMs: ANSWER_DAYS * DAY_MS },
  { kind: 'forgetSignIns', keptMs: SIGN_IN_DAYS * DAY_MS },
]

/** One round over all retailers; what fails for one keeps no other back. */
export async function forgetOld(deps: ForgetOldDeps): Promise<void> {
  await apart(deps, OPERATOR_SCOPE)
  let after = ''
  for (;;) {
    const retailerIds = await deps.chainBooks.retailers(after, RETAILERS_PER_PAGE)
    for (const retailerId of retailerIds) await apart(deps, retailerId)
    if (retailerIds.length < RETAILERS_PER_PAGE) return
    after = retailerIds.at(-1) ?? after
  }
}

async function apart(deps: ForgetOldDeps, retailerId: RetailerId): Promise<void> {
  try {
    for (const forgotten of RETENTION) await forget(deps, retailerId, forgotten)
    if (retailerId !== OPERATOR_SCOPE) await finishErasures(deps, { retailerId })
  } catch (error) {
    deps.log.warn('old rows could not be forgotten and are tried again', {
      retailerId,
      reason: String(error),
    })
  }
}

async function forget(
  deps: ForgetOldDeps,
  retailerId: RetailerId,
  { kind, keptMs }: Forgotten,
): Promise<void> {
  const old = { before: deps.clock.now() - keptMs, limit: ROWS_PER_STATEMENT }
  for (let statement = 1; statement <= STATEMENTS_PER_ROUND; statement++) {
    const changed = await deps.retailers.transaction(retailerId, (unit) => unit.privacy[kind](old))
    if (changed < ROWS_PER_STATEMENT) return
  }
}
