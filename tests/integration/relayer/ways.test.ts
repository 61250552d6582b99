// The ways of influence, each from its beginning to what comes of it: a campaign and what is spread from it, a deal with
// a pool of its own, an advocate's invitation, sign-ups, and posts that are only declared.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as api from '../../support/api.ts'
import { findFaults, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import type { Answer, Campaign, Reward, Ways } from '../../support/ways.ts'
import { standardLead, standardPaid } from '../../support/webhooks.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
/** What links begin with. */
let address: string
let ann: shops.Person
let bob: shops.Person

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer, { deposit: '500.00' })
  address = relayer.url.replace('127.0.0.1', 'localhost')
  ;[ann, bob] = await Promise.all([shops.join(relayer, shop), shops.join(relayer, shop)])
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

const post = <T>(path: string, body: object, key = shop.apiKey): Promise<T> =>
  api.post<T>(relayer, path, body, key)
const get = <T>(path: string, key = shop.apiKey): Promise<T> => api.get<T>(relayer, path, key)

describe('a campaign', () => {
  let directed: string
  let secondary: string
  let code: string

  test('is directed at chosen people, and nobody else sees it', async () => {
    const people = [ann.recommenderId]
    const path = `/v1/programs/${shop.programId}/campaigns`
    ;({ campaignId: directed } = await post<{ campaignId: string }>(path, {
      name: 'Spring',
      brief: 'Show the new tea.',
      people,
    }))
    const seen = await get<Ways>('/v1/me/ways', ann.signInToken)
    expect(seen.campaigns).toMatchObject([
      { campaignId: directed, name: 'Spring', state: 'invited', link: null },
    ])
    expect((await get<Ways>('/v1/me/ways', bob.signInToken)).campaigns).toEqual([])
    const answer = `/v1/me/campaigns/${directed}/answer`
    await expect(post(answer, { answer: 'take-part' }, bob.signInToken)).rejects.toThrow('not_found')
  })

  test('gives those who take part a link of its own, once', async () => {
    const answer = `/v1/me/campaigns/${directed}/answer`
    const first = await post<Answer>(answer, { answer: 'take-part' }, ann.signInToken)
    const second = await post<Answer>(answer, { answer: 'take-part' }, ann.signInToken)
    code = first.link.code
    expect(second.link.code).toBe(code)
    expect(code).not.toBe(ann.code)
  })

  test('is spread further by them, with the words of the shop and the disclosure before them', async () => {
    const kit = { texts: ['The first tea of spring is here.'], channels: ['instagram'] }
    const path = `/v1/campaigns/${directed}/secondary`
    ;({ campaignId: secondary } = await post<{ campaignId: string }>(path, {
      name: 'Spring, spread',
      brief: 'Pass it on.',
      kit,
    }))
    const answer = `/v1/me/campaigns/${secondary}/answer`
    const { link } = await post<Answer>(answer, { answer: 'take-part' }, ann.signInToken)
    const { campaigns } = await get<Ways>('/v1/me/ways', ann.signInToken)
    expect(campaigns.find(({ campaignId }) => campaignId === secondary)?.shareTexts).toEqual([
      `Ad: I earn a small reward if you buy through my link. The first tea of spring is here. ${address}/r/${link.code}`,
    ])
    await expect(post(answer, { answer: 'take-part' }, bob.signInToken)).rejects.toThrow('not_found')
    const friend = { handle: 'fay', payee: shops.freshPayee(), via: code }
    const joining = `/v1/programs/${shop.programId}/recommenders`
    const { signInToken } = await api.post<{ signInToken: string }>(relayer, joining, friend)
    await post(answer, { answer: 'take-part' }, signInToken)
  })

  test('counts visits, sign-ups and sales of its links, and nothing of other links', async () => {
    const clickToken = await shops.click(relayer, code)
    await shops.click(relayer, ann.code)
    const lead = { id: 'lead-1', clickToken }
    expect(await post('/v1/leads', lead)).toEqual({ status: 'recorded', isCredited: true })
    expect(await post('/v1/leads', lead)).toEqual({ status: 'already-recorded', isCredited: true })
    await shops.deliver(relayer, shop, standardLead('lead-1', clickToken))
    await shops.deliver(relayer, shop, standardPaid({ id: 'c-1', subtotal: '100.00', clickToken }))
    await outcomes.untilReward(relayer, shop, 'c-1', 'promised', ({ state }) => state === 'promised')
    const campaign = await until('the visit to be stored', async () => {
      const read = await get<Campaign>(`/v1/campaigns/${directed}`)
      return read.results.reach.visits > 0 && read
    })
    expect(campaign.results).toEqual({
      reach: { visits: 1, joined: 1, declaredFollowers: 0, declaredReach: 0 },
      awareness: { takingPart: 1, mentions: 0, shares: 0, engagementBps: null },
      sales: { leads: 2, orders: 1, sales: '100.00', rewards: '5.00', conversionBps: 10_000 },
    })
  })

  test('shows declared reach apart from what was measured, and pays nothing on it', async () => {
    const mention = {
      programId: shop.programId,
      campaignId: directed,
      kind: 'mention',
      channel: 'instagram',
      postUrl: 'https://social.example/p/1',
      declaredReach: 4_000,
    }
    expect(await post('/v1/me/mentions', mention, ann.signInToken)).toEqual({ status: 'recorded' })
    expect(await post('/v1/me/mentions', mention, ann.signInToken)).toEqual({ status: 'already-recorded' })
    const { results } = await get<Campaign>(`/v1/campaigns/${directed}`)
    expect(results.reach).toEqual({ visits: 1, joined: 1, declaredFollowers: 0, declaredReach: 4_000 })
    expect(results.awareness.mentions).toBe(1)
    expect(results.sales).toMatchObject({ orders: 1, rewards: '5.00' })
  })
})

