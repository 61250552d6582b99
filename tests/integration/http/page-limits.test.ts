// Pages are asked no more often than the API: by whoever is signed in, and by whoever tries sign-in links.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../../support/api.ts'
import { serveRelayer, type ServedRelayer } from './served-relayer.ts'

/** Requests in a minute of one person, and of one network without a right key. */
const REQUESTS = 3

const policy = {
  version: 1,
  currency: 'USD',
  attribution: { model: 'last-click', windowDays: 30 },
  reward: { kind: 'percent', bps: 800 },
  perOrderCap: '10.00',
  holdSeconds: 3_600,
}

let relayer: ServedRelayer
let signInToken: string

beforeAll(async () => {
  relayer = await serveRelayer({ limits: { openRequestsPerMinute: REQUESTS } })
  const { apiKey } = await post<{ apiKey: string }>(
    relayer,
    '/v1/retailers',
    { name: 'Tea' },
    relayer.operatorKey,
  )
  const program = { name: 'Friends', shopUrl: 'https://tea.example/', policy }
  const { programId } = await post<{ programId: string }>(relayer, '/v1/programs', program, apiKey)
  const person = { handle: 'mia', payee: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' }
  const joined = await post<{ signInToken: string }>(
    relayer,
    `/v1/programs/${programId}/recommenders`,
    person,
  )
  signInToken = joined.signInToken
})

afterAll(() => relayer?.stop())

async function statusesOf(path: string): Promise<readonly number[]> {
  const statuses: number[] = []
  for (let i = 0; i <= REQUESTS; i++) statuses.push((await fetch(`${relayer.url}${path}`)).status)
  return statuses
}

test("a person's page is opened as often as the limit says, and then later", async () => {
  expect(await statusesOf(`/me/${signInToken}`)).toEqual([200, 200, 200, 429])
  const refused = await fetch(`${relayer.url}/me/${signInToken}`)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('links that open nothing are counted against the network that tries them', async () => {
  expect(await statusesOf(`/me/${'2'.repeat(44)}`)).toEqual([404, 404, 404, 429])
})
