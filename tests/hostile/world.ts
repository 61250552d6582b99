// What a hostile client plays against: the relayer as it runs in production, two shops with orders and rewards, people,
// and every id and secret that its honest use has brought to light.

import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeDice } from '../differential/dice.ts'
import { startTestChain } from '../support/chain.ts'
import { createTestDatabase } from '../support/database.ts'
import { untilQuiet } from '../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../support/relayer.ts'
import { click, deliver, join as joinShop, openShop, type Person, type TestShop } from '../support/shop.ts'
import { standardPaid, standardRefunded } from '../support/webhooks.ts'
import { listSurfaces } from './list-surfaces.ts'
import { sampleBody } from './sample-body.ts'
import { fillPath, type Surface } from './surfaces.ts'
import { makeWires, type Wires } from './wires.ts'

export type Principal = { readonly name: string; readonly key: string | undefined }

export type World = {
  readonly relayer: TestRelayer
  readonly chain: Awaited<ReturnType<typeof startTestChain>>
  readonly database: Awaited<ReturnType<typeof createTestDatabase>>
  readonly shop: TestShop
  readonly other: TestShop
  readonly person: Person
  readonly wires: Wires
  readonly surfaces: readonly Surface[]
  /** Who is not turned away at an address, by `METHOD path`. */
  readonly mayAsk: ReadonlyMap<string, readonly Principal[]>
  /** Everybody who can ask, with their keys. */
  readonly principals: readonly Principal[]
  /** Right values of path parameters, by name. */
  readonly ids: ReadonlyMap<string, ReadonlySet<string>>
  /** Everything that was shown once, to whom it belongs: keys, secrets, tokens. */
  readonly shownOnce: ReadonlySet<string>
  /** What no answer may tell to somebody who did not send it. */
  readonly secrets: readonly string[]
  readonly stop: () => Promise<void>
}

/** Shops may be told on this machine, where there is somebody who listens. */
const ENVIRONMENT = { WEBHOOKS_TO_LOOPBACK: 'allowed' }

/** Orders of each shop: the last one is refunded. */
const ORDERS = 4

