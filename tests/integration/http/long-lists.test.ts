// Lists of 250 rows, read page by page over a socket while rows come and go: whatever stays is told exactly once.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { ID_ALPHABET } from '#domain/ids.ts'
import { micros } from '#domain/money.ts'
import type { PersonRewardRow } from '#ports/recommender-store.ts'
import { makeHostileWorld, type HostileWorld } from './hostile-world.ts'

const ROWS = 250

/** Instants of the rows: many rows share one, as after an import. */
const BEGUN_AT = Date.UTC(2026, 10, 1)
const ROWS_OF_AN_INSTANT = 40

/** An instant that no test lives to see. */
const NEVER = Date.UTC(2200, 0, 1)

let world: HostileWorld
let retailerId: string

beforeAll(async () => {
  world = await makeHostileWorld()
  retailerId = world.shop.programId.slice(0, 5)
})

afterAll(() => world?.relayer.stop())

type Row = Readonly<Record<string, unknown>>
type Page = { readonly data: readonly Row[]; readonly page: { readonly next: string | null } }

async function pageOf(path: string, after: string | null, limit: number): Promise<Page> {
  const query = new URLSearchParams({ limit: String(limit), ...(after === null ? {} : { after }) })
  const response = await world.send('GET', `${path}?${query.toString()}`, { key: world.shop.apiKey })
  expect(response.status).toBe(200)
  return (await response.json()) as Page
}

/** The names of all rows, page by page; `between` runs after the first page. */
async function walk(
  path: string,
  {
    name,
    limit = 100,
    between = () => Promise.resolve(),
  }: { name: string; limit?: number; between?: (first: readonly string[]) => Promise<void> },
): Promise<readonly string[]> {
  const names: string[] = []
  let after: string | null = null
  do {
    const { data, page } = await pageOf(path, after, limit)
    expect(data.length).toBeLessThanOrEqual(limit)
    names.push(...data.map((row) => String(row[name])))
    if (after === null) await between(names)
    after = page.next
  } while (after !== null)
  return names
}

/** Eight characters of the id alphabet that say a number. */
function codeText(number: number): string {
  let text = ''
  for (let rest = number; text.length < 8; rest = Math.floor(rest / ID_ALPHABET.length))
    text = `${ID_ALPHABET[rest % ID_ALPHABET.length]}${text}`
  return text
}

const codeOf = (number: number): string => retailerId + codeText(number)

/** Instants that go up, each shared by several rows. */
const madeAt = (number: number): number => BEGUN_AT + Math.floor(number / ROWS_OF_AN_INSTANT) * 1_000

const inShop: HostileWorld['relayer']['deps']['retailers']['transaction'] = (id, work) =>
  world.relayer.deps.retailers.transaction(id, work)

async function writeStory(number: number): Promise<void> {
  await inShop(retailerId, async (unit) => {
    const link = await unit.programs.link(world.linkCode)
    await unit.stories.insert({
      code: codeOf(number),
      programId: world.shop.programId,
      recommenderId: link?.recommenderId ?? '',
      linkCode: world.linkCode,
      title: `Story ${number}`,
      words: 'Words.',
      pictureId: null,
      disclosure: 'en-GB/1',
      state: 'shown',
      hiddenReason: null,
      createdAt: madeAt(number),
      productIds: [`${retailerId}${'2'.repeat(16)}`],
    })
  })
}

const numbers = Array.from({ length: ROWS }, (_, number) => number)

test('stories are told to the last, while one is written and others are taken back', async () => {
  for (const number of numbers) await writeStory(number)
  const path = `/v1/programs/${world.shop.programId}/stories`
  const newestFirst = numbers.toReversed().map(codeOf)
  expect(await walk(path, { name: 'code' })).toEqual(newestFirst)
  const told = await walk(path, {
    name: 'code',
    between: async (first) => {
      await writeStory(ROWS)
      // The one at which the page ended, and one that is still to come.
      for (const code of [first.at(-1) ?? '', codeOf(7)])
        await inShop(retailerId, (unit) => unit.stories.remove(code))
    },
  })
  expect(told).toEqual(newestFirst.filter((code) => code !== codeOf(7)))
})

test('products are told to the last, while some are seen again and one is added', async () => {
  const table = async (names: readonly string[]): Promise<void> => {
    const body = ['id,title', ...names.map((name) => `${name},${name}`)].join('\n')
    const path = `/v1/programs/${world.shop.programId}/products/csv`
    const headers = { 'content-type': 'text/csv' }
    expect((await world.send('POST', path, { body, key: world.shop.apiKey, headers })).status).toBe(200)
  }
  await table(numbers.map((number) => `cup-${number}`))
  const path = `/v1/programs/${world.shop.programId}/products`
  const all = await walk(path, { name: 'title' })
  expect(all.toSorted()).toEqual(numbers.map((number) => `cup-${number}`).toSorted())
  const told = await walk(path, {
    name: 'title',
    between: () => table(['new', all.at(-1) ?? '', all.at(-2) ?? '', all[3] ?? '']),
  })
  expect(told).toEqual(all)
})

