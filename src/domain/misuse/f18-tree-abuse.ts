// F18: the friend who brought the friend is no friend: one identity, a circle, or somebody made for this one sale.

import { HOUR_SECONDS } from '../time.ts'
import { passed, review, type MisuseVerdict } from './verdict.ts'

import type { PersonAtOrder } from './order-context.ts'

/** Seconds after joining within which a first sale is odd: an hour. */
export const YOUNG_CHILD_SECONDS = HOUR_SECONDS

/**
 * Puts the reward of whoever brought a person under review when they share an identity with the person or the buyer, or
 * the sale came at once. The person's own reward is not touched.
 */
export function treeAbuse({ parent }: Pick<PersonAtOrder, 'parent'>): MisuseVerdict {
  if (parent === undefined) return passed('F18')
  const { recommenderId, sharesEmail, isBuyer, isCycle, childAgeSeconds, childOrders } = parent
  const isYoung = childAgeSeconds < YOUNG_CHILD_SECONDS && childOrders === 0
  if (!sharesEmail && !isBuyer && !isCycle && !isYoung) return passed('F18', { childAgeSeconds })
  const evidence = { sharesEmail, isBuyer, isCycle, childAgeSeconds, childOrders }
  return review('F18', { recommenderId, evidence, sentence: sentenceOf({ sharesEmail, isBuyer, isCycle }) })
}

function sentenceOf({
  sharesEmail,
  isBuyer,
  isCycle,
}: {
  readonly sharesEmail: boolean
  readonly isBuyer: boolean
  readonly isCycle: boolean
}): string {
  if (sharesEmail) return 'The person and whoever brought them gave the same e-mail address.'
  if (isBuyer) return 'The buyer is the person who brought the one that shared the link.'
  if (isCycle) return 'Two people each say that the other brought them.'
  return 'The first sale came within an hour of joining through a friend.'
}
