// The person's word on a deal: approve makes it, decline ends it.

import { nextDealState } from '#domain/deal.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { knownPerson } from './propose-deal.ts'

import type { DealState } from '#domain/deal.ts'
import type { EnrollmentRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Characters of the person's own id that tell two people of one name apart. */
const NAME_SUFFIX_LENGTH = 6

type AnswerDealInput = {
  readonly recommenderId: string
  readonly dealId: string
  readonly answer: 'approve' | 'decline'
  /** The terms that the person has read; another hash is refused. */
  readonly termsHash: string
}

/**
 * Answers a deal; the same answer again changes nothing. Throws `not_found` for somebody else's deal and
 * `deal_not_open` where it was answered otherwise, called off, or has other terms than those read.
 */
export async function answerDeal(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { recommenderId, dealId, answer, termsHash }: AnswerDealInput,
): Promise<{ readonly state: DealState }> {
  const retailerId = retailerIdOf(dealId)
  if (!retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const deal = await unit.deals.take(dealId)
    if (deal?.recommenderId !== recommenderId) throw new Problem('not_found')
    const wanted = answer === 'approve' ? 'approved' : 'declined'
    if (deal.state === wanted && deal.termsHash === termsHash) return { state: wanted }
    const state = nextDealState(deal.state, answer)
    if (state === undefined || deal.termsHash !== termsHash) {
      throw new Problem('deal_not_open', { state: deal.state })
    }
    const now = deps.clock.now()
    if (state === 'approved') await enterProgram(unit, deal.programId, recommenderId, now)
    await unit.deals.update(dealId, {
      state,
      answeredAt: now,
      ...(state === 'declined' ? { endedAt: now } : {}),
    })
    return { state }
  })
}

/** The person's name and payout address in the program that will pay the fee. */
async function enterProgram(
  unit: RetailerUnit,
  programId: string,
  recommenderId: string,
  createdAt: number,
): Promise<void> {
  const known = await knownPerson(unit, recommenderId)
  if (!known) throw new Problem('not_found')
  const { handle } = known
  const row: EnrollmentRow = { ...known, programId, parentRecommenderId: null, joinedVia: null }
  // Names are unique within a program, and two programs for sales may know two people by one.
  for (const name of [handle, `${handle} ${recommenderId.slice(0, NAME_SUFFIX_LENGTH)}`]) {
    if ((await unit.programs.insertEnrollment({ ...row, handle: name, createdAt })) !== 'handle-taken') return
  }
  throw new Problem('handle_taken')
}
