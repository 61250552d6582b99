// Whatever looks at a program's rules outside an order's evaluation looks at the version in force, never at the first.

import { followLink } from '#app/clicks/follow-link.ts'
import { setMember } from '#app/people/set-member.ts'
import { listPublicPrograms } from '#app/programs/list-public-programs.ts'
import { macs } from '#store/macs.ts'
import { expect, test } from 'vitest'

import { BEGIN, openMarket, PEOPLE, PROGRAMS, RETAILER_ID, sealer } from './support/history-market.ts'
import { createMemoryRetailers } from './support/memory-retailers.ts'
import { emptyMemory } from './support/memory-state.ts'

import type { AppDeps } from '#app/deps.ts'
import type { Policy } from '#domain/policy.ts'
import type { ClickVerdict } from '#ports/click-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'

const { programId, policy: first } = PROGRAMS[0]!
const HOUR = 3_600_000

/** The shop of the histories, which publishes `second` for its first program an hour after it began. */
async function shopWith(second: Policy) {
  const memory = emptyMemory()
  const retailers = createMemoryRetailers(memory)
  await openMarket(retailers)
  const verdicts: ClickVerdict[] = []
  const deps = {
    clock: { now: () => BEGIN + 2 * HOUR },
    random: { bytes: (count: number) => new Uint8Array(count).fill(5) },
    macs,
    sealer,
    chainEvents: { pools: () => Promise.resolve([{ pool: 1, retailerId: RETAILER_ID }]) },
    clicks: {
      target: (_code: string, load: () => Promise<unknown>) => load(),
      visitorSalt: () => new Uint8Array(32),
      seenBefore: () => false,
      add: ({ verdict }: { readonly verdict: ClickVerdict }) => void verdicts.push(verdict),
    },
    retailers: {
      transaction: (retailerId: string, work: (unit: RetailerUnit) => Promise<unknown>) =>
        retailers.transaction(retailerId, async (unit) => {
          const versions = async (asked: string) => {
            const [one] = await unit.policies.versions(asked)
            const later = { ...one!, versionNo: 2, policy: second, effectiveFrom: BEGIN + HOUR }
            return asked === programId ? [one!, later] : [one!]
          }
          const findByNumber = async () => ({ ...(await unit.pools.find(programId)), programId })
          return work({
            ...unit,
            policies: { ...unit.policies, versions },
            pools: { ...unit.pools, findByNumber },
          } as unknown as RetailerUnit)
        }),
    },
  } as unknown as AppDeps
  const code = [...memory.links.values()].find((link) => link.programId === programId)!.code
  return { deps, verdicts, code }
}

const visit = { method: 'GET', userAgent: 'Mozilla/5.0', ip: '192.0.2.1', gpc: false, botHint: false }

test('a click from a host that a later version bans is refused, and one from anywhere else counts', async () => {
  const { deps, verdicts, code } = await shopWith({
    ...first,
    misuse: { bannedSources: ['coupons.example'] },
  })
  await followLink(deps, { code, ...visit, sourceHost: 'coupons.example' })
  await followLink(deps, { code, ...visit, sourceHost: 'friends.example' })
  expect(verdicts).toEqual(['banned', 'counted'])
})

test('the directory shows what is paid now', async () => {
  const { deps } = await shopWith({ ...first, perOrderCap: '3.00' })
  const { data } = await listPublicPrograms(deps, { limit: 10 })
  expect(data.map(({ policy }) => policy.perOrderCap)).toEqual(['3.00'])
})

test('a shop reads its people’s tiers by the boundaries of now', async () => {
  const { deps } = await shopWith({ ...first, tiers: { macroFrom: 100, megaFrom: 1_000 } })
  const recommenderId = recommenderIdOf(PEOPLE[0]!)
  const place = { retailerId: RETAILER_ID, programId, recommenderId }
  expect(await setMember(deps, { ...place, followers: 100 })).toMatchObject({ tier: 'macro' })
  expect(await setMember(deps, { ...place, followers: 99 })).toMatchObject({ tier: 'micro' })
})
