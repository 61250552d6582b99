// Hostile requests of those who are let in for something else: a key outside its scope, and browsers whose cookie, or
// whose form, is not what it seems.

import { permissions } from '#domain/access/permissions.ts'
import type { Dice } from '../differential/dice.ts'
import { BAD_IDS, NASTY_TEXTS } from './bad-values.ts'
import { sampleBody, spoilBody } from './sample-body.ts'
import { fillPath, type Surface } from './surfaces.ts'
import type { World } from './world.ts'
import type { SignedIn } from './wires.ts'

/** A request, and whether every answer to it is a refusal. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined
  readonly isRefused?: boolean
}

/** Forms after which nobody is signed in, or nothing is left to play with. */
const ENDS = /sign-out|erase|sessions|new-link|close|revoke|unbind|remove|disable|\/end$/

/** Fields of the forms of signed-in people and shops. */
const FIELDS = [
  'name',
  'days',
  'read',
  'admin',
  'url',
  'platform',
  'currency',
  'secret',
  'graceHours',
  'lowMark',
]

/** A key that may do one thing asks for anything. */
export function scopedRequest(world: World, dice: Dice): Asked {
  const surface = dice.of(world.surfaces.filter(({ path }) => path.startsWith('/v1/')))
  const { scope, key } = dice.of(world.wires.scopedKeys)
  const permission = permissions[`${surface.method} ${surface.path}`]
  const isOpen = permission?.roles.includes('anyone') === true
  const isWithin = permission?.roles.includes('retailer') === true && permission.scope === scope
  const isGet = surface.method === 'GET'
  const good = sampleBody(dice, surface.body ?? {})
  return {
    method: surface.method,
    path: knownPath(world, dice, surface),
    headers: {
      authorization: `Bearer ${key}`,
      ...(isGet ? {} : { 'content-type': 'application/json', 'idempotency-key': `scoped-${dice.bytes(8)}` }),
    },
    ...(isGet ? {} : { body: dice.chance(0.5) ? JSON.stringify(good) : spoilBody(dice, good) }),
    isRefused: !isOpen && !isWithin,
  }
}

/** A browser's own pages and forms; some forms come from elsewhere, some cookies are nobody's. */
export function browserRequest(world: World, dice: Dice): Asked {
  const browser = dice.of(world.wires.browsers)
  const surface = dice.of(
    world.surfaces.filter(({ path }) => path.startsWith(`/${browser.side}/:token`) && !ENDS.test(path)),
  )
  const path = knownPath(world, dice, { ...surface, path: surface.path.replace(':token', 'home') })
  const cookie = dice.chance(0.7) ? undefined : badCookie(world, dice, browser)
  const headers = {
    cookie: cookie ?? `vp-${browser.side}=${browser.token}`,
    ...dice.of([{}, { accept: 'text/html' }]),
  }
  if (surface.method === 'GET') return { method: 'GET', path, headers, isRefused: cookie !== undefined }
  const from = dice.of([{ 'sec-fetch-site': 'same-origin' }, ...ELSEWHERE])
  const fields = dice.some(FIELDS, 5).map((name) => [name, dice.of(NASTY_TEXTS)])
  return {
    method: 'POST',
    path,
    headers: { ...headers, ...from, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    isRefused: cookie !== undefined || from['sec-fetch-site'] !== 'same-origin',
  }
}

/** Where a form comes from that its person did not send. */
const ELSEWHERE: readonly Record<string, string>[] = [
  {},
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'cross-site, same-origin' },
  { origin: 'null' },
  { origin: 'https://evil.example' },
  { origin: 'https://evil.example', host: '127.0.0.1' },
]

/** Not signed in, in every way in which one can look it. */
function badCookie({ wires, shop, person }: World, dice: Dice, { side, token }: SignedIn): string {
  const name = `vp-${side}`
  const others = wires.browsers.filter((one) => one.side !== side).map((one) => one.token)
  const values = [
    ...['', 'x', 'home', '%00', '"', `${token}x`, token.slice(1), token.toUpperCase(), `"${token}"`],
    ...[shop.apiKey, shop.retailerId, person.signInToken, 'a'.repeat(6_000), '__proto__', ...others],
  ]
  return dice.of([
    `${name}=${dice.of(values)}`,
    `${name.toUpperCase()}=${token}`,
    `x${name}=${token}`,
    `${name} =${token}`,
    `a=${'b'.repeat(9_000)}; ${name}=${token}`,
  ])
}

function knownPath(world: World, dice: Dice, { path }: Pick<Surface, 'path'>): string {
  return fillPath(path, (name) => encodeURIComponent(dice.of([...(world.ids.get(name) ?? BAD_IDS)])))
}
