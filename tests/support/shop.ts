// A retailer as a test sees one: set up through the API, with a funded pool, people who share, and signed webhooks.

import { randomBytes, randomUUID } from 'node:crypto'
import type { Policy } from '#domain/policy.ts'
import { getAddress, type Address } from 'viem'
import type { TestRelayer } from './relayer.ts'
import { until } from './until.ts'
import { signShopify, signStandard, type Delivery } from './webhooks.ts'

type Server = Pick<TestRelayer, 'url' | 'operatorKey'>

/** Five percent, at most 20.00 an order, held for two hours. */
export const POLICY: Policy = {
  version: 1,
  currency: 'USD',
  attribution: { model: 'last-click', windowDays: 30 },
  reward: { kind: 'percent', bps: 500 },
  perOrderCap: '20.00',
  holdSeconds: 7_200,
}

/** The chain's seconds from a commit to beyond the hold of {@link POLICY}. */
export const BEYOND_HOLD_SECONDS = 7_300

/** Terms that never stand in the way. */
const ROOMY_TERMS = { minHoldSeconds: 3_600, rewardCap: '20.00', rateCapacity: '5000.00', ratePerDay: '5000.00' }

/** A browser's user agent; anything that looks like a machine is not counted. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36'

export type TestProgram = { readonly programId: string; readonly pool: number }

export type TestShop = TestProgram & {
  readonly retailerId: string
  readonly apiKey: string
  readonly platform: 'standard' | 'shopify'
  readonly connectionId: string
  readonly secret: string
}

export type ProgramOptions = {
  readonly policy?: Partial<Policy>
  readonly terms?: Partial<typeof ROOMY_TERMS>
  /** What the pool begins with; '0' leaves it empty. */
  readonly deposit?: string
}

export type Person = {
  readonly recommenderId: string
  readonly signInToken: string
  readonly payee: Address
  readonly code: string
}

/** A reward as the API answers it; amounts are decimal strings. */
export type Reward = {
  readonly rewardId: string
  readonly orderId: string
  readonly programId: string
  readonly payee: string
  readonly target: string
  readonly standing: string
  readonly waiting: string
  readonly reserved: string
  readonly paid: string
  readonly debt: string
  readonly state: string
  readonly sentence: string
  readonly batches: readonly { readonly seq: number; readonly amount: string; readonly amended: string }[]
}

export type Order = {
  readonly orderId: string
  readonly externalId: string
  readonly outcome: string
  readonly reason: string
  readonly rewardId: string | null
  readonly target: string
}

export type Pool = {
  readonly state: string
  readonly pool: number
  readonly owner: Address
  readonly deposited: string
  readonly available: string
  readonly reserved: string
  readonly released: string
}

/** Sets up a retailer with a connection, a program and a funded pool; resolves when the books hold the deposit. */
export async function openShop(
  server: Server,
  { platform = 'standard', ...program }: ProgramOptions & { readonly platform?: TestShop['platform'] } = {},
): Promise<TestShop> {
  const name = `Shop ${randomUUID().slice(0, 8)}`
  const { retailerId, apiKey } = await post<{ retailerId: string; apiKey: string }>(
    server,
    '/v1/retailers',
    { name },
    server.operatorKey,
  )
  const connection = await post<{ connectionId: string; secret: string }>(
    server,
    '/v1/connections',
    { platform, currency: 'USD' },
    apiKey,
  )
  const opened = await openProgram(server, { apiKey }, program)
  const { connectionId, secret } = connection
  return { retailerId, apiKey, platform, connectionId, secret, ...opened }
}

/** Opens a program with its own pool and fills it. */
export async function openProgram(
  server: Server,
  { apiKey }: Pick<TestShop, 'apiKey'>,
  { policy = {}, terms = {}, deposit = '1000.00' }: ProgramOptions = {},
): Promise<TestProgram> {
  const { programId } = await post<{ programId: string }>(
    server,
    '/v1/programs',
    { name: 'Friends', shopUrl: 'https://shop.example/', policy: { ...POLICY, ...policy } },
    apiKey,
  )
  await post(server, `/v1/programs/${programId}/pool`, { ...ROOMY_TERMS, ...terms }, apiKey)
  const { pool } = await untilPool(server, { apiKey, programId }, 'its pool', (state) => state.state === 'open')
  if (deposit !== '0') {
    await fund(server, { apiKey, programId }, deposit)
    await untilPool(server, { apiKey, programId }, 'its deposit', (state) => state.deposited === deposit)
  }
  return { programId, pool }
}

/** Asks for a deposit; it arrives when its chain transactions are final. */
export async function fund(
  server: Server,
  { apiKey, programId }: Pick<TestShop, 'apiKey' | 'programId'>,
  amount: string,
): Promise<void> {
  await post(server, `/v1/programs/${programId}/pool/deposits`, { amount }, apiKey)
}

export async function readPool(server: Server, shop: Pick<TestShop, 'apiKey' | 'programId'>): Promise<Pool> {
  return get<Pool>(server, `/v1/programs/${shop.programId}/pool`, shop.apiKey)
}