/** Makes it. Everything is made through the API; ids are gathered from what it answers. */
export async function makeWorld(seed: number): Promise<World> {
  const [chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  const relayer = await startRelayer({ chain, database, env: ENVIRONMENT })
  const shop = await openShop(relayer)
  const other = await openShop(relayer, { platform: 'shopify' })
  const person = await joinShop(relayer, shop)
  const second = await joinShop(relayer, shop)
  const wires = await makeWires(relayer, { shop, other, person })
  await sell(relayer, shop, person)

  const surfaces = listSurfaces()
  const ids = new Map<string, Set<string>>()
  harvest(ids, { ...shop, ...person, token: person.signInToken })
  const principals: readonly Principal[] = [
    { name: 'operator', key: relayer.operatorKey },
    { name: 'shop', key: shop.apiKey },
    { name: 'other shop', key: other.apiKey },
    { name: 'person', key: person.signInToken },
    { name: 'second person', key: second.signInToken },
    { name: 'anyone', key: undefined },
  ]
  const mayAsk = new Map<string, Principal[]>()
  const shownOnce = new Set(
    [shop, other]
      .flatMap(({ apiKey, secret }) => [apiKey, secret])
      .concat(person.signInToken, second.signInToken, secretsOf(wires)),
  )
  const world = {
    relayer,
    chain,
    database,
    shop,
    other,
    person,
    wires,
    surfaces,
    principals,
    ids,
    mayAsk,
    shownOnce,
  }
  await useHonestly(world, seed)
  return {
    ...world,
    secrets: [
      ...keysOf(relayer),
      ...[shop, other].flatMap(({ apiKey, secret }) => [apiKey, secret]),
      second.signInToken,
      ...secretsOf(wires),
    ],
    async stop() {
      await wires.stop()
      await relayer.stop()
      await Promise.all([chain.stop(), database.drop()])
    },
  }
}

async function sell(relayer: TestRelayer, shop: TestShop, { code }: Person): Promise<void> {
  for (let i = 1; i <= ORDERS; i++) {
    const clickToken = await click(relayer, code)
    await deliver(relayer, shop, standardPaid({ id: `h-${i}`, subtotal: '20.00', clickToken }))
  }
  await deliver(relayer, shop, standardRefunded({ orderId: `h-${ORDERS}`, refundId: 'r-1', amount: '5.00' }))
  await untilQuiet(relayer, shop)
}

function secretsOf({ connections, scopedKeys, browsers, endpointSecrets }: Wires): readonly string[] {
  return [
    ...connections.map(({ secret }) => secret),
    ...scopedKeys.map(({ key }) => key),
    ...browsers.map(({ token }) => token),
    ...endpointSecrets,
  ]
}

/** Files of the relayer's secrets folder: keys that nobody else has. */
function keysOf({ dataFolder }: TestRelayer): readonly string[] {
  return readdirSync(dataFolder)
    .filter((file) => file.endsWith('.key'))
    .map((file) => readFileSync(join(dataFolder, file), 'utf8').trim())
}

/** A world while it is being made. */
type Growing = Pick<World, 'relayer' | 'surfaces' | 'principals'> & {
  readonly ids: Map<string, Set<string>>
  readonly mayAsk: Map<string, Principal[]>
  readonly shownOnce: Set<string>
}

/** Asks everything once as everybody may, so that things exist and their ids are known. */
async function useHonestly(
  { relayer, surfaces, principals, ids, mayAsk, shownOnce }: Growing,
  seed: number,
): Promise<void> {
  const dice = makeDice(seed)
  const calls = surfaces.filter(
    ({ path }) => path.startsWith('/v1') && !/eras|close|revoke|rotate|disable/.test(path),
  )
  for (const round of ['POST', 'GET']) {
    for (const { method, path, body } of calls.filter((one) => one.method === round)) {
      for (const principal of principals) {
        const { key } = principal
        const filled = fillPath(path, (name) => dice.of([...(ids.get(name) ?? ['x'])]))
        const response = await fetch(new URL(filled, relayer.url), {
          method,
          redirect: 'manual',
          headers: {
            ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
            ...(method === 'POST'
              ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() }
              : {}),
          },
          ...(method === 'POST' ? { body: JSON.stringify(body ? sampleBody(dice, body) : {}) } : {}),
        })
        if (response.status !== 401 && response.status !== 403) {
          const place = `${method} ${path}`
          mayAsk.set(place, [...(mayAsk.get(place) ?? []), principal])
        }
        const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
        if (response.ok && isJson) {
          const answer: unknown = await response.json()
          harvest(ids, answer)
          if (method === 'POST') gatherSecrets(shownOnce, answer)
        } else await response.arrayBuffer()
      }
    }
  }
}

/** Names of fields that hold what is shown once. */
const SECRET_NAME = /secret|apiKey|token$/i

/** Names of fields that hold an address with such a token in it. */
const DOOR_NAME = /^(?:shopUrl|signInUrl|meUrl|invitationUrl|url)$/

/** A token in an address: its last part, when it is long enough to be one. */
const TOKEN_IN_ADDRESS = /\/(?:me|shop|invite|join|sign-in)\/([a-z0-9]{24,})$/

function gatherSecrets(found: Set<string>, answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return
  for (const [name, value] of Object.entries(answer)) {
    if (typeof value === 'object') gatherSecrets(found, value)
    else if (typeof value === 'string' && SECRET_NAME.test(name) && value.length >= 20) found.add(value)
    else if (typeof value === 'string' && DOOR_NAME.test(name)) {
      const token = TOKEN_IN_ADDRESS.exec(value)?.[1]
      if (token !== undefined) found.add(token)
    }
  }
}

/** Keeps every text of an answer under the name of its field: path parameters bear the same names. */
function harvest(ids: Map<string, Set<string>>, answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return
  for (const [name, value] of Object.entries(answer)) {
    if (typeof value === 'object') harvest(ids, value)
    else if ((typeof value === 'string' && value !== '') || typeof value === 'number') {
      ids.set(name, (ids.get(name) ?? new Set()).add(`${value}`))
    }
  }
}
