// The forty people join: the first shop with a name and an address, a second one with their sign-in token alone.

import { invariant } from '#domain/invariant.ts'
import { forEachAtOnce, StoryFault, type HttpClient } from './http-client.ts'
import type { OpenShops } from './open-shops.ts'
import type { Person } from './people.ts'
import type { ShopKey } from './shops.ts'

export type JoinedPerson = {
  readonly person: Person
  readonly signInToken: string
  readonly signInUrl: string
  /** The person's link for each shop they recommend. */
  readonly links: Readonly<Partial<Record<ShopKey, JoinedLink>>>
}

export type JoinedLink = { readonly code: string; readonly url: string }

type JoinAnswer = {
  readonly recommenderId: string
  readonly signInToken?: string
  readonly signInUrl?: string
  readonly link: JoinedLink & { readonly shareText: string }
}

/** Lets everybody join all their shops; in the order of `people`. */
export async function joinPeople(
  http: HttpClient,
  shops: OpenShops,
  people: readonly Person[],
): Promise<readonly JoinedPerson[]> {
  return forEachAtOnce(people, async (person) => {
    const [first, ...more] = person.shops
    const joined = await join(http, shops, first, {
      json: {
        handle: person.handle,
        payee: person.payee,
        ...(person.email === undefined ? {} : { email: person.email }),
      },
    })
    const { signInToken, signInUrl } = joined
    if (!signInToken || !signInUrl) throw new StoryFault(`${person.handle} joined and got no sign-in link.`)
    const links: Partial<Record<ShopKey, JoinedLink>> = { [first]: joined.link }
    for (const shop of more)
      links[shop] = (await join(http, shops, shop, { bearer: signInToken, json: {} })).link
    return { person, signInToken, signInUrl, links }
  })
}

/** The person's link for a shop they joined. */
export function linkOf(joined: JoinedPerson | undefined, shop: ShopKey): JoinedLink {
  const link = joined?.links[shop]
  invariant(link, 'visits are to links of people who joined')
  return link
}

async function join(
  http: HttpClient,
  shops: OpenShops,
  shop: ShopKey,
  call: { readonly bearer?: string; readonly json: unknown },
): Promise<JoinAnswer> {
  const answer = await http.api<JoinAnswer>({
    method: 'POST',
    path: `/v1/programs/${shops[shop].programId}/recommenders`,
    ...call,
  })
  if (!answer.link.shareText.includes(answer.link.url)) {
    throw new StoryFault('A share text does not contain the link that it is for.')
  }
  return answer
}
