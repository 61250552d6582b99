// What the rules against misuse say of an order and of the people whose links it carried, when it is first evaluated.

import { toHex } from 'viem/utils'

import type { OrderContext } from '#domain/attribute-order.ts'
import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Verdicts with something to say; rejected ones without a person are on the whole order. */
export async function judgeOrder(
  unit: RetailerUnit,
  { programId, paid, people }: Omit<OrderContext, 'verdicts'>,
): Promise<readonly MisuseVerdict[]> {
  const verdicts: MisuseVerdict[] = []
  for (const recommenderId of people.keys()) {
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    const emailKey = enrollment?.emailKey ?? null
    if (emailKey === null || toHex(emailKey) !== paid.buyerKey) continue
    verdicts.push({
      rule: 'F01',
      verdict: 'rejected',
      score: 100,
      evidence: { sameEmail: true },
      sentence: 'The buyer and the person who shared the link are the same.',
      recommenderId,
    })
  }
  return verdicts
}
