// The table of permissions against the running server: every role through every address, and one shop's and person's
// keys against what is another's.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Permission } from '#domain/access/permission.ts'
import { permissions } from '#domain/access/permissions.ts'
import { ROLES } from '#domain/access/principal.ts'
import {
  ask,
  callersOf,
  fillPath,
  joinProgram,
  makePermissionWorld,
  type Caller,
  type PermissionWorld,
} from './permission-world.ts'
import { sampleBody } from './sample-body.ts'

let world: PermissionWorld
let callers: readonly Caller[]

const rows = Object.entries(permissions).map(([action, permission]) => {
  const [method = '', path = ''] = action.split(' ')
  return { action, method, path, ...permission }
})
const apiRows = rows.filter(({ path }) => path.startsWith('/v1/'))
const pageRows = rows.filter(({ path }) => path.includes('/:token'))

beforeAll(async () => {
  world = await makePermissionWorld()
  callers = await callersOf(world)
})

afterAll(() => world.relayer.stop())

/** What the table says of a caller: the code of the refusal, or nothing. */
function refusalOf({ roles, scope }: Permission, caller: Caller): string {
  if (roles.length === ROLES.length) return ''
  if (!roles.includes(caller.role)) return caller.role === 'anyone' ? 'credentials_missing' : 'role_forbidden'
  const isAllowed =
    scope === undefined || caller.scopes === undefined || caller.scopes.includes('admin')
      ? true
      : caller.scopes.includes(scope)
  return isAllowed ? '' : 'scope_missing'
}

const REFUSALS = ['credentials_missing', 'credentials_invalid', 'role_forbidden', 'scope_missing']

describe('every role', () => {
  test('at every address of the API is let through or refused as the table says', async () => {
    const told: string[] = []
    const expected: string[] = []
    for (const row of apiRows) {
      const path = fillPath(row.path, world.own)
      for (const caller of callers) {
        // A body of no type that is taken: whoever is let through goes no further.
        const { code } = await ask(world, { method: row.method, path }, { bearer: caller.bearer })
        told.push(`${row.action} ${caller.name} ${REFUSALS.includes(code) ? code : ''}`)
        expected.push(`${row.action} ${caller.name} ${refusalOf(row, caller)}`)
      }
    }
    expect(told).toEqual(expected)
    expect(told.length).toBeGreaterThan(900)
  })

  test('with a key that is nobody’s is refused wherever a key is looked at', async () => {
    const wrong = [
      `vp_test_${world.own.ids['keyId']}_${'2'.repeat(28)}`,
      `${world.own.ids['recommenderId']}${'2'.repeat(28)}`,
      `${world.own.retailerId}${'2'.repeat(52)}`,
      `vp_op_${'2'.repeat(28)}`,
      'x',
    ]
    for (const { roles, method, path, action } of apiRows) {
      if (roles.length === ROLES.length) continue
      for (const bearer of wrong) {
        const { code } = await ask(world, { method, path: fillPath(path, world.own) }, { bearer })
        expect(`${action} ${bearer}: ${code}`).toBe(`${action} ${bearer}: credentials_invalid`)
      }
    }
  })

  test('at every page of a person or shop finds nothing, but the one whose page it is', async () => {
    const { own, relayer } = world
    for (const { action, method, path, roles } of pageRows) {
      const wrongs = [
        roles.includes('shop') ? own.personToken : own.shopToken,
        own.apiKey,
        relayer.operatorKey,
        `${roles.includes('shop') ? own.retailerId : own.ids['recommenderId']}${'2'.repeat(28)}`,
        'home',
      ]
      for (const token of wrongs) {
        const asked = { method, path: fillPath(path, own, token) }
        const { status } = await ask(world, asked, { bearer: own.apiKey })
        expect(`${action} ${token}: ${status}`).toBe(`${action} ${token}: 404`)
      }
    }
  })

  test('opens its own pages', async () => {
    const { own, relayer } = world
    const opened: string[] = []
    for (const { action, method, path, roles } of pageRows) {
      if (method !== 'GET') continue
      const token = roles.includes('shop')
        ? own.shopToken
        : (await joinProgram(relayer, own.ids['programId'] ?? '', `p${opened.length}`)).signInToken
      const { status } = await ask(world, { method, path: fillPath(path, own, token) }, {})
      opened.push(`${action}: ${status}`)
    }
    const known = opened.filter((line) => !/:(?!token|programId)\w+/.test(line.split(': ')[0] ?? ''))
    expect(known.filter((line) => !line.endsWith(': 200'))).toEqual([])
    expect(known.length).toBeGreaterThan(6)
  })
})

describe('what is another’s', () => {
  /** Everything that is kept of a market, row by row; days of use aside, which reading alone does not change either. */
  async function keptOf({ retailerId, ids }: PermissionWorld['own']): Promise<readonly string[]> {
    const found = await Promise.all([
      world.relayer.rowsNaming(retailerId),
      world.relayer.rowsNaming(ids['recommenderId'] ?? ''),
    ])
    return [...new Set(found.flat())].toSorted()
  }

  test('is found by nobody’s key or page, whatever ids address and body name, and stays as it was', async () => {
    const { own, other } = world
    const before = await keptOf(other)
    expect(before.length).toBeGreaterThan(10)
    const shown: string[] = []
    const codes = new Map<string, number>()
    const look = async (
      action: string,
      asked: { readonly method: string; readonly path: string },
      sent: Parameters<typeof ask>[2],
    ): Promise<void> => {
      const { status, code, text } = await ask(world, asked, sent)
      codes.set(code, (codes.get(code) ?? 0) + 1)
      if (status >= 500) shown.push(`${action} failed: ${text}`)
      if (/Other shop/.test(text)) shown.push(`${action} told of another`)
      const isForeign = asked.path.includes(other.retailerId)
      if (isForeign && status < 400) shown.push(`${action} answered ${status}`)
    }

    for (const { action, method, path, roles } of rows) {
      if (roles.length === ROLES.length || roles.includes('operator')) continue
      const body = JSON.stringify(sampleBody(path, other.ids) ?? {})
      if (path.startsWith('/v1/')) {
        // A program is open to everybody who joins it, another's too.
        if (roles.includes('anyone') || /^\/v1\/programs\/.*(page|pictures)$/.test(path)) continue
        const bearer = roles.includes('retailer') ? own.apiKey : own.personToken
        if (path === '/v1/me/erasure') continue
        await look(
          action,
          { method, path: fillPath(path, other) },
          { bearer, body, type: 'application/json' },
        )
        await look(action, { method, path: fillPath(path, own) }, { bearer, body, type: 'application/json' })
      } else {
        // What needs no id of a shop in its address is one's own, whoever's link opens it.
        if (!/:(?!token|sessionId|address)\w+/.test(path) || path.includes('/stories/:programId')) continue
        const token = roles.includes('shop') ? own.shopToken : own.personToken
        const form = new URLSearchParams({ ...other.ids, confirm: 'no' }).toString()
        const sent = { body: form, type: 'application/x-www-form-urlencoded' }
        await look(action, { method, path: fillPath(path, other, token) }, sent)
      }
    }
    expect(shown).toEqual([])
    expect(codes.get('not_found')).toBeGreaterThan(60)
    expect(await keptOf(other)).toEqual(before)
  })
})
