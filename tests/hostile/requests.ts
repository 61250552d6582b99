// Hostile requests, made from the addresses, ids and keys of a world: each kind bends one thing that a client controls.

import { randomUUID } from 'node:crypto'
import { signWebhook } from '#commerce/sign-webhook.ts'
import { macs } from '#store/macs.ts'
import type { Dice } from '../differential/dice.ts'
import {
  BAD_IDEMPOTENCY_KEYS,
  BAD_IDS,
  BAD_MEDIA_TYPES,
  BAD_QUERIES,
  LYING_HEADERS,
  NASTY_TEXTS,
} from './bad-values.ts'
import { sampleBody, spoilBody } from './sample-body.ts'
import { fillPath, parametersOf, type Surface } from './surfaces.ts'
import { browserRequest, scopedRequest, type Asked } from './signed-in-requests.ts'
import { spoilOrder } from './spoil-order.ts'
import type { Principal, World } from './world.ts'

export type HostileRequest = Asked & { readonly kind: Kind }

/** How often each kind is chosen, in hundredths. */
export const KINDS = {
  body: 34,
  id: 12,
  query: 8,
  key: 8,
  'idempotency key': 5,
  'media type': 3,
  header: 6,
  webhook: 14,
  link: 5,
  form: 8,
  scope: 8,
  browser: 12,
  method: 1,
} as const

export type Kind = keyof typeof KINDS

type Make = (world: World, dice: Dice) => Asked

/** Makes the next one. */
export function hostileRequest(world: World, dice: Dice): HostileRequest {
  let rest = dice.below(Object.values(KINDS).reduce((sum, share) => sum + share, 0))
  for (const [kind, share] of Object.entries(KINDS) as [Kind, number][]) {
    rest -= share
    if (rest < 0) return { kind, ...MAKERS[kind](world, dice) }
  }
  throw new RangeError('the shares of all kinds add up')
}

