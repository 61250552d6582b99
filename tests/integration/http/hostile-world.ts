// What the hostile suites share: a served relayer with two shops and one person, and a judge of answers.

import { expect } from 'vitest'
import type { AppDeps } from '#app/deps.ts'
import { problemTable } from '#domain/problem-table.ts'
import type { Json } from './hostile-bodies.ts'
import { serveRelayer, type ServedRelayer } from './served-relayer.ts'

const policy = {
  version: 1,
  currency: 'USD',
  attribution: { model: 'last-click', windowDays: 30 },
  reward: { kind: 'percent', bps: 800 },
  perOrderCap: '10.00',
  holdSeconds: 3_600,
}

/** A good body for each address that takes one. */
export const goodBodies = {
  retailer: { name: 'Tea' },
  connection: { platform: 'standard', currency: 'USD' },
  program: { name: 'Friends', shopUrl: 'https://tea.example/', policy },
  flatProgram: {
    name: 'Friends',
    shopUrl: 'https://tea.example/',
    policy: { ...policy, reward: { kind: 'flat', amount: '2.00' } },
  },
  pool: { minHoldSeconds: 3_600, rewardCap: '10.00', rateCapacity: '100.00', ratePerDay: '100.00' },
  deposit: { amount: '5.00' },
  person: { handle: 'mia', payee: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' },
} satisfies Record<string, Json>

export type Sent = {
  body?: string | Uint8Array<ArrayBuffer>
  key?: string | undefined
  headers?: Record<string, string>
}

export type Shop = {
  apiKey: string
  programId: string
  connectionId: string
  secret: string
  webhookUrl: string
}

export type HostileWorld = {
  readonly relayer: ServedRelayer
  readonly shop: Shop
  readonly other: Shop
  readonly signInToken: string
  readonly linkCode: string
  /** Sends with a fresh Idempotency-Key and follows no redirect. */
  readonly send: (method: string, path: string, sent?: Sent) => Promise<Response>
  /** Fails when a row was written since the world was made. */
  readonly expectNothingWritten: () => Promise<void>
}

/** Serves a relayer and makes two shops and one person through its API. */
export async function makeHostileWorld(deps: Partial<AppDeps> = {}): Promise<HostileWorld> {
  const relayer = await serveRelayer({ deps })
  const send = sender(relayer.url)
  const create = async (path: string, body: Json, key?: string): Promise<Record<string, unknown>> => {
    const response = await send('POST', path, { body: JSON.stringify(body), key })
    expect(response.status).toBe(path.endsWith('/pool') ? 202 : 201)
    return (await response.json()) as Record<string, unknown>
  }
  const makeShop = async (): Promise<Shop> => {
    const retailer = await create('/v1/retailers', goodBodies.retailer, relayer.operatorKey)
    const apiKey = retailer['apiKey'] as string
    const connection = await create('/v1/connections', goodBodies.connection, apiKey)
    const program = await create('/v1/programs', goodBodies.program, apiKey)
    await create(`/v1/programs/${program['programId'] as string}/pool`, goodBodies.pool, apiKey)
    return { ...connection, ...program, apiKey } as Shop
  }
  const shop = await makeShop()
  const other = await makeShop()
  const joined = await create(`/v1/programs/${shop.programId}/recommenders`, goodBodies.person)
  const before = await relayer.rowCounts()
  return {
    relayer,
    shop,
    other,
    signInToken: joined['signInToken'] as string,
    linkCode: (joined['link'] as { code: string }).code,
    send,
    expectNothingWritten: async () => expect(await relayer.rowCounts()).toEqual(before),
  }
}

function sender(url: string): HostileWorld['send'] {
  let keys = 0
  return (method, path, { body, key, headers } = {}) =>
    fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': `hostile-${keys++}` } : {}),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
}

/** 'refused' for a problem with a known code and a status in the 400s that tells nothing of the inside; else what it was. */
export async function verdictOf(response: Response): Promise<string> {
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  if (!type.startsWith('application/problem+json')) return `${response.status} ${type}`
  const { code, status } = JSON.parse(text) as { code: string; status: number }
  if (status !== response.status || status < 400 || status > 499) return `${response.status} ${code}`
  if (!(code in problemTable) || code === 'internal_error') return `${response.status} ${code}`
  return /\bat .*\.ts|node_modules|stack|select |insert /i.test(text)
    ? `${response.status} tells ${text}`
    : 'refused'
}

/** The code of a problem answer. */
export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code
}