test('people are told to the last in the order in which they joined, while one joins between others', async () => {
  const join = (number: number): Promise<void> =>
    inShop(retailerId, async (unit) => {
      await unit.programs.insertEnrollment({
        programId: world.shop.programId,
        recommenderId: `${'2'.repeat(8)}${codeText(number)}`,
        handle: `person-${number}`,
        payee: `0x${number.toString(16).padStart(40, '0')}`,
        emailKey: null,
        status: 'active',
        statusAt: null,
        followers: 0,
        followerEvidence: 'declared',
        isTrusted: false,
        parentRecommenderId: null,
        joinedVia: null,
        withoutProfile: false,
        createdAt: madeAt(number),
      })
    })
  for (const number of numbers) await join(number)
  const path = `/v1/programs/${world.shop.programId}/recommenders`
  // Mia joined today, after all of them.
  const inOrder = [...numbers.map((number) => `person-${number}`), 'mia']
  expect(await walk(path, { name: 'handle' })).toEqual(inOrder)
  const told = await walk(path, { name: 'handle', between: () => join(ROWS) })
  expect(told).toEqual([...inOrder.slice(0, -1), `person-${ROWS}`, 'mia'])
})

test('API keys are told to the last, the newest first', async () => {
  await inShop(retailerId, async (unit) => {
    for (const number of numbers)
      await unit.apiKeys.insert({
        keyId: codeOf(number),
        name: `Key ${number}`,
        scopes: ['read'],
        secretHash: new Uint8Array(32),
        createdAt: madeAt(number),
        expiresAt: null,
      })
  })
  const told = await walk('/v1/api-keys', { name: 'name' })
  expect(told.slice(1)).toEqual(numbers.toReversed().map((number) => `Key ${number}`))
})

test('a list that is at hand goes on where a row was that is gone', async () => {
  const add = async (place: number): Promise<void> => {
    const body = JSON.stringify({ url: `https://tea.example/hooks/${place}` })
    expect((await world.send('POST', '/v1/webhook-endpoints', { body, key: world.shop.apiKey })).status).toBe(
      201,
    )
  }
  for (const place of [1, 2, 3, 4, 5]) await add(place)
  const told = await walk('/v1/webhook-endpoints', {
    name: 'url',
    limit: 2,
    between: async () => {
      const { data } = await pageOf('/v1/webhook-endpoints', null, 2)
      const gone = `/v1/webhook-endpoints/${String(data[1]?.['endpointId'])}/remove`
      expect((await world.send('POST', gone, { body: '{}', key: world.shop.apiKey })).status).toBe(200)
      await add(6)
    },
  })
  expect(told).toEqual([1, 2, 3, 4, 5, 6].map((place) => `https://tea.example/hooks/${place}`))
})

test("a person's sums are of all rewards, and their page says that it lists the latest alone", async () => {
  const ask = async (path: string): Promise<Row> => {
    const response = await world.send('GET', path, { key: world.signInToken })
    return (await response.json()) as Row
  }
  const { recommenderId } = await ask('/v1/me')
  const promise = (number: number): PersonRewardRow => ({
    rewardId: `${retailerId}${'2'.repeat(8)}${codeText(number)}`,
    retailerId,
    programId: world.shop.programId,
    shopName: 'Tea',
    code: world.linkCode,
    orderedAt: madeAt(number),
    targetMicros: micros(1_000_000n),
    standingMicros: micros(1_000_000n),
    waitingMicros: micros(0n),
    // One in five has a debt of 0.10, of which half have lapsed.
    debts:
      number % 5 === 0 ? [{ remainingMicros: micros(100_000n), lapsesAt: number % 2 === 0 ? 1 : NEVER }] : [],
    vetoed: false,
    records: [
      {
        pool: 1,
        seq: number + 1,
        tag: '0x000000000001',
        micros: micros(1_000_000n),
        reducedMicros: micros(250_000n),
        state: number < 10 ? 'settled' : 'open',
        maturesAtSeconds: 4_000_000_000,
      },
    ],
    trace: [],
  })
  await world.relayer.deps.recommenders.transaction(String(recommenderId), async (unit) => {
    for (const number of numbers) await unit.projectReward(promise(number), madeAt(number))
  })
  const me = await ask('/v1/me')
  // 240 are open, 0.75 each; 25 debts of 0.10 have not lapsed.
  expect([me['promised'], me['debt'], me['isCut'], (me['rewards'] as unknown[]).length]).toEqual([
    '180.00',
    '2.50',
    true,
    200,
  ])
  const { person } = await ask('/v1/me/export')
  expect([(person as Row)['isCut'], ((person as Row)['rewards'] as unknown[]).length]).toEqual([false, ROWS])
})

test('a cursor that somebody wrote is refused, and so is one of another list', async () => {
  const path = `/v1/programs/${world.shop.programId}/stories`
  const { page } = await pageOf(path, null, 1)
  const answers = [
    `${path}?after=newest`,
    `${path}?after=${page.next?.slice(0, -2)}xx`,
    `/v1/programs/${world.shop.programId}/products?after=${page.next}`,
  ].map(async (asked) => {
    const response = await world.send('GET', asked, { key: world.shop.apiKey })
    return `${response.status} ${((await response.json()) as { code: string }).code}`
  })
  expect(await Promise.all(answers)).toEqual(Array(3).fill('400 input_invalid'))
})
