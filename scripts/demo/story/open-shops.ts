// Sets up the two shops through the API, as `vouch retailer setup` does: retailer, connection, program, pool, money.

import { micros } from './earnings.ts'
import type { HttpClient } from './http-client.ts'
import { readAmount, type PoolJson } from './api-answers.ts'
import { birch, northwind, type Shop, type ShopKey } from './shops.ts'
import { waitUntil } from './wait-until.ts'

export type OpenShop = {
  readonly shop: Shop
  readonly apiKey: string
  /** Opens the shop's page. */
  readonly pageUrl: string
  readonly programId: string
  readonly joinUrl: string
  readonly secret: string
  /** Path that takes the shop's webhooks. */
  readonly hookPath: string
}

export type OpenShops = Readonly<Record<ShopKey, OpenShop>>

/**
 * Sets up both shops. `funded` resolves when both pools hold their deposits; the first shop's pool is opened first, so
 * that the pools' numbers are the same in every telling.
 */
export async function openShops(
  http: HttpClient,
  operatorKey: string,
): Promise<{ readonly shops: OpenShops; readonly funded: Promise<void> }> {
  const first = await setUp(http, operatorKey, birch)
  await askForPool(http, first)
  const second = await setUp(http, operatorKey, northwind)
  const funded = fundBoth(http, first, second)
  // Whoever awaits it later hears of a failure; until then it is nobody's business.
  funded.catch(() => undefined)
  return { shops: { birch: first, northwind: second }, funded }
}

async function setUp(http: HttpClient, operatorKey: string, shop: Shop): Promise<OpenShop> {
  const retailer = await http.api<{ apiKey: string; shopUrl: string }>({
    method: 'POST',
    path: '/v1/retailers',
    bearer: operatorKey,
    json: { name: shop.name },
  })
  const bearer = retailer.apiKey
  const connection = await http.api<{ secret: string; webhookUrl: string }>({
    method: 'POST',
    path: '/v1/connections',
    bearer,
    json: { platform: shop.platform, currency: shop.policy.currency },
  })
  const program = await http.api<{ programId: string; joinUrl: string }>({
    method: 'POST',
    path: '/v1/programs',
    bearer,
    json: { name: `Friends of ${shop.name}`, shopUrl: shop.shopUrl, policy: shop.policy },
  })
  return {
    shop,
    apiKey: retailer.apiKey,
    pageUrl: retailer.shopUrl,
    programId: program.programId,
    joinUrl: program.joinUrl,
    secret: connection.secret,
    hookPath: new URL(connection.webhookUrl).pathname,
  }
}

async function fundBoth(http: HttpClient, first: OpenShop, second: OpenShop): Promise<void> {
  await waitForPool(http, first, 'its pool', (pool) => pool.state === 'open')
  await askForPool(http, second)
  await Promise.all([
    fund(http, first),
    waitForPool(http, second, 'its pool', (pool) => pool.state === 'open').then(() => fund(http, second)),
  ])
}

async function askForPool(http: HttpClient, { shop, apiKey, programId }: OpenShop): Promise<void> {
  const { rewardCap, rateCapacity, ratePerDay } = shop
  await http.api({
    method: 'POST',
    path: `/v1/programs/${programId}/pool`,
    bearer: apiKey,
    json: { minHoldSeconds: shop.policy.holdSeconds, rewardCap, rateCapacity, ratePerDay },
  })
}

async function fund(http: HttpClient, open: OpenShop): Promise<void> {
  await http.api({
    method: 'POST',
    path: `/v1/programs/${open.programId}/pool/deposits`,
    bearer: open.apiKey,
    json: { amount: open.shop.deposit },
  })
  const deposit = micros(open.shop.deposit)
  await waitForPool(http, open, 'its deposit', (pool) => readAmount(pool.deposited) === deposit)
}

async function waitForPool(
  http: HttpClient,
  { shop, apiKey, programId }: OpenShop,
  what: string,
  isReady: (pool: PoolJson) => boolean,
): Promise<void> {
  await waitUntil(`${shop.name} to have ${what}`, async () => {
    const pool = await http.api<PoolJson>({ path: `/v1/programs/${programId}/pool`, bearer: apiKey })
    return isReady(pool) ? { done: undefined } : { seen: `${pool.state}, ${pool.deposited} deposited` }
  })
}
