// Which of a shop's programs an order falls under, with the version of its rules that was in force when it was paid.

import { byTouch, chooseTouches } from '#domain/choose-touches.ts'
import { TOUCH_SOURCES, type Policy } from '#domain/policy.ts'

import type { ProgramId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { Hex } from 'viem'

import { policyInForce } from '../policies/policy-in-force.ts'

import type { ProgramTouch } from './find-touches.ts'

export type ChosenProgram = {
  readonly programId: ProgramId
  readonly policy: Policy
  readonly policyHash: Hex
  /** On links of this program. */
  readonly touches: readonly ProgramTouch[]
}

type Candidate = ChosenProgram & { readonly counted: readonly ProgramTouch[] }

/**
 * The program with the best proof among touches that count, then with the latest touch; without any touch the shop's
 * oldest. Undefined while the shop has no program.
 */
export async function chooseProgram(
  unit: RetailerUnit,
  touches: readonly ProgramTouch[],
  paidAt: Instant,
): Promise<ChosenProgram | undefined> {
  const touched = [...new Set(touches.map(({ programId }) => programId))]
  const oldest = touched.length > 0 ? [] : (await unit.programs.programs()).slice(0, 1)
  const candidates: Candidate[] = []
  for (const programId of [...touched, ...oldest.map((program) => program.programId)]) {
    const { policy, policyHash } = await policyInForce(unit, { programId, at: paidAt })
    const own = touches.filter((touch) => touch.programId === programId)
    const counted = chooseTouches(policy.attribution, own, paidAt) as readonly ProgramTouch[]
    candidates.push({ programId, policy, policyHash, touches: own, counted })
  }
  return candidates.toSorted(byProof)[0]
}

/** Best proof first, then the latest touch that counts, then the latest at all. */
function byProof(a: Candidate, b: Candidate): number {
  const rank = ({ counted }: Candidate): number =>
    counted[0] ? TOUCH_SOURCES.indexOf(counted[0].source) : TOUCH_SOURCES.length
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  const [latestA, latestB] = [a, b].map(
    ({ counted, touches }) => counted.at(-1) ?? touches.toSorted(byTouch).at(-1),
  )
  return latestA && latestB ? byTouch(latestB, latestA) : 0
}
