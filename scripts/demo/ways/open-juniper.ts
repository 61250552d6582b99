// Sets the bookshop up through the API: retailer, connection, a program with its pool, and a second one for deals.

import { readAmount, type PoolJson } from '../story/api-answers.ts'
import { micros } from '../story/earnings.ts'
import type { HttpClient } from '../story/http-client.ts'
import { waitUntil } from '../story/wait-until.ts'
import { dealTerms, juniper, juniperPolicy } from './juniper.ts'

export type OpenJuniper = {
  readonly apiKey: string
  readonly pageUrl: string
  readonly joinUrl: string
  readonly programId: string
  readonly dealProgramId: string
  readonly secret: string
  readonly hookPath: string
}

/** `funded` resolves when both pools hold their deposits. */
export async function openJuniper(
  http: HttpClient,
  operatorKey: string,
): Promise<{ readonly shop: OpenJuniper; readonly fund: () => Promise<void> }> {
  const post = { method: 'POST' } as const
  const { apiKey: bearer, shopUrl: pageUrl } = await http.api<{ apiKey: string; shopUrl: string }>({
    ...post,
    path: '/v1/retailers',
    bearer: operatorKey,
    json: { name: juniper.name },
  })
  const connection = await http.api<{ secret: string; webhookUrl: string }>({
    ...post,
    path: '/v1/connections',
    bearer,
    json: { platform: 'standard', currency: juniper.currency },
  })
  const program = await http.api<{ programId: string; joinUrl: string }>({
    ...post,
    path: '/v1/programs',
    bearer,
    json: { name: `Friends of ${juniper.name}`, shopUrl: juniper.shopUrl, policy: juniperPolicy },
  })
  const deals = await http.api<{ programId: string }>({
    ...post,
    path: '/v1/deal-programs',
    bearer,
    json: {
      name: dealTerms.name,
      feeCap: dealTerms.feeCap,
      totalCap: dealTerms.totalCap,
      holdSeconds: dealTerms.holdSeconds,
    },
  })
  const shop = {
    apiKey: bearer,
    pageUrl,
    joinUrl: program.joinUrl,
    programId: program.programId,
    dealProgramId: deals.programId,
    secret: connection.secret,
    hookPath: new URL(connection.webhookUrl).pathname,
  }
  return { shop, fund: () => fundBoth(http, shop) }
}

/** One pool after the other, so that their numbers are the same in every telling. */
async function fundBoth(http: HttpClient, { apiKey, programId, dealProgramId }: OpenJuniper): Promise<void> {
  const { rewardCap, rateCapacity, ratePerDay, deposit } = juniper
  const { holdSeconds: minHoldSeconds } = juniperPolicy
  await openPool(http, apiKey, programId, { minHoldSeconds, rewardCap, rateCapacity, ratePerDay })
  await openPool(http, apiKey, dealProgramId, {
    minHoldSeconds: dealTerms.holdSeconds,
    rewardCap: dealTerms.feeCap,
    rateCapacity: dealTerms.totalCap,
    ratePerDay: dealTerms.feeCap,
  })
  await Promise.all([
    putIn(http, apiKey, programId, deposit),
    putIn(http, apiKey, dealProgramId, dealTerms.deposit),
  ])
}

async function openPool(http: HttpClient, bearer: string, programId: string, terms: unknown): Promise<void> {
  const path = `/v1/programs/${programId}/pool`
  await http.api({ method: 'POST', path, bearer, json: terms })
  await waitForPool(http, bearer, programId, (pool) => pool.state === 'open')
}

async function putIn(http: HttpClient, bearer: string, programId: string, amount: string): Promise<void> {
  await http.api({
    method: 'POST',
    path: `/v1/programs/${programId}/pool/deposits`,
    bearer,
    json: { amount },
  })
  await waitForPool(http, bearer, programId, (pool) => readAmount(pool.deposited) === micros(amount))
}

async function waitForPool(
  http: HttpClient,
  bearer: string,
  programId: string,
  isReady: (pool: PoolJson) => boolean,
): Promise<void> {
  await waitUntil(`a pool of ${juniper.name}`, async () => {
    const pool = await http.api<PoolJson>({ path: `/v1/programs/${programId}/pool`, bearer })
    return isReady(pool) ? { done: undefined } : { seen: `${pool.state}, ${pool.deposited} deposited` }
  })
}
