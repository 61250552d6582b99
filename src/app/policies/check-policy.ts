// Looks at rules before they are published: whether they are well formed and free of contradictions, their name, and
// the most that they can cost in a month.

import { monthOf } from '#domain/policy/calendar.ts'
import { lossBound, type LossBound } from '#domain/policy/loss-bound.ts'
import { policyHash } from '#domain/policy.ts'
import { policySchema } from '#schema/policy.ts'
import { wrongFields, type WrongField } from '#schema/wrong-fields.ts'

import { readLossBound } from './read-loss-bound.ts'

import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

export type CheckedPolicy =
  | {
      readonly isValid: true
      readonly policyHash: Hex
      readonly fields: readonly []
      readonly loss: LossBound
    }
  | { readonly isValid: false; readonly fields: readonly WrongField[] }

export type CheckPolicyInput = {
  readonly retailerId: string
  /** As it came. */
  readonly policy: unknown
  /** With a program the loss counts its pool and what has happened so far. */
  readonly programId?: string | undefined
}

/** What is wrong with a policy, or what it can cost; throws `not_found` for an unknown program. */
export async function checkPolicy(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, policy: input, programId }: CheckPolicyInput,
): Promise<CheckedPolicy> {
  const parsed = policySchema.safeParse(input)
  if (!parsed.success) return { isValid: false, fields: wrongFields(parsed.error) }
  const policy = parsed.data
  const loss =
    programId === undefined
      ? lossBound(policy, { month: monthOf(deps.clock.now()) })
      : await readLossBound(deps, { retailerId, programId, policy })
  return { isValid: true, policyHash: policyHash(policy), fields: [], loss }
}
