// Messages about orders that were not used, newest first, for the shop.

import type { OrderId } from '#domain/ids.ts'
import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { Instant } from '#domain/order-facts.ts'

import type { AppDeps } from '../deps.ts'

export type NoticeView = {
  readonly noticeId: string
  readonly orderId: OrderId
  readonly externalId: string
  readonly at: Instant
} & Pick<MisuseVerdict, 'rule' | 'score' | 'evidence' | 'sentence'>

/** At most `limit` of them. */
export async function listNotices(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, limit }: { readonly retailerId: string; readonly limit: number },
): Promise<readonly NoticeView[]> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const views: NoticeView[] = []
    for (const { noticeId, orderId, at, verdict } of await unit.reviews.notices(limit)) {
      const { rule, score, evidence, sentence } = verdict
      const externalId = (await unit.orders.find(orderId))?.externalId ?? ''
      views.push({ noticeId, orderId, externalId, at, rule, score, evidence, sentence })
    }
    return views
  })
}
