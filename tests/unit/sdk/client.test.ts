// The client's methods: where their input goes, and how lists are read to their end.

import { expect, expectTypeOf, test } from 'vitest'
import { createClient } from '#sdk/client.ts'
import { sdkServer } from './sdk-server.ts'

const delivery = (deliveryId: string) => ({
  deliveryId,
  connectionId: 'c',
  topic: null,
  isPulled: false,
  state: 'processed',
  outcome: null,
  receivedAt: '2026-01-01T00:00:00.000Z',
})
const page = (ids: readonly string[], next: string | null) => ({
  body: { data: ids.map(delivery), page: { next } },
})

test('parameters go into the path, and nothing in them leaves its place', async () => {
  const { options, asked } = sdkServer({ body: { programId: 'p', state: 'open', available: '1.00' } })
  const client = createClient(options)
  await client.pools.read({ programId: '../x?y=1' }).catch(() => undefined)
  expect(asked[0]?.url).toBe('https://rewards.example/v1/programs/..%2Fx%3Fy%3D1/pool')
})

test('what is left of the input is the body of what writes', async () => {
  const { options, asked } = sdkServer({ body: {} })
  const client = createClient(options)
  await client.connections.create({ platform: 'standard', currency: 'USD' }).catch(() => undefined)
  expect(asked[0]).toMatchObject({ method: 'POST', body: '{"platform":"standard","currency":"USD"}' })
})

test('a parameter that is missing asks for nothing', () => {
  const { options, asked } = sdkServer({ body: {} })
  const client = createClient(options)
  expect(() => client.pools.read({ programId: '' })).toThrow('programId is missing.')
  expect(asked).toEqual([])
})

test.each(['.', '..'])('a parameter that leads up asks for nothing: %s', (programId) => {
  const { options, asked } = sdkServer({ body: {} })
  expect(() => createClient(options).pools.read({ programId })).toThrow('programId is no id.')
  expect(asked).toEqual([])
})

test('a list that is awaited is one page', async () => {
  const { options, asked } = sdkServer(page(['a', 'b'], 'b'))
  const answer = await createClient(options).deliveries.list({ limit: 2 })
  expect(answer.data.map(({ deliveryId }) => deliveryId)).toEqual(['a', 'b'])
  expect(asked.map(({ url }) => url)).toEqual(['https://rewards.example/v1/deliveries?limit=2'])
})

test('a list that is iterated is all of its pages, each asked for when the one before is used up', async () => {
  const { options, asked } = sdkServer(page(['a', 'b'], 'b'), page([], 'm'), page(['c'], null))
  const seen: string[] = []
  for await (const { deliveryId } of createClient(options).deliveries.list({ limit: 2 })) {
    seen.push(`${deliveryId}@${asked.length}`)
  }
  expect(seen).toEqual(['a@1', 'b@1', 'c@3'])
  expect(asked.map(({ url }) => new URL(url).search)).toEqual([
    '?limit=2',
    '?limit=2&after=b',
    '?limit=2&after=m',
  ])
})

test('types come from the schemas', () => {
  const client = createClient({ url: 'https://rewards.example' })
  expectTypeOf(client.pools.read).returns.resolves.toHaveProperty('available').toEqualTypeOf<string>()
  expectTypeOf(client.deliveries.list).toBeCallableWith({ limit: 5 })
  // @ts-expect-error The parameter of the path is missing.
  expectTypeOf(client.pools.read).toBeCallableWith({})
  // @ts-expect-error There is no such platform.
  expectTypeOf(client.connections.create).toBeCallableWith({ platform: 'fax', currency: 'USD' })
})
