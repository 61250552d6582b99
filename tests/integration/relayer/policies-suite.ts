// Versions of rules through the running relayer: a budget that lets rewards wait, a currency that gets its rate later,
// and what the shop is told of it all.

import { beforeAll, describe, expect, test } from 'vitest'
import { get, post } from '../../support/api.ts'
import * as outcomes from '../../support/outcomes.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { standardPaid } from '../../support/webhooks.ts'
import type { RunningRelayer } from './running-relayer.ts'

let relayer: RunningRelayer['relayer']

async function publish(shop: shops.TestShop, change: object): Promise<{ versionNo: number; status: string }> {
  const body = { policy: { ...shops.POLICY, ...change } }
  return post(relayer, `/v1/programs/${shop.programId}/policies`, body, shop.apiKey)
}

/** On a relayer that runs already; opens shops of its own. */
export function describePolicies(world: () => RunningRelayer): void {
  describe('versions of rules', () => {
    beforeAll(() => {
      ;({ relayer } = world())
    })

    test('rewards beyond the budget wait in line until the shop publishes a larger one', async () => {
      const shop = await shops.openShop(relayer, { policy: { budget: { perMonth: '20.00' } } })
      const { code, signInToken } = await shops.join(relayer, shop)
      const clickToken = await shops.click(relayer, code)
      // Five percent: 15.00, 5.00 and 1.00.
      for (const [id, subtotal] of [
        ['b-1', '300.00'],
        ['b-2', '100.00'],
        ['b-3', '20.00'],
      ] as const) {
        await shops.deliver(relayer, shop, standardPaid({ id, subtotal, clickToken }))
        await outcomes.untilReward(relayer, shop, id, 'known', () => true)
      }
      await outcomes.untilReward(relayer, shop, 'b-2', 'promised', ({ state }) => state === 'promised')
      await outcomes.untilReward(
        relayer,
        shop,
        'b-3',
        'beyond the budget',
        ({ state }) => state === "waiting for the shop's budget",
      )
      const me = await get<{ rewards: readonly { state: string }[] }>(relayer, '/v1/me', signInToken)
      expect(me.rewards.filter(({ state }) => state === "waiting for the shop's budget")).toHaveLength(1)
      const check = { policy: { ...shops.POLICY, budget: { perMonth: '20.00' } }, programId: shop.programId }
      const { loss } = await post<{ loss: object }>(relayer, '/v1/policies/check', check, shop.apiKey)
      expect(loss).toMatchObject({
        most: '20.00',
        sentence: 'The most you can lose this month is 20.00 USD: the budget for each month.',
      })

      expect(await publish(shop, { budget: { perMonth: '21.00' } })).toMatchObject({
        versionNo: 2,
        status: 'published',
      })
      await outcomes.untilReward(relayer, shop, 'b-3', 'promised', ({ state }) => state === 'promised')
      expect(await shops.readPool(relayer, shop)).toMatchObject({ reserved: '21.00' })
    })

    test('an order in a currency without a rate waits for a version that states one, under its own rules', async () => {
      const shop = await shops.openShop(relayer)
      const { code } = await shops.join(relayer, shop)
      const clickToken = await shops.click(relayer, code)
      await shops.deliver(
        relayer,
        shop,
        standardPaid({ id: 'e-1', subtotal: '100.00', currency: 'EUR', clickToken }),
      )
      const order = await until('the order to wait for a rate', async () => {
        const seen = await outcomes.orderOf(relayer, shop, 'e-1')
        return seen?.outcome === 'waiting-for-rate' ? seen : undefined
      })
      expect(order.reason).toBe(
        'The order is in EUR; its reward waits until the program states a rate for that currency.',
      )

      const rates = { EUR: [{ from: '2026-01-01', rate: '1.1' }] }
      await publish(shop, { reward: { kind: 'percent', bps: 1_000 }, rates })
      // Five percent of 100.00 × 1.1, not the ten of the later version.
      const reward = await outcomes.untilReward(
        relayer,
        shop,
        'e-1',
        'promised',
        ({ state }) => state === 'promised',
      )
      expect(reward.target).toBe('5.50')

      const explained = await get<Record<string, unknown>>(
        relayer,
        `/v1/orders/${order.orderId}/explanation`,
        shop.apiKey,
      )
      expect(explained).toMatchObject({
        outcome: 'credited',
        rules: { versionNo: 1, tier: 'micro' },
        amounts: { counted: '110.00', pot: '5.50', room: null },
        potUnderRulesInForce: '11.00',
      })
      const day = 86_400_000
      const simulated = await post<object>(
        relayer,
        '/v1/policies/simulate',
        {
          programId: shop.programId,
          from: new Date(Date.now() - day).toISOString(),
          to: new Date(Date.now() + day).toISOString(),
        },
        shop.apiKey,
      )
      expect(simulated).toMatchObject({
        sentence: '11.00 USD on 110.00 USD of sales, 10.00 %.',
        orders: 1,
        uncredited: 0,
        isCut: false,
      })
      const { data } = await get<{ data: readonly { versionNo: number; isInForce: boolean }[] }>(
        relayer,
        `/v1/programs/${shop.programId}/policies`,
        shop.apiKey,
      )
      expect(data.map(({ versionNo, isInForce }) => [versionNo, isInForce])).toEqual([
        [2, true],
        [1, false],
      ])
    })

    test('rules that would have been in force before are refused', async () => {
      const shop = await shops.openShopWithoutPool(relayer)
      const path = `/v1/programs/${shop.programId}/policies`
      const past = { policy: shops.POLICY, effectiveFrom: '2026-01-01T00:00:00Z' }
      await expect(post(relayer, path, past, shop.apiKey)).rejects.toThrow('policy_retroactive')
    })
  })
}
