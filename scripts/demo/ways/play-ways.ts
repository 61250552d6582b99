// Plays the bookshop beside the market: tiers, an upline, an invitation, a story, a deal, a case under review, a refund
// of a part. Each step goes through the API that anybody would use.

import {
  readAmount,
  type PageJson,
  type PersonJson,
  type PoolJson,
  type WorkJson,
} from '../story/api-answers.ts'
import { StoryFault, type HttpClient } from '../story/http-client.ts'
import { waitUntil } from '../story/wait-until.ts'
import {
  BOOK_ORDERS,
  DEAL_MICROS,
  FIRST_ORDER,
  KEPT_MICROS,
  PAID_MICROS,
  REFUNDED_ORDER,
  RESERVED_MICROS,
  REVIEWED_ORDER,
  type BookOrder,
} from './books-sold.ts'
import { joinJuniper, type WaysMember, type WaysMembers } from './join-juniper.ts'
import { dealTerms, waysPeople } from './juniper.ts'
import { openJuniper, type OpenJuniper } from './open-juniper.ts'
import { refundBook, sellBook } from './sell-books.ts'
import { writeBookStory, type BookStory } from './write-book-story.ts'

export type Ways = {
  readonly http: HttpClient
  readonly shop: OpenJuniper
  readonly members: WaysMembers
  readonly story: BookStory
  readonly dealId: string
}

export type ReviewJson = {
  readonly reviewId: string
  readonly externalId: string
  readonly state: string
  readonly amount: string
  readonly verdicts: readonly { readonly rule: string; readonly sentence: string }[]
}

/** Sets the shop up, lets its people join, and has a deal agreed and a story written. */
export async function openWays(
  http: HttpClient,
  { operatorKey, seed }: { readonly operatorKey: string; readonly seed: number },
): Promise<Ways> {
  const { shop, fund } = await openJuniper(http, operatorKey)
  await fund()
  const members = await joinJuniper(http, shop, waysPeople(seed))
  const dealId = await agreeDeal(http, shop, members.mette)
  const story = await writeBookStory(http, shop, members.ottilie)
  return { http, shop, members, story, dealId }
}

/** The shop proposes, the person reads and approves the very same words. */
async function agreeDeal(http: HttpClient, shop: OpenJuniper, mette: WaysMember): Promise<string> {
  const { title, terms, fee } = dealTerms
  const { dealId, termsHash } = await http.api<{ dealId: string; termsHash: string }>({
    method: 'POST',
    path: '/v1/deals',
    bearer: shop.apiKey,
    json: { programId: shop.dealProgramId, recommenderId: mette.recommenderId, title, terms, fee },
  })
  await http.api({
    method: 'POST',
    path: `/v1/me/deals/${dealId}/answer`,
    bearer: mette.signInToken,
    json: { answer: 'approve', termsHash },
  })
  return dealId
}

/** Sells the books and delivers the deal; waits until all of it is reserved on chain. */
export async function sellWays(ways: Ways): Promise<void> {
  const { http, shop, members, dealId } = ways
  const [first, ...rest] = BOOK_ORDERS.toSorted((a) => (a.number === FIRST_ORDER ? -1 : 1))
  for (const order of first ? [first] : []) await sellBook(http, shop, members, order)
  await waitForOrders(ways, 1)
  for (const order of rest) await sellBook(http, shop, members, order)
  await http.api({ method: 'POST', path: `/v1/deals/${dealId}/delivered`, bearer: shop.apiKey, json: {} })
  await waitForBooks(ways, 'the bookshop to reserve', {
    sales: [RESERVED_MICROS, 0n],
    deals: [DEAL_MICROS, 0n],
  })
}

/** Inside the hold: a part of an order comes back, and the shop refuses the case under review. */
export async function changeWays(ways: Ways): Promise<void> {
  const { http, shop } = ways
  await refundBook(http, shop, orderOf(REFUNDED_ORDER))
  const reviews = await readReviews(ways)
  await decide(ways, reviews.young, 'release', {})
  await decide(ways, reviews.thrownAway, 'refuse', { reason: 'not-a-sale' })
  await waitForBooks(ways, 'the bookshop to amend', { sales: [KEPT_MICROS, 0n], deals: [DEAL_MICROS, 0n] })
}

