// Five people join the bookshop: one by herself, one through her link, one by the invitation that a buyer was shown, and
// two with accounts that the shop has looked at.

import { readLocation, type FollowedLink } from '../story/followed-link.ts'
import { StoryFault, type HttpClient } from '../story/http-client.ts'
import { juniper, type WaysPerson, type WaysPersonKey } from './juniper.ts'
import type { OpenJuniper } from './open-juniper.ts'

export type WaysMember = {
  readonly person: WaysPerson
  readonly recommenderId: string
  readonly signInToken: string
  readonly signInUrl: string
  readonly code: string
  readonly url: string
}

export type WaysMembers = Readonly<Record<WaysPersonKey, WaysMember>>

type JoinAnswer = {
  readonly recommenderId: string
  readonly signInToken: string
  readonly signInUrl: string
  readonly link: { readonly code: string; readonly url: string }
}

/** Lets everybody join in the order of `people`; what the shop has checked is set at once. */
export async function joinJuniper(
  http: HttpClient,
  shop: OpenJuniper,
  people: readonly WaysPerson[],
): Promise<WaysMembers> {
  const members = new Map<WaysPersonKey, WaysMember>()
  for (const person of people) {
    const way = await wayOf(http, shop, person, members)
    const answer = await http.api<JoinAnswer>({
      method: 'POST',
      path: `/v1/programs/${shop.programId}/recommenders`,
      json: { handle: person.handle, payee: person.payee, ...way },
    })
    const { recommenderId, signInToken, signInUrl, link } = answer
    members.set(person.key, { person, recommenderId, signInToken, signInUrl, ...link })
    if (person.followers > 0) await check(http, shop, recommenderId, person.followers)
  }
  return Object.fromEntries(members) as WaysMembers
}

/** What the request says of how somebody came. */
async function wayOf(
  http: HttpClient,
  shop: OpenJuniper,
  { key }: WaysPerson,
  members: ReadonlyMap<WaysPersonKey, WaysMember>,
): Promise<{ readonly via?: string; readonly invitation?: string }> {
  if (key === 'priya') {
    const parent = members.get('ottilie')
    if (!parent) throw new StoryFault('Ottilie joins before Priya.')
    return { via: parent.code }
  }
  if (key !== 'sunniva') return {}
  const { invitation } = await http.api<{ invitation: string }>({
    method: 'POST',
    path: `/v1/programs/${shop.programId}/invitations`,
    bearer: shop.apiKey,
    json: {},
  })
  return { invitation }
}

async function check(
  http: HttpClient,
  { apiKey, programId }: OpenJuniper,
  recommenderId: string,
  followers: number,
): Promise<void> {
  await http.api({
    method: 'POST',
    path: `/v1/programs/${programId}/recommenders/${recommenderId}`,
    bearer: apiKey,
    // Nobody else looks after this shop.
    ifMatch: '*',
    json: { followers },
  })
}

/** Headers of an ordinary browser that follows a link. */
const BROWSER = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Gecko/20100101 Firefox/152.0',
  'accept-language': 'en-GB,en;q=0.8',
  'sec-fetch-dest': 'document',
  'sec-fetch-user': '?1',
}

/** Follows one link as a buyer does; it must lead `to` the shop's front page, or to the page of one book. */
export async function followLink(
  http: HttpClient,
  url: string,
  to: string = juniper.shopUrl,
): Promise<FollowedLink> {
  const answer = await http.send({ path: new URL(url).pathname + new URL(url).search, headers: BROWSER })
  const link = readLocation(answer.headers.get('location') ?? '', to)
  if (answer.status !== 302 || link?.token === undefined) {
    throw new StoryFault(`Following ${url} answered ${answer.status} and gave no click token.`)
  }
  return link
}
