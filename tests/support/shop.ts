// A retailer as a test sees one: set up through the API, with a funded pool, people who share, and signed webhooks.

import { randomBytes, randomUUID } from 'node:crypto'
import type { Policy } from '#domain/policy.ts'
import { getAddress, type Address } from 'viem'
import { get, post } from './api.ts'
import type { TestRelayer } from './relayer.ts'
import { until } from './until.ts'
import { signShopify, signStandard, type Delivery } from './webhooks.ts'

/** What a test needs of a relayer to be its client. */
export type Server = Pick<TestRelayer, 'url' | 'operatorKey'>

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
const ROOMY_TERMS = {
  minHoldSeconds: 3_600,
  rewardCap: '20.00',
  rateCapacity: '5000.00',
  ratePerDay: '5000.00',
}

/** A browser's user agent; anything that looks like a machine is not counted. */
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36'

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
  /** Address of the shop's own order key; the relayer keeps one when absent. */
  readonly orderSigner?: Address
  /** The shop's own wallet, to which the pool is offered. */
  readonly owner?: Address
}

export type Person = {
  readonly recommenderId: string
  readonly signInToken: string
  readonly payee: Address
  readonly code: string
}

/** A pool as the API answers it; amounts are decimal strings. */
export type Pool = {
  readonly state: string
  readonly pool: number
  readonly owner: Address
  readonly orderSigner: Address
  readonly offeredTo: Address | null
  readonly isManaged: boolean
  readonly deposited: string
  readonly available: string
  readonly reserved: string
  readonly released: string
  readonly withdrawn: string
}

/** Sets up a retailer with a connection, a program and a funded pool; resolves when the books hold the deposit. */
export async function openShop(
  server: Server,
  { platform = 'standard', ...options }: ProgramOptions & { readonly platform?: TestShop['platform'] } = {},
): Promise<TestShop> {
  const retailer = await createRetailer(server, platform)
  return { ...retailer, ...(await openProgram(server, retailer, options)) }
}

/** Sets up a retailer whose program has no pool yet: orders are evaluated, and no reward is reserved. */
export async function openShopWithoutPool(server: Server): Promise<Omit<TestShop, 'pool'>> {
  const retailer = await createRetailer(server, 'standard')
  return { ...retailer, programId: await createProgram(server, retailer) }
}

/** Opens a program with its own pool and fills it. */
export async function openProgram(
  server: Server,
  { apiKey }: Pick<TestShop, 'apiKey'>,
  { policy = {}, terms = {}, deposit = '1000.00', orderSigner, owner }: ProgramOptions = {},
): Promise<TestProgram> {
  const programId = await createProgram(server, { apiKey }, policy)
  const asked = { ...ROOMY_TERMS, ...terms, orderSigner, owner }
  await post(server, `/v1/programs/${programId}/pool`, asked, apiKey)
  const { pool } = await untilPool(
    server,
    { apiKey, programId },
    'its pool',
    (state) => state.state === 'open',
  )
  if (deposit !== '0') {
    await fund(server, { apiKey, programId }, deposit)
    await untilPool(server, { apiKey, programId }, 'its deposit', (state) => state.deposited === deposit)
  }
  return { programId, pool }
}

async function createRetailer(
  server: Server,
  platform: TestShop['platform'],
): Promise<Omit<TestShop, keyof TestProgram>> {
  const name = `Shop ${randomUUID().slice(0, 8)}`
  const { retailerId, apiKey } = await post<{ retailerId: string; apiKey: string }>(
    server,
    '/v1/retailers',
    { name },
    server.operatorKey,
  )
  const { connectionId, secret } = await post<{ connectionId: string; secret: string }>(
    server,
    '/v1/connections',
    { platform, currency: 'USD' },
    apiKey,
  )
  return { retailerId, apiKey, platform, connectionId, secret }
}

async function createProgram(
  server: Server,
  { apiKey }: Pick<TestShop, 'apiKey'>,
  policy: Partial<Policy> = {},
): Promise<string> {
  const { programId } = await post<{ programId: string }>(
    server,
    '/v1/programs',
    { name: 'Friends', shopUrl: 'https://shop.example/', policy: { ...POLICY, ...policy } },
    apiKey,
  )
  return programId
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
  { programId }: Pick<TestProgram, 'programId'>,
  payee: Address = freshPayee(),
  /** Whose link brought this person. */
  via?: string,
): Promise<Person> {
  const joined = await post<{ recommenderId: string; signInToken: string; link: { code: string } }>(
    server,
    `/v1/programs/${programId}/recommenders`,
    { handle: `person ${randomUUID().slice(0, 8)}`, payee, ...(via === undefined ? {} : { via }) },
  )
  const { recommenderId, signInToken, link } = joined
  return { recommenderId, signInToken, payee, code: link.code }
}

/** A person who has joined elsewhere joins this program too; returns the new link's code. */
export async function joinAgain(
  server: Server,
  { programId }: Pick<TestProgram, 'programId'>,
  person: Person,
): Promise<string> {
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
  const response = await fetch(`${server.url}/r/${code}`, {
    redirect: 'manual',
    headers: { 'user-agent': BROWSER },
  })
  const token = new URL(response.headers.get('location') ?? '').searchParams.get('utm_id')
  if (response.status !== 302 || token === null)
    throw new Error(`The link ${code} led nowhere: ${response.status}`)
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
