// Two shops and their people behind a served relayer, every way of coming in that each of them has, and addresses filled
// with the ids of one of them.

import { randomUUID } from 'node:crypto'
import type { AppDeps } from '#app/deps.ts'
import type { Role, Scope } from '#domain/access/principal.ts'
import { post } from '../../support/api.ts'
import { freshPayee } from '../../support/shop.ts'
import { goodBodies } from './hostile-world.ts'
import { serveRelayer, type ServedRelayer } from './served-relayer.ts'

/** One shop, one person who recommends it, and the ids of what they have, by the names in addresses and bodies. */
export type Market = {
  readonly retailerId: string
  readonly apiKey: string
  readonly shopToken: string
  readonly personToken: string
  readonly ids: Readonly<Record<string, string>>
}

export type PermissionWorld = {
  readonly relayer: ServedRelayer
  readonly own: Market
  readonly other: Market
}

/** Serves a relayer and makes the two markets through its API; `deps` makes what is watched. */
export async function makePermissionWorld(
  deps: (real: AppDeps) => Partial<AppDeps> = () => ({}),
): Promise<PermissionWorld> {
  const relayer = await serveRelayer({ deps })
  return {
    relayer,
    own: await makeMarket(relayer, 'Own shop'),
    other: await makeMarket(relayer, 'Other shop'),
  }
}

type Made = Readonly<Record<string, string>>

async function makeMarket(relayer: ServedRelayer, name: string): Promise<Market> {
  const shop = await post<Made>(relayer, '/v1/retailers', { name }, relayer.operatorKey)
  const { retailerId = '', apiKey = '', shopUrl = '' } = shop
  const create = (path: string, body: object) => post<Made>(relayer, path, body, apiKey)
  const { connectionId = '' } = await create('/v1/connections', goodBodies.connection)
  const { programId = '' } = await create('/v1/programs', {
    ...goodBodies.program,
    name: `${name}'s friends`,
  })
  await create(`/v1/programs/${programId}/pool`, goodBodies.pool)
  const { keyId = '' } = await create('/v1/api-keys', { name, scopes: ['read'] })
  const person = await joinProgram(relayer, programId, `${name}'s Mia`)
  const deals = { name: `${name}'s deals`, feeCap: '5.00', totalCap: '50.00', holdSeconds: 3_600 }
  const dealProgram = await create('/v1/deal-programs', deals)
  const offer = { recommenderId: person.recommenderId, title: 'A post', terms: 'One post.', fee: '5.00' }
  const { dealId = '' } = await create('/v1/deals', { ...offer, programId: dealProgram['programId'] })
  const campaign = { name: `${name}'s push`, brief: 'Spring.', people: [person.recommenderId] }
  const { campaignId = '' } = await create(`/v1/programs/${programId}/campaigns`, campaign)
  const { recommenderId, code, signInToken } = person
  return {
    retailerId,
    apiKey,
    shopToken: shopUrl.split('/').at(-1) ?? '',
    personToken: signInToken,
    ids: {
      programId,
      connectionId,
      keyId,
      dealId,
      dealProgramId: dealProgram['programId'] ?? '',
      campaignId,
      recommenderId,
      code,
    },
  }
}

/** A new person of a program. */
export async function joinProgram(relayer: ServedRelayer, programId: string, handle: string) {
  const joined = await post<{ recommenderId: string; signInToken: string; link: { code: string } }>(
    relayer,
    `/v1/programs/${programId}/recommenders`,
    { handle, payee: freshPayee() },
  )
  return { recommenderId: joined.recommenderId, signInToken: joined.signInToken, code: joined.link.code }
}

/** What stands for an id that a market has none of: of its number, well formed, of nothing. */
const NOTHING = '2'.repeat(16)

/** The address of an action with a market's ids in it; `token` opens pages. */
export function fillPath(path: string, { ids, retailerId }: Market, token = ''): string {
  return path.replaceAll(/:(\w+)/g, (_all, name: string) => {
    if (name === 'token') return token
    if (['sessionId', 'linkId', 'passkeyId', 'instructionId'].includes(name)) return NOTHING
    if (name === 'retailerId') return retailerId
    if (name === 'address') return '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
    if (name === 'proposalId') return '1-1-1'
    if (name === 'pool' || name === 'seq') return '1'
    return ids[name] ?? `${retailerId}${NOTHING}`
  })
}

/** Whoever asks, and with which key. */
export type Caller = {
  readonly name: string
  readonly role: Role
  readonly scopes?: readonly Scope[]
  readonly bearer?: string
}

/** Every role that a key can stand for, and an API key of each single scope. */
export async function callersOf({ relayer, own }: PermissionWorld): Promise<readonly Caller[]> {
  const scopes = ['read', 'orders', 'programs', 'people', 'pools', 'webhooks', 'admin'] as const
  const keys = scopes.map(async (scope) => {
    const { apiKey } = await post<{ apiKey: string }>(
      relayer,
      '/v1/api-keys',
      { name: scope, scopes: [scope] },
      own.apiKey,
    )
    return { name: `key:${scope}`, role: 'retailer' as const, scopes: [scope], bearer: apiKey }
  })
  return [
    { name: 'anyone', role: 'anyone' },
    { name: 'person', role: 'recommender', bearer: own.personToken },
    { name: 'operator', role: 'operator', bearer: relayer.operatorKey },
    ...(await Promise.all(keys)),
  ]
}

export type Sent = {
  readonly bearer?: string | undefined
  readonly body?: string
  readonly type?: string
  readonly cookie?: string
}

/** Sends a request under a fresh Idempotency-Key; answers status, code and text. */
export async function ask(
  { relayer }: Pick<PermissionWorld, 'relayer'>,
  action: { readonly method: string; readonly path: string },
  { bearer, body, type = 'text/plain', cookie }: Sent,
): Promise<{ readonly status: number; readonly code: string; readonly text: string }> {
  const isPost = action.method === 'POST'
  const response = await fetch(`${relayer.url}${action.path}`, {
    method: action.method,
    redirect: 'manual',
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(cookie === undefined ? {} : { cookie, 'sec-fetch-site': 'same-origin' }),
      ...(isPost ? { 'content-type': type, 'idempotency-key': randomUUID() } : {}),
    },
    ...(isPost ? { body: body ?? 'x' } : {}),
  })
  const text = await response.text()
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : ''
  return { status: response.status, code, text }
}