/** After the hold: waits until everybody is paid. */
export async function payWays(ways: Ways): Promise<void> {
  await waitForBooks(ways, 'the bookshop to pay', { sales: [0n, KEPT_MICROS], deals: [0n, DEAL_MICROS] })
  await waitUntil("the pages of the bookshop's people", async () => {
    const seen: string[] = []
    for (const { person, signInToken } of Object.values(ways.members)) {
      const { paid } = await ways.http.api<PersonJson>({ path: '/v1/me', bearer: signInToken })
      if (readAmount(paid) !== PAID_MICROS[person.key]) {
        seen.push(`${person.handle} paid ${paid} of ${PAID_MICROS[person.key]} micros`)
      }
    }
    return seen.length === 0 ? { done: undefined } : { seen: seen.join('; ') }
  })
}

async function decide(
  { http, shop }: Ways,
  { reviewId }: ReviewJson,
  how: 'release' | 'refuse',
  json: unknown,
): Promise<void> {
  await http.api({ method: 'POST', path: `/v1/reviews/${reviewId}/${how}`, bearer: shop.apiKey, json })
}

export type Reviews = { readonly thrownAway: ReviewJson; readonly young: ReviewJson }

/** The two cases that the rules put under review: a buyer's throw-away address, and a sale at once after joining. */
export async function readReviews({ http, shop }: Ways): Promise<Reviews> {
  const { data } = await http.api<PageJson<ReviewJson>>({ path: '/v1/reviews', bearer: shop.apiKey })
  const thrownAway = data.find(({ externalId }) => externalId === REVIEWED_ORDER)
  const young = data.find(({ externalId }) => externalId === REFUNDED_ORDER)
  if (!thrownAway || !young || data.length !== 2) {
    const seen = data.map(({ externalId, verdicts }) => `${externalId} by ${verdicts[0]?.rule ?? 'no rule'}`)
    throw new StoryFault(`Under review are ${seen.join(', ')}, not the two that should be.`)
  }
  return { thrownAway, young }
}

function orderOf(number: string): BookOrder {
  const order = BOOK_ORDERS.find((one) => one.number === number)
  if (!order) throw new StoryFault(`There is no order ${number}.`)
  return order
}

async function waitForOrders({ http, shop }: Ways, count: number): Promise<void> {
  await waitUntil('the first book to be credited', async () => {
    const { data } = await http.api<PageJson<{ outcome: string }>>({
      path: '/v1/orders',
      bearer: shop.apiKey,
    })
    const credited = data.filter(({ outcome }) => outcome === 'credited').length
    return credited >= count ? { done: undefined } : { seen: `${credited} credited` }
  })
}

type Holding = readonly [reserved: bigint, released: bigint]

async function waitForBooks(
  { http, shop }: Ways,
  what: string,
  wanted: { readonly sales: Holding; readonly deals: Holding },
): Promise<void> {
  await waitUntil(what, async () => {
    const work = await http.api<WorkJson>({ path: '/v1/work', bearer: shop.apiKey })
    const busy = Object.entries(work).filter(([, count]) => count !== 0)
    const pools = [
      { programId: shop.programId, holding: wanted.sales },
      { programId: shop.dealProgramId, holding: wanted.deals },
    ]
    const seen = busy.map(([name, count]) => `${name} ${count}`)
    for (const { programId, holding } of pools) {
      const pool = await http.api<PoolJson>({ path: `/v1/programs/${programId}/pool`, bearer: shop.apiKey })
      if (readAmount(pool.reserved) !== holding[0]) seen.push(`reserved ${pool.reserved} of ${holding[0]}`)
      if (readAmount(pool.released) !== holding[1]) seen.push(`released ${pool.released} of ${holding[1]}`)
    }
    return seen.length === 0 ? { done: undefined } : { seen: seen.join(', ') }
  })
}