describe('an advocate', () => {
  test('joins by an invitation of the shop, which works once', async () => {
    const path = `/v1/programs/${shop.programId}/invitations`
    const { invitation, url } = await post<{ invitation: string; url: string }>(path, {})
    expect(url).toBe(`${address}/join/${shop.programId}?invitation=${invitation}`)
    const page = `${relayer.url}${url.slice(address.length)}`
    expect(await (await fetch(page)).text()).toContain(`name="invitation" value="${invitation}"`)
    const joining = `/v1/programs/${shop.programId}/recommenders`
    const cat = { handle: 'cat', payee: shops.freshPayee(), invitation }
    const { recommenderId } = await api.post<{ recommenderId: string }>(relayer, joining, cat)
    const again = { handle: 'dan', payee: shops.freshPayee(), invitation }
    await expect(api.post(relayer, joining, again)).rejects.toThrow('invitation_invalid')
    expect(await get(path)).toEqual({
      made: 1,
      used: 1,
      expired: 0,
      advocates: [{ recommenderId, handle: 'cat' }],
    })
  })
})

describe('a deal', () => {
  let programId: string
  let deal: { readonly dealId: string; readonly termsHash: string }

  test('has a program of its own, with a pool and caps of its own, that nobody joins', async () => {
    const caps = { name: 'Deals', feeCap: '200.00', totalCap: '250.00', holdSeconds: 7_200 }
    ;({ programId } = await post<{ programId: string }>('/v1/deal-programs', caps))
    const terms = { minHoldSeconds: 3_600, rewardCap: '200.00', rateCapacity: '500.00', ratePerDay: '500.00' }
    await post(`/v1/programs/${programId}/pool`, terms)
    const place = { apiKey: shop.apiKey, programId }
    await shops.untilPool(relayer, place, 'its pool', ({ state }) => state === 'open')
    await shops.fund(relayer, place, '300.00')
    await shops.untilPool(relayer, place, 'its deposit', ({ deposited }) => deposited === '300.00')
    const stranger = { handle: 'eve', payee: shops.freshPayee() }
    await expect(api.post(relayer, `/v1/programs/${programId}/recommenders`, stranger)).rejects.toThrow(
      'not_found',
    )
  })

  test('is refused above the cap of one deal, and of all', async () => {
    const proposal = { programId, recommenderId: ann.recommenderId, title: 'Film', terms: 'One film.' }
    await expect(post('/v1/deals', { ...proposal, fee: '200.01' })).rejects.toThrow('deal_over_cap')
    deal = await post('/v1/deals', { ...proposal, fee: '150.00' })
    await expect(post('/v1/deals', { ...proposal, fee: '100.01' })).rejects.toThrow('deal_over_cap')
  })

  test('is made by both, and only by the words that the person has read', async () => {
    const path = `/v1/me/deals/${deal.dealId}/answer`
    const approval = { answer: 'approve', termsHash: deal.termsHash }
    await expect(post(`/v1/deals/${deal.dealId}/delivered`, {})).rejects.toThrow('deal_not_open')
    await expect(post(path, approval, bob.signInToken)).rejects.toThrow('not_found')
    const other = { ...approval, termsHash: `0x${'00'.repeat(32)}` }
    await expect(post(path, other, ann.signInToken)).rejects.toThrow('deal_not_open')
    expect(await post(path, approval, ann.signInToken)).toEqual({ state: 'approved' })
  })

  test('is promised once it is delivered, held, and paid from its own pool', async () => {
    const before = await paidTo(chain, ann.payee)
    const path = `/v1/deals/${deal.dealId}/delivered`
    const { rewardId } = await post<{ rewardId: string }>(path, {})
    expect(await post(path, {})).toEqual({ state: 'delivered', rewardId })
    const rewardPath = `/v1/rewards/${rewardId}`
    await until('the fee to be promised', async () => (await get<Reward>(rewardPath)).state === 'promised')
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    const reward = await until('the fee to be paid', async () => {
      const read = await get<Reward>(rewardPath)
      return read.state === 'paid' && read
    })
    expect(reward).toMatchObject({ role: 'deal', tier: null, target: '150.00', paid: '150.00' })
    expect((await paidTo(chain, ann.payee)) - before).toBeGreaterThanOrEqual(150_000_000n)
    const pool = await shops.readPool(relayer, { apiKey: shop.apiKey, programId })
    expect(pool).toMatchObject({ deposited: '300.00', available: '150.00', released: '150.00' })
    const me = await get<{ rewards: readonly { isDeal: boolean; amount: string }[] }>(
      '/v1/me',
      ann.signInToken,
    )
    expect(me.rewards.filter(({ isDeal }) => isDeal)).toMatchObject([{ amount: '150.00' }])
  })

  test('is in no figure of sales, and proves its fee like any reward', async () => {
    const funnel = await get<{ measured: object }>(`/v1/programs/${shop.programId}/funnel`)
    expect(funnel.measured).toMatchObject({ orders: 1, sales: '100.00', rewards: '5.00' })
    const sales = await shops.readPool(relayer, shop)
    expect(sales).toMatchObject({ deposited: '500.00', available: '495.00' })
    const { data } = await get<{ data: readonly object[] }>('/v1/deal-programs')
    expect(data).toMatchObject([{ agreed: '150.00', delivered: '150.00', left: '100.00' }])
    await outcomes.untilQuiet(relayer, shop)
    expect(await findFaults({ chain, database })).toEqual([])
  })
})

