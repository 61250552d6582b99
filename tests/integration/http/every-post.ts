// A good request for every address of the API that changes something, and another good one beside it: with another body
// where more than one is good, else at another address.

import { permissions } from '#domain/access/permissions.ts'
import type { Role } from '#domain/access/principal.ts'
import { canonicalHash } from '#domain/policy.ts'
import { endpoints } from '#http/v1/endpoints.ts'
import { goodBodies } from './hostile-world.ts'
import { fillPath, type Market, type PermissionWorld } from './permission-world.ts'
import { sampleBody } from './sample-body.ts'

export type GoodPost = {
  readonly action: string
  readonly path: string
  readonly bearer: string | undefined
  readonly type: string
  readonly body: string
}

type Shape = (typeof endpoints)[number]

const CREDENTIALS = { platform: 'stripe', apiKey: 'rk_test_00000000000000000000' }

const SOMEBODY = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const ANOTHER = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const ENDPOINT = { url: 'https://tea.example/hooks' }

/** A browser's answer in form, and of no passkey. */
const passkeyAnswer = (response: object) => ({ id: 'abcd', rawId: 'abcd', type: 'public-key', response })

/** Bodies that a description alone does not give. */
const byHand: Readonly<Record<string, (market: Market) => unknown>> = {
  'POST /v1/connections': () => ({ ...goodBodies.connection, currency: 'EUR' }),
  'POST /v1/connections/:connectionId/rotate': () => ({ graceHours: 2 }),
  'POST /v1/connections/:connectionId/credentials': () => CREDENTIALS,
  'POST /v1/connections/:connectionId/test-orders': () => ({ amount: '25.00' }),
  'POST /v1/programs': () => goodBodies.program,
  'POST /v1/programs/:programId/policies': () => ({ policy: goodBodies.program.policy }),
  'POST /v1/policies/check': () => ({ policy: goodBodies.program.policy }),
  'POST /v1/policies/simulate': ({ ids }) => ({ programId: ids['programId'], ...MONTH }),
  'POST /v1/programs/:programId/pool': () => goodBodies.pool,
  'POST /v1/programs/:programId/pool/withdrawals': () => ({ amount: '5.00', to: SOMEBODY }),
  'POST /v1/programs/:programId/close': () => ({ to: SOMEBODY }),
  'POST /v1/programs/:programId/coupons': () => ({ coupons: [{ code: 'TEA10' }], inShop: true }),
  'POST /v1/programs/:programId/recommenders': () => goodBodies.person,
  'POST /v1/programs/:programId/products/page': () => ({ address: 'https://tea.example/cup' }),
  'POST /v1/stories': ({ ids, retailerId }) => ({
    programId: ids['programId'],
    title: 'Cups',
    words: 'Blue.',
    products: [`${retailerId}${'2'.repeat(16)}`],
  }),
  'POST /v1/buyers/erasure': () => ({ email: 'sam@example.com' }),
  'POST /v1/leads': ({ ids }) => ({ id: 'lead-1', code: ids['code'] }),
  'POST /v1/programs/:programId/campaigns': ({ ids }) => ({
    name: 'Spring',
    brief: 'Tea.',
    people: [ids['recommenderId']],
  }),
  'POST /v1/campaigns/:campaignId/secondary': () => ({
    name: 'Further',
    brief: 'Tea.',
    kit: { texts: ['Try it'], channels: ['instagram'] },
  }),
  'POST /v1/deals': ({ ids }) => ({
    programId: ids['dealProgramId'],
    recommenderId: ids['recommenderId'],
    title: 'A post',
    terms: 'One post.',
    fee: '5.00',
  }),
  'POST /v1/me/deals/:dealId/answer': () => ({ answer: 'decline', termsHash: `0x${'ab'.repeat(32)}` }),
  'POST /v1/me/mentions': ({ ids }) => ({
    programId: ids['programId'],
    kind: 'mention',
    channel: 'blog',
    declaredReach: 70,
  }),
  'POST /v1/proposals/:proposalId/signature': () => ({ signature: `0x${'11'.repeat(65)}` }),
  'POST /v1/proposals/:proposalId/refusal': () => ({ reasons: [{ reason: 'order-unknown' }] }),
  'POST /v1/webhook-endpoints': () => ENDPOINT,
  'POST /v1/webhook-endpoints/:endpointId': () => ENDPOINT,
  'POST /v1/passkey-enrolments': () => ({
    passkey: passkeyAnswer({ clientDataJSON: 'e30', attestationObject: 'oA' }),
    recoveryAddress: SOMEBODY,
  }),
  'POST /v1/passkey-sessions': () => ({
    passkey: passkeyAnswer({ clientDataJSON: 'e30', authenticatorData: 'oA', signature: 'MA' }),
  }),
  'POST /v1/wallet-messages': () => ({ address: SOMEBODY }),
  'POST /v1/me/account/instructions': () => ({ type: 'transfer', amount: '1.00', to: SOMEBODY }),
  'POST /v1/me/account/instructions/:instructionId/signature': () => ({ signature: `0x${'11'.repeat(65)}` }),
}

