// One order for several people, end to end: who brought whom, what a person declares and a shop checks, shares that sum to
// the pot, the part of whoever brought the seller, and the rewards on the chain.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { get, post, replace } from '../../support/api.ts'
import { findFaults, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { standardPaid } from '../../support/webhooks.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let ann: shops.Person
let bob: shops.Person

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer, {
    policy: {
      attribution: { model: 'linear', windowDays: 30 },
      rules: [{ name: 'Macro', when: { tiers: ['macro'] }, reward: { kind: 'percent', bps: 1_000 } }],
      upline: { bps: 2_000, activeDays: 30 },
      trustedHoldSeconds: 3_600,
    },
  })
  ann = await shops.join(relayer, shop)
  bob = await shops.join(relayer, shop, undefined, ann.code)
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

type Reward = {
  readonly target: string
  readonly tier: string | null
  readonly followers: number
  readonly followerEvidence: string
}

async function rewards(): Promise<readonly string[]> {
  const { data } = await get<{ data: readonly Reward[] }>(relayer, '/v1/rewards', shop.apiKey)
  return data.map((reward) => reward.target).toSorted()
}

/** How far each person reached when their reward was frozen, and who said so. */
async function frozenTiers(): Promise<readonly string[]> {
  const { data } = await get<{ data: readonly Reward[] }>(relayer, '/v1/rewards', shop.apiKey)
  return data
    .map(
      ({ target, tier, followers, followerEvidence }) => `${target} ${tier} ${followers} ${followerEvidence}`,
    )
    .toSorted()
}

/** All that is known has reached final blocks and the books. */
async function untilAtRest(): Promise<void> {
  await until('nothing to be under way', async () => {
    const work = await get<Record<string, number>>(relayer, '/v1/work', shop.apiKey)
    return Object.values(work).every((count) => count === 0)
  })
}

test('an order is shared, part of it goes to whoever brought the seller, and all of it is paid', async () => {
  const members = await get<{ data: readonly object[] }>(
    relayer,
    `/v1/programs/${shop.programId}/recommenders`,
    shop.apiKey,
  )
  expect(members.data).toMatchObject([
    { recommenderId: ann.recommenderId, broughtBy: null, tier: 'micro', followerEvidence: 'none' },
    { recommenderId: bob.recommenderId, broughtBy: ann.recommenderId },
  ])

  // Ann sells alone: 5 % of 100.00. She has no parent, and from now on she is active.
  await shops.deliver(
    relayer,
    shop,
    standardPaid({ id: 'o-1', subtotal: '100.00', clickToken: await shops.click(relayer, ann.code) }),
  )
  await until('the first reward', async () => (await rewards()).length === 1)

  // Bob says that 20 000 follow him, which changes no amount: both share 5 % of 40.00, and a fifth of Bob's 1.00 is Ann's.
  const declared = await post(
    relayer,
    '/v1/me/followers',
    { programId: shop.programId, followers: 20_000 },
    bob.signInToken,
  )
  expect(declared).toEqual({ followers: 20_000, followerEvidence: 'declared' })
  const [ofAnn, ofBob] = [await shops.click(relayer, ann.code), await shops.click(relayer, bob.code)]
  await shops.deliver(
    relayer,
    shop,
    standardPaid({ id: 'o-2', subtotal: '40.00', landingSite: `/?utm_id=${ofAnn}&utm_id=${ofBob}` }),
  )
  await until('the second order', async () => (await rewards()).length === 3)

  // The shop has looked: now it is 10 %, Bob's rewards are held for an hour, and Ann's part of them for two.
  const member = await replace(
    relayer,
    `/v1/programs/${shop.programId}/recommenders/${bob.recommenderId}`,
    { followers: 20_000, trusted: true },
    shop.apiKey,
  )
  expect(member).toMatchObject({ tier: 'macro', followerEvidence: 'checked', trusted: true })
  await shops.deliver(
    relayer,
    shop,
    standardPaid({ id: 'o-3', subtotal: '40.00', clickToken: await shops.click(relayer, bob.code) }),
  )
  await until('the third order', async () => (await rewards()).length === 5)
  expect(await rewards()).toEqual(['0.80', '0.80', '1.20', '3.20', '5.00'])
  expect(await frozenTiers()).toEqual([
    '0.80 macro 20000 declared',
    '0.80 micro 0 none',
    '1.20 micro 0 none',
    '3.20 macro 20000 checked',
    '5.00 micro 0 none',
  ])

  await untilAtRest()
  await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
  await until('the payments', async () => {
    const [toAnn, toBob] = await Promise.all([paidTo(chain, ann.payee), paidTo(chain, bob.payee)])
    return toAnn === 7_000_000n && toBob === 4_000_000n
  })
  await untilAtRest()
  expect(await findFaults({ chain, database })).toEqual([])
})

test('the trace tells the shop all of it, and each person their own part', async () => {
  const { data } = await get<{ data: readonly { orderId: string; externalId: string }[] }>(
    relayer,
    '/v1/orders',
    shop.apiKey,
  )
  const order = data.find(({ externalId }) => externalId === 'o-2')
  type Steps = { readonly steps: readonly { readonly step: string; readonly sentence: string }[] }
  const trace = await get<Steps & { credits: readonly (Steps & { handle: string; target: string })[] }>(
    relayer,
    `/v1/orders/${order?.orderId}/trace`,
    shop.apiKey,
  )
  // Tests buy at once, which a rule against misuse notes.
  expect([...new Set(trace.steps.map(({ step }) => step))]).toEqual([
    'verify',
    'dedupe',
    'eligibility',
    'touches',
    'fraud',
    'rule',
    'pot',
  ])
  const ofAnn = trace.credits.find(({ target }) => target === '1.20')
  expect(ofAnn?.steps.map(({ sentence }) => sentence).toSorted()).toEqual([
    '2 people share the 2.00 USD of this order; this part is 1.00 USD.',
    'A person you brought made the sale: 20 % of their 1.00 USD is yours, 0.20 USD.',
    'The books hold 1.20 USD for it.',
  ])
})

test('the five models side by side share the same pots', async () => {
  const { inForce, orders, models } = await get<{
    inForce: string
    orders: number
    models: readonly { model: string; credited: number; total: string }[]
  }>(relayer, `/v1/programs/${shop.programId}/models`, shop.apiKey)
  expect([inForce, orders]).toEqual(['linear', 3])
  expect(models.map(({ model, credited }) => `${model} ${credited}`)).toEqual([
    'last-click 3',
    'first-click 3',
    'linear 3',
    'time-decay 3',
    'position 3',
  ])
  const page = await fetch(`${relayer.url}/me/${bob.signInToken}`)
  expect(await page.text()).toContain(`/join/${shop.programId}?via=${bob.code}`)
})
