// Forgets what is older than it may become, for every retailer, and finishes erasures whose rewards are over. A bounded
// number of rows at a time; what is left is forgotten in the next round.

import { OPERATOR_SCOPE, type RetailerId } from '#domain/ids.ts'
import { DAY_MS, HOUR_MS } from '#domain/time.ts'

import { finishErasures, type ErasePersonDeps } from '../people/erase-person.ts'

import type { OldRows } from '#ports/privacy-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Hours that a click's visitor is recognised by; the salt behind the key is gone after a day. */
const VISITOR_KEY_HOURS = 48

/** Days that a shop's own words on an order are kept, sealed: long enough to look into a complaint about a payout. */
const DELIVERY_BODY_DAYS = 90

/** Days that an answer is kept for a repeat of its request: longer than any client repeats one. */
const ANSWER_DAYS = 3

/** Days that a shop's sign-in link is kept after it has expired. */
const SIGN_IN_DAYS = 1

/** Days that what a shop was told is kept with the log of it: ten times as long as it is tried. */
const TOLD_DAYS = 30

/** Rows changed in one statement: a fraction of a second, so that nobody waits behind it. */
export const ROWS_PER_STATEMENT = 5_000

/** Statements of one kind for one retailer in one round: a million rows an hour at most. */
const STATEMENTS_PER_ROUND = 200

/** Retailers read at once. */
const RETAILERS_PER_PAGE = 1_000

export type ForgetOldDeps = ErasePersonDeps & Pick<AppDeps, 'chainBooks' | 'idempotency' | 'log'>

/** Forgets one bounded number of rows of a retailer; resolves with how many there were. */
type Forget = (deps: ForgetOldDeps, retailerId: RetailerId, old: OldRows) => Promise<number>

type Forgotten = { readonly keptMs: number; readonly forget: Forget }

/** Answers are kept under the operator's own number too: it is no retailer, and has nothing else to forget. */
const ANSWERS: Forgotten = {
  keptMs: ANSWER_DAYS * DAY_MS,
  forget: ({ idempotency }, retailerId, old) => idempotency.forget(retailerId, old),
}

/** What is forgotten of a retailer, and after how long. */
const RETENTION: readonly Forgotten[] = [
  { keptMs: VISITOR_KEY_HOURS * HOUR_MS, forget: rowsOf('forgetVisitors') },
  { keptMs: DELIVERY_BODY_DAYS * DAY_MS, forget: rowsOf('emptyDeliveries') },
  { keptMs: SIGN_IN_DAYS * DAY_MS, forget: rowsOf('forgetSignIns') },
  {
    keptMs: TOLD_DAYS * DAY_MS,
    forget: ({ retailers }, retailerId, old) =>
      retailers.transaction(retailerId, (unit) => unit.webhooks.forgetEvents(old)),
  },
  ANSWERS,
]

/** One round over all retailers; what fails for one keeps no other back. */
export async function forgetOld(deps: ForgetOldDeps): Promise<void> {
  await apart(deps, OPERATOR_SCOPE, () => forget(deps, OPERATOR_SCOPE, ANSWERS))
  let after = ''
  for (;;) {
    const retailerIds = await deps.chainBooks.retailers(after, RETAILERS_PER_PAGE)
    for (const retailerId of retailerIds) {
      await apart(deps, retailerId, () => forgetOfRetailer(deps, retailerId))
    }
    if (retailerIds.length < RETAILERS_PER_PAGE) return
    after = retailerIds.at(-1) ?? after
  }
}

async function apart(
  { log }: ForgetOldDeps,
  retailerId: RetailerId,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.warn('old rows could not be forgotten and are tried again', { retailerId, reason: String(error) })
  }
}

async function forgetOfRetailer(deps: ForgetOldDeps, retailerId: RetailerId): Promise<void> {
  for (const forgotten of RETENTION) await forget(deps, retailerId, forgotten)
  await finishErasures(deps, { retailerId })
}

async function forget(
  deps: ForgetOldDeps,
  retailerId: RetailerId,
  { keptMs, forget: forgetSome }: Forgotten,
): Promise<void> {
  const old = { before: deps.clock.now() - keptMs, limit: ROWS_PER_STATEMENT }
  for (let statement = 1; statement <= STATEMENTS_PER_ROUND; statement++) {
    if ((await forgetSome(deps, retailerId, old)) < ROWS_PER_STATEMENT) return
  }
}

function rowsOf(kind: 'forgetVisitors' | 'emptyDeliveries' | 'forgetSignIns'): Forget {
  return ({ retailers }, retailerId, old) =>
    retailers.transaction(retailerId, (unit) => unit.privacy[kind](old))
}
