// Who may do what: roles, scopes, and whose it is.

import { describe, expect, test } from 'vitest'
import { authorize, permissionFor } from '#domain/access/authorize.ts'
import { key, keyOrPerson, open, openOrPerson, operator, person, shop } from '#domain/access/permission.ts'
import { permissions } from '#domain/access/permissions.ts'
import { ROLES, type Principal, type Scope } from '#domain/access/principal.ts'
import { Problem } from '#domain/problem.ts'

const table = {
  'GET /open': open,
  'POST /operator': operator,
  'GET /person': person,
  'POST /join': openOrPerson,
  'GET /shop': shop,
  'GET /orders/:orderId': key('read'),
  'POST /orders/:orderId': key('orders'),
  'GET /evidence/:rewardId': keyOrPerson('read'),
}

const OWN = 'abcde'
const OWN_ORDER = `${OWN}${'2'.repeat(16)}`
const OTHER_ORDER = `zzzzz${'2'.repeat(16)}`
const OTHER_LINK = `zzzzz${'2'.repeat(8)}`

function keyWith(...scopes: Scope[]): Principal {
  return { kind: 'retailer', retailerId: OWN, keyId: `${OWN}22222222`, scopes }
}

const everybody: Record<string, Principal> = {
  anyone: { kind: 'anyone' },
  recommender: { kind: 'recommender', recommenderId: '2'.repeat(16) },
  shop: { kind: 'shop', retailerId: OWN },
  retailer: keyWith('admin'),
  operator: { kind: 'operator' },
}

function outcome(principal: Principal, action: keyof typeof table, resource = {}): string {
  try {
    authorize(principal, action, { resource, table })
    return 'allowed'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

describe('a role', () => {
  test.each<[keyof typeof table, readonly string[]]>([
    ['GET /open', ['anyone', 'recommender', 'shop', 'retailer', 'operator']],
    ['POST /operator', ['operator']],
    ['GET /person', ['recommender']],
    ['POST /join', ['anyone', 'recommender']],
    ['GET /shop', ['shop']],
    ['GET /orders/:orderId', ['retailer']],
    ['GET /evidence/:rewardId', ['recommender', 'retailer']],
  ])('%s is for %j', (action, allowed) => {
    expect(ROLES.filter((role) => outcome(everybody[role]!, action) === 'allowed')).toEqual(allowed)
  })

  test('is asked for when there is none, and refused when it is another', () => {
    expect(outcome(everybody['anyone']!, 'POST /operator')).toBe('credentials_missing')
    expect(outcome(everybody['recommender']!, 'POST /operator')).toBe('role_forbidden')
    expect(outcome(everybody['operator']!, 'POST /join')).toBe('role_forbidden')
  })
})

describe('a scope', () => {
  test('is needed, and no other stands for it but admin', () => {
    expect(outcome(keyWith('orders'), 'POST /orders/:orderId')).toBe('allowed')
    expect(outcome(keyWith('admin'), 'POST /orders/:orderId')).toBe('allowed')
    expect(outcome(keyWith('read', 'programs', 'people', 'pools', 'webhooks'), 'POST /orders/:orderId')).toBe(
      'scope_missing',
    )
    expect(outcome(keyWith('orders'), 'GET /orders/:orderId')).toBe('scope_missing')
    expect(outcome(keyWith(), 'GET /orders/:orderId')).toBe('scope_missing')
  })
})

describe("what is another shop's", () => {
  test.each([['retailer'], ['shop']])('answers a %s like what never was', (role) => {
    const action = role === 'shop' ? 'GET /shop' : 'GET /orders/:orderId'
    const who = everybody[role]!
    expect(outcome(who, action, { orderId: OWN_ORDER })).toBe('allowed')
    expect(outcome(who, action, { orderId: OTHER_ORDER })).toBe('not_found')
    expect(outcome(who, action, { code: OTHER_LINK })).toBe('not_found')
    expect(outcome(who, action, { orderId: OWN_ORDER, code: OTHER_LINK })).toBe('not_found')
  })

  test("is let through where it is open to everybody, and to a person, who is no shop's", () => {
    expect(outcome(everybody['retailer']!, 'GET /open', { code: OTHER_LINK })).toBe('allowed')
    expect(outcome(everybody['recommender']!, 'GET /evidence/:rewardId', { rewardId: OTHER_ORDER })).toBe(
      'allowed',
    )
  })

  test("is told by its form: a person's id and a sign-in token begin with nobody's number", () => {
    expect(outcome(everybody['shop']!, 'GET /shop', { recommenderId: 'z'.repeat(16) })).toBe('allowed')
    expect(outcome(everybody['shop']!, 'GET /shop', { token: 'z'.repeat(33) })).toBe('allowed')
  })
})

test('what has no row is a bug, and so is a name that every object has', () => {
  expect(() => permissionFor(table, 'GET /nowhere')).toThrow('A-1: GET /nowhere has a row')
  expect(() => permissionFor(table, 'toString')).toThrow('A-1: toString has a row')
})

test("no page is opened by an API key, and every address of a shop's needs one scope", () => {
  for (const [action, { roles, scope }] of Object.entries(permissions)) {
    if (roles.length === ROLES.length) continue
    const isApi = action.includes(' /v1/')
    expect([action, roles.includes('shop')]).toEqual([action, !isApi && action.includes(' /shop/')])
    expect([action, scope !== undefined]).toEqual([action, roles.includes('retailer')])
    if (action.startsWith('POST') && roles.includes('retailer'))
      expect([action, scope]).not.toEqual([action, 'read'])
  }
})
