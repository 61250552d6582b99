// An order of ten dollars under a tenth of a reward, attributed, for the tests of who is credited.

import { attributeOrder, type OrderContext, type PersonContext } from '#domain/attribute-order.ts'
import { paidFact, tenPercent } from './facts.ts'

import type { Attribution, Touch } from '#domain/attribution.ts'
import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { PaidFact } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'

export function touch(touchId: string, touchedAt: number, change: Partial<Touch> = {}): Touch {
  return {
    source: 'click-token',
    touchId,
    touchedAt,
    code: `code-${touchId}`,
    recommenderId: `person-${touchId}`,
    ...change,
  }
}

export type Given = {
  readonly touches: readonly Touch[]
  readonly paid?: Partial<PaidFact>
  readonly policy?: Partial<Policy>
  readonly people?: readonly PersonContext[]
  readonly verdicts?: readonly MisuseVerdict[]
  readonly customer?: Partial<OrderContext['customer']>
}

export function attributed({
  touches,
  paid,
  policy,
  people = [],
  verdicts = [],
  customer,
}: Given): Attribution {
  return attributeOrder({
    programId: 'program',
    policy: { ...tenPercent, ...policy },
    policyHash: '0x01',
    paid: paidFact(10_000_000n, paid),
    touches,
    people: new Map(people.map((one) => [one.recommenderId, one])),
    campaigns: new Map([['code-in-campaign', ['campaign']]]),
    customer: { isNew: true, isFirstOrder: true, ...customer },
    verdicts,
  })
}

export function credited(given: Given): readonly string[] {
  const attribution = attributed(given)
  return attribution.outcome === 'credited'
    ? attribution.credits.map(({ role, recommenderId, weight }) => `${role} ${recommenderId} ${weight}`)
    : []
}

export function person(recommenderId: string, change: Partial<PersonContext> = {}): PersonContext {
  return { recommenderId, followers: 0, followerEvidence: 'none', isTrusted: false, ...change }
}
