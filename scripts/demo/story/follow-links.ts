// The clicks: every visit follows its link over HTTP and keeps what the redirect carries.

import { readLocation, type FollowedLink } from './followed-link.ts'
import { forEachAtOnce, StoryFault, type HttpClient } from './http-client.ts'
import { linkOf, type JoinedPerson } from './join-people.ts'
import { shopOf } from './shops.ts'
import type { Visit } from './visits.ts'

/** What each visit brought to the shop, by the visit's id. */
export type FollowedLinks = ReadonlyMap<number, FollowedLink>

/** Follows the links of all visits; a repeat is sent only when all first clicks are answered. */
export async function followLinks(
  http: HttpClient,
  joined: readonly JoinedPerson[],
  visits: readonly Visit[],
): Promise<FollowedLinks> {
  const followed = new Map<number, FollowedLink>()
  for (const repeats of [false, true]) {
    const now = visits.filter(({ kind }) => (kind === 'repeat') === repeats)
    await forEachAtOnce(now, async (visit) => {
      followed.set(visit.id, await follow(http, joined[visit.membership.person.index], visit))
    })
  }
  return followed
}

async function follow(
  http: HttpClient,
  joined: JoinedPerson | undefined,
  visit: Visit,
): Promise<FollowedLink> {
  const { shop } = visit.membership
  const { url, code } = linkOf(joined, shop)
  const answer = await http.send({ path: new URL(url).pathname, headers: visit.headers })
  const link = readLocation(answer.headers.get('location') ?? '', shopOf(shop).shopUrl)
  if (answer.status !== 302 || link?.code !== code) {
    throw new StoryFault(`Following a link answered ${answer.status} and did not lead to the shop.`)
  }
  const isPerson = visit.kind === 'person' || visit.kind === 'repeat'
  if (isPerson !== (link.token !== undefined)) {
    throw new StoryFault(
      `A click of kind ${visit.kind} was sent on ${isPerson ? 'without' : 'with'} a click token.`,
    )
  }
  return link
}
