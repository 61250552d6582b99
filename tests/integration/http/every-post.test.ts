// Every address of the API that changes something, under Idempotency-Keys: none, one that is taken by a request that still
// runs, one that was answered, and one that was used for something else.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppDeps } from '#app/deps.ts'
import { goodPosts, otherPost, type GoodPost } from './every-post.ts'
import { makePermissionWorld, type PermissionWorld } from './permission-world.ts'

type Scope = Parameters<AppDeps['idempotency']['begin']>[0]

type Looked = { readonly scope: Scope; readonly bodyHash: string }

/** A first answer of no endpoint. */
const KEPT = '{"kept":true}'
const KEPT_STATUS = 418

/** Where one request alone is good: there is nothing else to say, and nowhere else to say it. */
const ONE_REQUEST_ALONE = [
  'POST /v1/me/erasure',
  'POST /v1/me/passkey-options',
  'POST /v1/me/sessions',
  'POST /v1/me/sessions/current/end',
  'POST /v1/me/sign-in-link',
  'POST /v1/passkey-options',
  'POST /v1/sessions/current/end',
]

/** Afterwards the key is nobody's, so that a repeat is not looked at. */
const ENDS_ITS_KEY = ['POST /v1/me/erasure']

/** What ends things comes after what needs them. */
const rank = ({ action }: GoodPost): number =>
  ['/withdrawn', '/close', '/end', '/erasure'].findIndex((end) => action.endsWith(end))

/** Under a key that begins so a request is looked at and goes no further. */
const LOOK = 'look-'

let world: PermissionWorld
let looked: Looked | undefined

const kept = (): AppDeps['idempotency'] => world.relayer.deps.idempotency

beforeAll(async () => {
  world = await makePermissionWorld(({ idempotency }) => ({
    idempotency: {
      ...idempotency,
      begin: async (scope, bodyHash) => {
        if (!scope.key.startsWith(LOOK)) return idempotency.begin(scope, bodyHash)
        looked = { scope, bodyHash }
        return { state: 'in-flight' }
      },
    },
  }))
})

afterAll(() => world?.relayer.stop())

type Told = { readonly status: number; readonly replayed: boolean; readonly text: string }

async function send({ path, bearer, type, body }: GoodPost, key: string | undefined): Promise<Told> {
  const response = await fetch(`${world.relayer.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      // Of whatever it is by now: what is replaced has to have been read.
      'if-match': '*',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body,
  })
  const replayed = response.headers.get('idempotency-replayed') === 'true'
  return { status: response.status, replayed, text: await response.text() }
}

const codeOf = ({ text }: Told): string => (JSON.parse(text) as { code: string }).code

/** What the four cases are answered with at one address: a line for each. */
async function toldOf(post: GoodPost): Promise<readonly string[]> {
  const told: string[] = []
  const tell = (given: string, answer: Told): void => {
    told.push(`${given}: ${answer.status} ${codeOf(answer)}`)
  }
  tell('no key', await send(post, undefined))
  looked = undefined
  await send(post, `${LOOK}1`)
  if (!looked) return [...told, 'is not looked at under a key']
  const { scope, bodyHash } = looked as Looked
  const taken = { ...scope, key: 'taken' }
  await kept().begin(taken, bodyHash)
  tell('in flight', await send(post, taken.key))
  await kept().finish(taken, KEPT_STATUS, KEPT)
  const again = await send(post, taken.key)
  told.push(`again: ${again.status} ${again.text} ${again.replayed}`)
  const other = otherPost(post)
  if (other) tell('another', await send(other, taken.key))
  return told
}

test('an Idempotency-Key counts at every address, whatever becomes of the request', async () => {
  const posts = goodPosts(world)
  expect(posts.length).toBeGreaterThan(60)
  const told = []
  for (const post of posts) told.push({ action: post.action, told: await toldOf(post) })
  expect(told).toEqual(
    posts.map(({ action }) => ({
      action,
      told: [
        'no key: 400 idempotency_key_missing',
        'in flight: 409 idempotency_key_in_flight',
        `again: ${KEPT_STATUS} ${KEPT} true`,
        ...(ONE_REQUEST_ALONE.includes(action) ? [] : ['another: 422 idempotency_key_reused']),
      ],
    })),
  )
})

test('what was done is not done again: the repeat gets the very answer', async () => {
  const posts = goodPosts(world)
    .filter(({ action }) => !ENDS_ITS_KEY.includes(action))
    .toSorted((a, b) => rank(a) - rank(b))
  const done: (readonly [GoodPost, Told])[] = []
  for (const post of posts) {
    const first = await send(post, 'once')
    expect(first.status).toBeLessThan(500)
    if (first.status < 300) done.push([post, first])
  }
  expect(done.length).toBeGreaterThan(35)
  const before = await world.relayer.rowCounts()
  for (const [post, first] of done) expect(await send(post, 'once')).toEqual({ ...first, replayed: true })
  expect(await world.relayer.rowCounts()).toEqual(before)
})