describe('the pages', () => {
  const text = async (path: string): Promise<string> => (await fetch(`${relayer.url}${path}`)).text()

  test('show a person their deal and campaigns, and take what they post', async () => {
    const path = `/me/${ann.signInToken}`
    expect(await text(`${path}/ways`)).toContain('Spring, spread')
    const form = { programId: shop.programId, kind: 'share', channel: 'message', postUrl: '' }
    const sent = await fetch(`${relayer.url}${path}/mentions`, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}/ways`])
    const { data } = await get<{ data: readonly object[] }>(`/v1/programs/${shop.programId}/mentions`)
    expect(data[0]).toMatchObject({ kind: 'share', channel: 'message', postUrl: '', declaredReach: null })
  })

  test('let the shop begin a campaign and end it, and propose a deal', async () => {
    const key = new URLSearchParams({ key: shop.apiKey })
    const door = await fetch(`${relayer.url}/shop`, { method: 'POST', body: key, redirect: 'manual' })
    const path = `${door.headers.get('location')}/ways`
    const send = async (place: string, fields: Record<string, string>): Promise<number> => {
      const body = new URLSearchParams(fields)
      return (await fetch(`${relayer.url}${path}/${place}`, { method: 'POST', body, redirect: 'manual' }))
        .status
    }
    const recommenderId = bob.recommenderId
    const words = { name: 'By form', brief: 'Taste it.', recommenderId }
    expect(await send(`${shop.programId}/campaign`, words)).toBe(303)
    const { data } = await get<{ data: readonly { campaignId: string; name: string }[] }>(
      `/v1/programs/${shop.programId}/campaigns`,
    )
    expect(data[0]).toMatchObject({ name: 'By form', phase: 'running' })
    expect(await send(`campaigns/${data[0]?.campaignId}/end`, {})).toBe(303)
    const programs = await get<{ data: readonly { programId: string }[] }>('/v1/deal-programs')
    const deal = { recommenderId, title: 'Text', terms: 'A text.', fee: '20.00' }
    expect(await send(`${programs.data[0]?.programId}/deal`, deal)).toBe(303)
    expect(await send(`${shop.programId}/invitation`, {})).toBe(200)
    const page = await text(path)
    expect(page).toContain('By form')
    expect(page).toContain('waiting for the person')
  })
})

describe('people', () => {
  test('are found by their figures', async () => {
    const { data } = await get<{ data: readonly { recommenderId: string }[] }>(
      `/v1/programs/${shop.programId}/ranking?by=sales`,
    )
    expect(data[0]).toMatchObject({
      rank: 1,
      recommenderId: ann.recommenderId,
      visits: 2,
      orders: 1,
      sales: '100.00',
      conversionBps: 5_000,
    })
  })

  test('who want no profile are in no ranking, and nowhere in the spread', async () => {
    const path = `/v1/programs/${shop.programId}`
    const profile = (withoutProfile: boolean) =>
      api.post(relayer, '/v1/me/profile', { withoutProfile }, ann.signInToken)
    const named = async () => [
      JSON.stringify(await get(`${path}/ranking?by=sales`)).includes(ann.recommenderId),
      JSON.stringify(await get(`${path}/spread`)).includes(ann.recommenderId),
    ]
    expect(await named()).toEqual([true, true])
    expect(await profile(true)).toEqual({ withoutProfile: true })
    expect(await named()).toEqual([false, false])
    await profile(false)
    expect(await named()).toEqual([true, true])
  })
})