const MAKERS: Readonly<Record<Kind, Make>> = {
  body: (world, dice) => {
    const surface = dice.of(posts(world).filter(({ body }) => body !== undefined))
    const good = sampleBody(dice, surface.body ?? {})
    return { ...ask(world, dice, surface), body: spoilBody(dice, good) }
  },
  id: (world, dice) => {
    const surface = dice.of(world.surfaces.filter(({ path }) => parametersOf(path).length > 0))
    return { ...goodRequest(world, dice, surface), path: fillPath(surface.path, () => dice.of(BAD_IDS)) }
  },
  query: (world, dice) => {
    const made = goodRequest(world, dice, dice.of(world.surfaces))
    return { ...made, path: `${made.path}?${dice.of(BAD_QUERIES)}` }
  },
  key: (world, dice) => {
    const made = goodRequest(world, dice, dice.of(apis(world)))
    return { ...made, headers: { ...made.headers, authorization: badKey(world, dice) } }
  },
  'idempotency key': (world, dice) => {
    const made = goodRequest(world, dice, dice.of(posts(world)))
    const { 'idempotency-key': _, ...headers } = made.headers
    const key = dice.of(BAD_IDEMPOTENCY_KEYS)
    return {
      ...made,
      headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': latin(key) }) },
    }
  },
  'media type': (world, dice) => {
    const made = goodRequest(world, dice, dice.of(posts(world)))
    return { ...made, headers: { ...made.headers, 'content-type': dice.of(BAD_MEDIA_TYPES) } }
  },
  header: (world, dice) => {
    const made = goodRequest(world, dice, dice.of(world.surfaces))
    return { ...made, headers: { ...made.headers, ...dice.of(LYING_HEADERS) } }
  },
  webhook: hostileWebhook,
  scope: scopedRequest,
  browser: browserRequest,
  link: (world, dice) => {
    const codes = [...(world.ids.get('code') ?? []), ...BAD_IDS]
    const to = dice.of([
      '',
      '?to=https://evil.example',
      '?to=//evil',
      '?url=javascript:alert(1)',
      '?p=x',
      '?p=%00',
      '//evil',
    ])
    const method = dice.of(['GET', 'GET', 'HEAD', 'POST'])
    const agent = dice.of(['', 'curl/8', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0', 'x'.repeat(2_000)])
    const headers = {
      'user-agent': agent,
      ...dice.of([{}, { purpose: 'prefetch' }, { 'sec-fetch-dest': 'image' }]),
    }
    return { method, path: `/r/${dice.of(codes)}${to}`, headers }
  },
  form: (world, dice) => {
    const surface = dice.of(pages(world).filter(({ method }) => method === 'POST'))
    const fields = [
      'handle',
      'payee',
      'key',
      'link',
      'email',
      'ticket',
      'reason',
      'followers',
      'amount',
      'name',
    ]
    const body = new URLSearchParams(
      dice.some(fields, 6).map((name) => [name, dice.of(NASTY_TEXTS)]),
    ).toString()
    const type = dice.chance(0.9) ? 'application/x-www-form-urlencoded' : dice.of(BAD_MEDIA_TYPES)
    return { ...ask(world, dice, surface), headers: { 'content-type': type }, body }
  },
  method: (world, dice) => ({
    ...goodRequest(world, dice, dice.of(world.surfaces)),
    method: dice.of(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'HEAD']),
    body: undefined,
  }),
}

const apis = ({ surfaces }: World) => surfaces.filter(({ path }) => path.startsWith('/v1'))
const posts = (world: World) => apis(world).filter(({ method }) => method !== 'GET')
const pages = ({ surfaces }: World) =>
  surfaces.filter(({ path }) => !path.startsWith('/v1') && !path.startsWith('/hooks'))

/** Everything right but for the body; somebody asks, mostly who may. */
function ask(world: World, dice: Dice, { method, path }: Surface): Asked {
  const welcome = world.mayAsk.get(`${method} ${path}`) ?? world.principals
  // Mostly those to whom the ids belong: others are told at once that there is no such thing.
  const owners = welcome.filter(({ name }) => !/other|second/.test(name))
  const asking = dice.chance(0.85) && owners.length > 0 ? owners : world.principals
  const { key }: Principal = dice.of(asking)
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  return {
    method,
    path: fillPath(path, (name) => encodeURIComponent(dice.of([...(world.ids.get(name) ?? BAD_IDS)]))),
    headers: {
      ...authorization,
      ...(method === 'GET'
        ? {}
        : { 'content-type': 'application/json', 'idempotency-key': `hostile-${dice.bytes(8)}` }),
    },
  }
}

function goodRequest(world: World, dice: Dice, surface: Surface): Asked {
  const made = ask(world, dice, surface)
  if (surface.method === 'GET') return made
  return { ...made, body: JSON.stringify(surface.body ? sampleBody(dice, surface.body) : {}) }
}

function badKey({ shop, relayer }: World, dice: Dice): string {
  return dice.of([
    ...[
      '',
      'Bearer',
      'Bearer ',
      'Bearer x',
      'Basic eDp5',
      `Bearer ${'a'.repeat(8_000)}`,
      'Bearer vp_test_',
      'Bearer vp_live_x_y',
    ],
    ...[
      `Bearer ${shop.apiKey}x`,
      `Bearer ${shop.apiKey.slice(0, -1)}`,
      `bearer  ${shop.apiKey.toUpperCase()}`,
    ],
    ...[
      `Bearer ${shop.secret}`,
      `Bearer ${relayer.operatorKey}x`,
      `Bearer ${shop.apiKey}, Bearer ${shop.apiKey}`,
    ],
  ])
}

/** Header values travel as Latin-1. */
function latin(text: string): string {
  return text.replaceAll(/[^\t\x20-\xff]/g, '?')
}

function hostileWebhook({ wires, shop }: World, dice: Dice): Asked {
  const { platform, connectionId, secret: own } = dice.of(wires.connections)
  const { topic = '', body } = spoilOrder(dice, platform)
  const secret = dice.chance(0.8) ? own : shop.secret
  // Mostly now; a minute beyond the five that are allowed, before and after; and never.
  const at = dice.chance(0.85) ? Date.now() : dice.of([0, Date.now() - 360_000, Date.now() + 360_000])
  const signed = signWebhook(macs, platform, { topic, body }, { secret, messageId: randomUUID(), at })
  const headers = dice.chance(0.2) ? spoilSignature(dice, signed) : signed
  return { method: 'POST', path: `/hooks/${platform}/${connectionId}`, headers, body }
}

function spoilSignature(dice: Dice, headers: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(headers).filter((name) => name !== 'content-type')
  const name = dice.of(names)
  const { [name]: value = '', ...rest } = headers
  const wrong = dice.of([
    undefined,
    '',
    'v1,',
    value.toUpperCase(),
    value.slice(1),
    `${value},${value}`,
    '0',
    '1e3',
    'x'.repeat(5_000),
  ])
  return wrong === undefined ? rest : { ...rest, [name]: wrong }
}