/** Waits until the pool, by the retailer's book, is as `isReady` wants it. */
export async function untilPool(
  server: Server,
  shop: Pick<TestShop, 'apiKey' | 'programId'>,
  what: string,
  isReady: (pool: Pool) => boolean,
): Promise<Pool> {
  let last: Pool | undefined
  const look = async (): Promise<Pool | undefined> => {
    last = await readPool(server, shop)
    return isReady(last) ? last : undefined
  }
  return until(`the shop to have ${what}`, look, { seen: () => last })
}

/** A person nobody has seen joins the program. */
export async function join(
  server: Server,
  { programId }: TestProgram,
  payee: Address = freshPayee(),
): Promise<Person> {
  const joined = await post<{ recommenderId: string; signInToken: string; link: { code: string } }>(
    server,
    `/v1/programs/${programId}/recommenders`,
    { handle: `person ${randomUUID().slice(0, 8)}`, payee },
  )
  const { recommenderId, signInToken, link } = joined
  return { recommenderId, signInToken, payee, code: link.code }
}

/** A person who has joined elsewhere joins this program too; returns the new link's code. */
export async function joinAgain(server: Server, { programId }: TestProgram, person: Person): Promise<string> {
  const path = `/v1/programs/${programId}/recommenders`
  const { link } = await post<{ link: { code: string } }>(server, path, {}, person.signInToken)
  return link.code
}

/** An address that has never held anything. */
export function freshPayee(): Address {
  return getAddress(`0x${randomBytes(20).toString('hex')}`)
}

/** Follows a link as a browser does; returns the click token that the shop is handed. */
export async function click(server: Server, code: string): Promise<string> {
  const response = await fetch(`${server.url}/r/${code}`, { redirect: 'manual', headers: { 'user-agent': BROWSER } })
  const token = new URL(response.headers.get('location') ?? '').searchParams.get('utm_id')
  if (response.status !== 302 || token === null) throw new Error(`The link ${code} led nowhere: ${response.status}`)
  return token
}

/** Signs a delivery with the connection's secret and sends it; returns the answer. */
export async function deliver(
  server: Server,
  shop: Pick<TestShop, 'platform' | 'connectionId' | 'secret'>,
  delivery: Delivery,
): Promise<{ readonly status: number; readonly body: { readonly status?: string; readonly code?: string } }> {
  const sign = shop.platform === 'standard' ? signStandard : signShopify
  const response = await fetch(`${server.url}/hooks/${shop.platform}/${shop.connectionId}`, {
    method: 'POST',
    headers: sign(delivery, shop.secret),
    body: delivery.body,
  })
  return { status: response.status, body: (await response.json()) as { status?: string; code?: string } }
}

/** The reward of the shop's order with this number; undefined while there is none. */
export async function rewardOf(server: Server, shop: TestShop, externalId: string): Promise<Reward | undefined> {
  const order = await orderOf(server, shop, externalId)
  return order?.rewardId ? get<Reward>(server, `/v1/rewards/${order.rewardId}`, shop.apiKey) : undefined
}

/** The shop's order with this number; undefined while it is unknown. */
export async function orderOf(
  server: Server,
  { apiKey }: Pick<TestShop, 'apiKey'>,
  externalId: string,
): Promise<Order | undefined> {
  const { data } = await get<{ data: readonly Order[] }>(server, '/v1/orders?limit=100', apiKey)
  return data.find((order) => order.externalId === externalId)
}

/** Waits until the reward of an order is as `isThere` wants it. */
export async function untilReward(
  server: Server,
  shop: TestShop,
  externalId: string,
  what: string,
  isThere: (reward: Reward) => boolean,
): Promise<Reward> {
  let last: Reward | undefined
  const look = async (): Promise<Reward | undefined> => {
    last = await rewardOf(server, shop, externalId)
    return last && isThere(last) ? last : undefined
  }
  return until(`the reward of order ${externalId} to be ${what}`, look, { seen: () => last })
}

/** Waits until nothing is under way for the retailer any more. */
export async function untilQuiet(server: Server, { apiKey }: Pick<TestShop, 'apiKey'>): Promise<void> {
  let last: Record<string, number> = {}
  const look = async (): Promise<boolean> => {
    last = await get<Record<string, number>>(server, '/v1/work', apiKey)
    return Object.values(last).every((count) => count === 0)
  }
  await until('the retailer to have no work under way', look, { seen: () => last })
}

/** Reads a JSON answer; throws for anything but a 2xx. */
export async function get<Answer>(server: Pick<Server, 'url'>, path: string, bearer?: string): Promise<Answer> {
  return request<Answer>(server, path, { headers: authorization(bearer) })
}

/** Posts JSON under a fresh Idempotency-Key; throws for anything but a 2xx. */
export async function post<Answer>(
  server: Pick<Server, 'url'>,
  path: string,
  body: object,
  bearer?: string,
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...authorization(bearer) }
  return request<Answer>(server, path, { method: 'POST', headers, body: JSON.stringify(body) })
}

function authorization(bearer: string | undefined): Record<string, string> {
  return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
}

async function request<Answer>(server: Pick<Server, 'url'>, path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${text}`)
  return JSON.parse(text) as Answer
}
