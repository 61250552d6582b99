// Waits until everything known has reached chain and books, and pools and people hold exactly what the story says.

import { readAmount, type PersonJson, type PoolJson, type WorkJson } from './api-answers.ts'
import type { ExpectedOutcome } from './expected-outcome.ts'
import { forEachAtOnce, type HttpClient } from './http-client.ts'
import type { JoinedPerson } from './join-people.ts'
import type { OpenShop, OpenShops } from './open-shops.ts'
import type { ShopKey } from './shops.ts'
import { waitUntil } from './wait-until.ts'

/** What a pool must hold; in micros. */
export type Holding = { readonly reserved: bigint; readonly released: bigint }

/** Waits until no work is under way and each pool holds `holdings`. */
export async function waitForBooks(
  http: HttpClient,
  shops: OpenShops,
  what: string,
  holdings: (shop: ShopKey) => Holding,
): Promise<void> {
  await waitUntil(what, async () => {
    const open = await Promise.all(
      Object.values(shops).map((shop) => look(http, shop, holdings(shop.shop.key))),
    )
    const seen = open.filter((text) => text !== undefined)
    return seen.length === 0 ? { done: undefined } : { seen: seen.join('; ') }
  })
}

/** Undefined when the shop is where it should be, otherwise what it is still waiting for. */
async function look(http: HttpClient, open: OpenShop, holding: Holding): Promise<string | undefined> {
  const { shop, apiKey, programId } = open
  const work = await http.api<WorkJson>({ path: '/v1/work', bearer: apiKey })
  const busy = Object.entries(work).filter(([, count]) => count !== 0)
  // Books are read after the work was seen done, so that they cannot be older than it.
  const pool = await http.api<PoolJson>({ path: `/v1/programs/${programId}/pool`, bearer: apiKey })
  const reserved = readAmount(pool.reserved)
  const released = readAmount(pool.released)
  if (busy.length === 0 && reserved === holding.reserved && released === holding.released) return undefined
  const doing = busy.length === 0 ? 'idle' : busy.map(([name, count]) => `${name} ${count}`).join(', ')
  return `${shop.name} ${doing}, reserved ${reserved} of ${holding.reserved}, released ${released} of ${holding.released}`
}

/** Waits until each person's own page shows what they were paid, are owed and have to make up for. */
export async function waitForPeople(
  http: HttpClient,
  joined: readonly JoinedPerson[],
  { people }: ExpectedOutcome,
): Promise<void> {
  await waitUntil("the people's pages", async () => {
    const seen = await forEachAtOnce(joined, async ({ person, signInToken }) => {
      const wanted = people[person.index]
      const found = await http.api<PersonJson>({ path: '/v1/me', bearer: signInToken })
      const isRight =
        readAmount(found.paid) === wanted?.paid &&
        readAmount(found.owed) === wanted.owed &&
        readAmount(found.debt) === wanted.debt
      if (isRight) return undefined
      return `${person.handle} paid ${found.paid} of ${wanted?.paid}, owed ${found.owed} of ${wanted?.owed}, debt ${found.debt} of ${wanted?.debt} micros`
    })
    const wrong = seen.filter((text) => text !== undefined)
    return wrong.length === 0
      ? { done: undefined }
      : { seen: `${wrong.length} differ, the first: ${wrong[0]}` }
  })
}
