// Messages about orders that were not used, newest first, for the shop.

import type { OrderId } from '#domain/ids.ts'
import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { Instant } from '#domain/order-facts.ts'

import type { AppDeps } from '../deps.ts'
import type { Page } from '../views.ts'

export type NoticeView = {
  readonly noticeId: string
  readonly orderId: OrderId
  readonly externalId: string
  readonly at: Instant
} & Pick<MisuseVerdict, 'rule' | 'score' | 'evidence' | 'sentence'>

/** At most `limit` of them, older than `after`; `next` continues, or is null at the end. */
export async function listNotices(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    limit,
    after,
  }: { readonly retailerId: string; readonly limit: number; readonly after?: string | undefined },
): Promise<Page<NoticeView>> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const rows = await unit.reviews.notices({ limit: limit + 1, after })
    const data: NoticeView[] = []
    for (const { noticeId, orderId, at, verdict } of rows.slice(0, limit)) {
      const { rule, score, evidence, sentence } = verdict
      const externalId = (await unit.orders.find(orderId))?.externalId ?? ''
      data.push({ noticeId, orderId, externalId, at, rule, score, evidence, sentence })
    }
    return { data, next: rows.length > limit ? (data.at(-1)?.noticeId ?? null) : null }
  })
}
