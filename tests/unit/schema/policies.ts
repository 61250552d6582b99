// Policies for the tests of their boundary, and what it says of wrong ones.

import { policySchema } from '#schema/policy.ts'
import { wrongFields } from '#schema/wrong-fields.ts'

/** The least that a policy says. */
export const smallPolicy = {
  version: 1,
  currency: 'USD',
  attribution: { model: 'last-click', windowDays: 30 },
  reward: { kind: 'percent', bps: 800 },
  perOrderCap: '5.00',
  holdSeconds: 2_592_000,
}

/** Place and reason of each refusal. */
export function refusals(input: unknown): readonly string[] {
  const result = policySchema.safeParse(input)
  return result.success ? [] : wrongFields(result.error).map(({ field, reason }) => `${field} ${reason}`)
}

/** A rule of 1 %, unless said otherwise. */
export const rule = (name: string, when: object, reward: object = { kind: 'percent', bps: 100 }) => ({
  name,
  when,
  reward,
})
