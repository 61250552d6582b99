// A program's rules: immutable, versioned, named by the hash of their canonical form. Money is decimal strings in the
// order's currency, rates are integers in basis points.

import { keccak256, stringToHex } from 'viem/utils'

import { invariant } from './invariant.ts'

import type { Hex } from 'viem'

/** Currency of the stablecoin that pools hold: one unit of the token is one of it. */
export const TOKEN_CURRENCY = 'USD'

export type PercentReward = { readonly kind: 'percent'; readonly bps: number }
export type FlatReward = { readonly kind: 'flat'; readonly amount: string }

export type Policy = {
  readonly version: 1
  /** ISO 4217; the token's own, since rewards are paid in it one to one. Orders in others earn nothing. */
  readonly currency: string
  readonly attribution: {
    readonly model: 'last-click'
    readonly windowDays: number
  }
  readonly reward: PercentReward | FlatReward
  /** Most that one order may earn, decimal string. */
  readonly perOrderCap: string
  /** From commit to maturity. */
  readonly holdSeconds: number
}

/**
 * JSON with sorted keys and no spaces: the same value always gives the same text. A field that is undefined is left
 * out; what JSON cannot carry (NaN, infinities, bigint, undefined in a list, instances of classes) is our own bug.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return canonicalScalar(value)
  invariant(isPlain(value), 'canonical JSON is made of plain objects')
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`)
  return `{${fields.join(',')}}`
}

function canonicalScalar(value: unknown): string {
  const isScalar =
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  invariant(isScalar, 'canonical JSON is made of what JSON can carry')
  return JSON.stringify(value)
}

/** Parsed queries have no prototype at all. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** keccak256 of any plain JSON value in canonical form. */
export function canonicalHash(value: unknown): Hex {
  return keccak256(stringToHex(canonicalJson(value)))
}

/** Names a policy: keccak256 of its canonical JSON, anchored in each batch header. */
export function policyHash(policy: Policy): Hex {
  return canonicalHash(policy)
}
