// Whether a pool's terms on the ledger can carry a policy.

import { policyAmount } from '#domain/policy/amounts.ts'
import { Problem } from '#domain/problem.ts'

import type { PoolTerms } from '#ports/chain.ts'

/** Refuses with `pool_terms_invalid` what would sign rewards that the ledger refuses. */
export function checkTerms(
  terms: PoolTerms,
  policy: {
    readonly perOrderCap: string
    readonly holdSeconds: number
    readonly trustedHoldSeconds?: number
  },
): void {
  if (policyAmount(policy.perOrderCap) > terms.rewardCapMicros) {
    throw new Problem('pool_terms_invalid', {
      pointer: '/rewardCap',
      reason: "is below the policy's cap per order",
    })
  }
  if (policyAmount(policy.perOrderCap) > terms.rateCapacityMicros) {
    throw new Problem('pool_terms_invalid', {
      pointer: '/rateCapacity',
      reason: "is below the policy's cap per order, so that such a reward could never be reserved",
    })
  }
  if (terms.minHoldSeconds > policy.holdSeconds) {
    throw new Problem('pool_terms_invalid', {
      pointer: '/minHoldSeconds',
      reason: "is above the policy's hold",
    })
  }
  if (terms.minHoldSeconds > (policy.trustedHoldSeconds ?? policy.holdSeconds)) {
    throw new Problem('pool_terms_invalid', {
      pointer: '/minHoldSeconds',
      reason: "is above the policy's hold for trusted people, so that nobody would ever have it",
    })
  }
}
