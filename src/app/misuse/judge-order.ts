// What the rules against misuse say of an order and of the people whose links it carried, when it is first evaluated.

import { judgeOrder as judge } from '#domain/misuse/judge-order.ts'

import { gatherMisuse, type JudgedOrder } from './gather-misuse.ts'

import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Verdicts with something to say; rejected ones without a person are on the whole order. */
export async function judgeOrder(unit: RetailerUnit, order: JudgedOrder): Promise<readonly MisuseVerdict[]> {
  return judge(await gatherMisuse(unit, order), order.policy.misuse)
}
