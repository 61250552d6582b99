// Ids, codes and keys that the application makes, and what of them can be read back.

import { newCode, newId, newSecret } from '#app/new-id.ts'
import { parsePoolOpeningKey, poolOpeningKey } from '#app/pools/open-pool.ts'
import { isApiKey, keyModeOf, newApiKey, parseApiKey } from '#app/api-keys/api-key.ts'
import { describe, expect, test } from 'vitest'

describe('ids made by the application', () => {
  const clock = { now: () => 1_767_225_600_000 }
  const random = { bytes: (length: number) => new Uint8Array(length).fill(1) }

  test('begin with the retailer and sort by time', () => {
    const id = newId({ clock, random }, 'shap2')
    expect(id).toMatch(/^shap2[2-9a-z]{16}$/)
    expect(newId({ clock: { now: () => 1_767_225_600_001 }, random }, 'shap2') > id).toBe(true)
  })

  test('have the length asked for, two random bytes a character', () => {
    const asked: number[] = []
    const counting = { bytes: (length: number) => (asked.push(length), new Uint8Array(length)) }
    expect(newCode({ random: counting }, 8)).toBe('22222222')
    expect(newSecret({ random: counting })).toHaveLength(28)
    expect(asked).toEqual([16, 56])
  })
})

test('the key of a chain transaction that opens a pool names its program, and no other key does', () => {
  expect(parsePoolOpeningKey(poolOpeningKey('shap2', 'shap2program'))).toEqual({
    retailerId: 'shap2',
    programId: 'shap2program',
  })
  for (const key of ['commit:1:2:1:1', 'open-pool:shap2', 'open-pool:', 'gas:0x00', '']) {
    expect(parsePoolOpeningKey(key)).toBeUndefined()
  }
})

describe('an API key', () => {
  const keyId = 'shap2keyabcde'
  const secret = '2'.repeat(28)
  const key = `vp_test_${keyId}_${secret}`

  test('is read as it was written', () => {
    expect(parseApiKey(key)).toEqual({ mode: 'test', retailerId: 'shap2', keyId, secret })
    expect(parseApiKey(key.replace('test', 'live'))).toMatchObject({ mode: 'live', keyId })
  })

  test.each([
    [true, 'vp_test_shap222222222_2222222222222222222222222222'],
    [false, 'vp_live_shap222222222_2222222222222222222222222222'],
  ])('is made for its chain: testnet %s', (testnet, apiKey) => {
    const random = { bytes: (length: number) => new Uint8Array(length) }
    const hashed: Uint8Array[] = []
    const macs = { sha256: (data: Uint8Array) => (hashed.push(data), new Uint8Array(32).fill(9)) }
    const made = newApiKey({ random, macs, settings: { testnet } } as never, 'shap2')
    expect(made).toEqual({ apiKey, keyId: 'shap222222222', secretHash: new Uint8Array(32).fill(9) })
    expect(hashed.map((bytes) => new TextDecoder().decode(bytes))).toEqual([secret])
    expect(parseApiKey(made.apiKey)?.mode).toBe(keyModeOf({ testnet }))
  })

  test('is told by its prefix, right or wrong', () => {
    expect([key, 'vp_live_x', 'vp_op_x', ''].map(isApiKey)).toEqual([true, true, false, false])
  })

  test.each([
    ['nothing', ''],
    ['no prefix', key.slice(8)],
    ['another prefix', key.replace('test', 'op')],
    ['a short key id', key.replace('abcde', 'abcd')],
    ['a long secret', `${key}2`],
    ['a part too many', `${key}_`],
    ['a character outside the alphabet', key.replace('shap2', 'shop2')],
    ['a line after it', `${key}\n`],
  ])('is none with %s', (_, text) => {
    expect(parseApiKey(text)).toBeUndefined()
  })
})