const MONTH = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }

const QUERIES: Readonly<Record<string, string>> = {
  'POST /v1/programs/:programId/coupons/csv': '?inShop=true',
}

/** Files, and another of each. */
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  'text/csv': ['code,id,title\nMIA10,cup,Cup\n', 'code,id,title\nMIA20,jug,Jug\n'],
  'image/jpeg': ['one picture', 'another picture'],
}

/** Every POST of the API as `market` would send it, in the order of the table. */
export function goodPosts({ relayer, own }: PermissionWorld): readonly GoodPost[] {
  return endpoints
    .filter(({ method }) => method === 'POST')
    .map((endpoint) => {
      const action = `POST ${endpoint.path}`
      const roles = permissions[action]?.roles ?? []
      const bearers: Partial<Record<Role, string>> = {
        operator: relayer.operatorKey,
        retailer: own.apiKey,
        recommender: own.personToken,
      }
      const bearer = roles.includes('anyone') ? undefined : roles.map((role) => bearers[role]).find(Boolean)
      const [type = ''] = endpoint.described.bodyTypes
      const made = byHand[action]?.(own) ?? sampleBody(endpoint.path, own.ids) ?? {}
      const body = FILES[type]?.[0] ?? JSON.stringify(made)
      return { action, path: `${fillPath(endpoint.path, own)}${QUERIES[action] ?? ''}`, bearer, type, body }
    })
}

/** Another good request to the same endpoint; undefined where there is no other. */
export function otherPost(post: GoodPost): GoodPost | undefined {
  const file = FILES[post.type]?.[1]
  if (file !== undefined) return { ...post, body: file }
  const endpoint = endpoints.find(({ method, path }) => `${method} ${path}` === post.action)
  const body = endpoint && otherBody(endpoint, JSON.parse(post.body))
  if (body !== undefined) return { ...post, body: JSON.stringify(body) }
  const path = endpoint && otherPath(endpoint, post.path)
  return path === undefined ? undefined : { ...post, path }
}

/** The body with one part of it changed, such that it still has the form of its endpoint. */
function otherBody({ path, described }: Shape, body: unknown): unknown {
  const [role = 'anyone'] = permissions[`POST ${path}`]?.roles ?? []
  const form = described.body?.({ kind: role } as never)
  return variantsOf(body).find(
    (variant) => canonicalHash(variant) !== canonicalHash(body) && form?.safeParse(variant).success,
  )
}

function variantsOf(value: unknown): readonly unknown[] {
  switch (typeof value) {
    case 'string':
      return [`${value}x`, 'USD', ANOTHER, value.replace(/[1-9](?=\D*$)/, '7'), value.replace(/.$/, '3')]
    case 'number':
      return [value + 1]
    case 'boolean':
      return [!value]
    default:
  }
  if (Array.isArray(value))
    return value.flatMap((part, at) => variantsOf(part).map((variant) => value.with(at, variant)))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => [
    ...variantsOf(part).map((variant) => ({ ...value, [name]: variant })),
    Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)),
  ])
}

/** The same with another last id in its path, of the same shop. */
function otherPath({ path, described }: Shape, filled: string): string | undefined {
  const names = path.split('/')
  const last = names.findLastIndex((name) => name.startsWith(':'))
  if (last < 0) return undefined
  const parts = filled.split('/')
  const id = parts[last] ?? ''
  const changed = id.startsWith('0x')
    ? ANOTHER
    : id === '1-1-1'
      ? '1-1-2'
      : id.replace(/.{3}$/, (end) => (end === '333' ? '444' : '333'))
  const params = Object.fromEntries(
    names.flatMap((name, at) =>
      name.startsWith(':') ? [[name.slice(1), at === last ? changed : parts[at]]] : [],
    ),
  )
  return described.params.safeParse(params).success ? parts.with(last, changed).join('/') : undefined
}
