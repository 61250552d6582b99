// A shop proposes a deal to somebody who has joined one of its programs. The proposal is the shop's approval of these
// very words; the deal is made when the person approves the same.

import { dealTermsHash, type DealTerms } from '#domain/deal.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { formatMicros, micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import { policyAmount } from '#domain/policy/amounts.ts'
import { dealMarkText } from '#domain/source-mark.ts'
import { stringToBytes } from 'viem/utils'

import { newId } from '../new-id.ts'
import { retailerKey } from '../retailers/retailer-keys.ts'

import type { ProgramRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

type ProposeDeps = Pick<AppDeps, 'retailers' | 'random' | 'clock' | 'macs' | 'sealer'>

export type ProposeDealInput = DealTerms & {
  readonly retailerId: string
  /** Of kind `deals`. */
  readonly programId: string
  readonly recommenderId: string
}

/**
 * Proposes a deal. Throws `not_found` for a program that is not for deals or a person who has joined none of the
 * shop's programs, and `deal_over_cap` where the fee is above the cap of one deal or of all.
 */
export async function proposeDeal(
  deps: ProposeDeps,
  input: ProposeDealInput,
): Promise<{ readonly dealId: string; readonly termsHash: string }> {
  const { retailerId, programId, recommenderId } = input
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  const dealId = newId(deps, retailerId)
  const termsHash = dealTermsHash(input)
  await deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    if (program?.kind !== 'deals' || !(await knownPerson(unit, recommenderId))) throw new Problem('not_found')
    // Two proposals at once are counted one after the other.
    await unit.pools.lock(programId)
    await checkCaps(unit, program, input)
    const key = await retailerKey(deps, unit, 'order')
    await unit.deals.insert({
      dealId,
      programId,
      recommenderId,
      title: input.title,
      terms: input.terms,
      termsHash,
      feeMicros: input.feeMicros,
      dueAt: input.dueAt,
      state: 'proposed',
      proposedAt: deps.clock.now(),
      answeredAt: null,
      deliveredAt: null,
      endedAt: null,
      sourceOrder: deps.macs.hmacSha256(key, stringToBytes(dealMarkText(dealId))),
      rewardId: null,
    })
  })
  return { dealId, termsHash }
}

/** The person's place in any of the shop's programs for sales; undefined when they have joined none, or have left. */
export async function knownPerson(unit: RetailerUnit, recommenderId: string) {
  for (const { programId } of await unit.programs.programs()) {
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    if (enrollment && enrollment.status !== 'left') return enrollment
  }
  return undefined
}

async function checkCaps(
  unit: RetailerUnit,
  { programId, policy }: ProgramRow,
  { feeMicros }: DealTerms,
): Promise<void> {
  const feeCap = policyAmount(policy.perOrderCap)
  if (feeMicros > feeCap) {
    throw new Problem('deal_over_cap', { cap: formatMicros(feeCap), of: 'one deal' })
  }
  const total = policy.budget?.total
  if (total === undefined) return
  const left = micros(policyAmount(total) - (await unit.deals.agreedMicros(programId)))
  if (feeMicros > left) throw new Problem('deal_over_cap', { left: formatMicros(left), of: 'all deals' })
}
