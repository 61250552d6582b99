// Whether a program still takes people in.

import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Throws `program_ended` once orders count no more: whoever joined now would share a link that earns nothing. */
export async function requireStanding(
  unit: RetailerUnit,
  { programId, now }: { readonly programId: string; readonly now: Instant },
): Promise<void> {
  const closing = await unit.closings.find(programId)
  if (closing !== undefined && now > closing.lastOrderAt) throw new Problem('program_ended')
}
