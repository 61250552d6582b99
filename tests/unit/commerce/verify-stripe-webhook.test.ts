// Golden vectors: signatures were computed by Python's hmac module over the literal texts below. Stripe's own library
// judges both ways.

import { Stripe } from 'stripe'
import { describe, expect, test } from 'vitest'
import { stripeAdapter } from '#commerce/stripe/stripe-adapter.ts'
import { macs, problemOf } from './webhook-requests.ts'

const SECRET = 'whsec_00112233445566778899aabbccddeeff'
const OTHER_SECRET = 'whsec_ffeeddccbbaa99887766554433221100'
const BODY = '{"id":"evt_1","note":"Grüße ☕"}'
const SIGNED_AT_SECONDS = 1772366400
const NOW = SIGNED_AT_SECONDS * 1000
const SIGNATURE = '7519a08e48351dede81fb14ba04e64fca78eb819165161c41edc3ecc0ae04a2e'
const OTHER_SIGNATURE = 'f32736b940c4a4bf912c7a96ff14a9272c4dbe215e299b955517f3af35a7929d'

const adapter = stripeAdapter(macs)

type Change = { header?: string; secrets?: readonly string[]; now?: number; body?: string }

function verify({ header, secrets = [SECRET], now = NOW, body = BODY }: Change = {}): void {
  const headers = { 'stripe-signature': header ?? `t=${SIGNED_AT_SECONDS},v1=${SIGNATURE}` }
  adapter.verify({ headers, rawBody: new TextEncoder().encode(body) }, secrets, now)
}

const refusal = (change: Change): string => problemOf(() => verify(change)).code

describe("a signature of Stripe's", () => {
  test('is accepted under the literal text of the secret, its prefix included', () => {
    verify()
  })

  test('is accepted under either secret while one is being replaced', () => {
    verify({ secrets: [OTHER_SECRET, SECRET] })
    verify({ header: `t=${SIGNED_AT_SECONDS},v1=${OTHER_SIGNATURE},v1=${SIGNATURE}` })
    verify({ header: `t=${SIGNED_AT_SECONDS},v0=${SIGNATURE},v1=${SIGNATURE}` })
  })

  test('is refused when any single byte of the body is flipped', () => {
    const bytes = new TextEncoder().encode(BODY)
    for (let i = 0; i < bytes.length; i++) {
      const rawBody = bytes.slice()
      rawBody[i] = (rawBody[i] ?? 0) ^ 1
      const headers = { 'stripe-signature': `t=${SIGNED_AT_SECONDS},v1=${SIGNATURE}` }
      expect(problemOf(() => adapter.verify({ headers, rawBody }, [SECRET], NOW)).code).toBe(
        'signature_invalid',
      )
    }
  })

  test.each([
    ['nothing', ''],
    ['no timestamp', `v1=${SIGNATURE}`],
    ['no signature', `t=${SIGNED_AT_SECONDS}`],
    ['another version', `t=${SIGNED_AT_SECONDS},v0=${SIGNATURE}`],
    ['capital hex', `t=${SIGNED_AT_SECONDS},v1=${SIGNATURE.toUpperCase()}`],
    ['a shorter signature', `t=${SIGNED_AT_SECONDS},v1=${SIGNATURE.slice(2)}`],
    ['another timestamp', `t=${SIGNED_AT_SECONDS + 1},v1=${SIGNATURE}`],
    ['two timestamps', `t=${SIGNED_AT_SECONDS},t=${SIGNED_AT_SECONDS},v1=${SIGNATURE}`],
    ['a timestamp with a leading zero', `t=0${SIGNED_AT_SECONDS},v1=${SIGNATURE}`],
    ['a timestamp with letters behind it', `t=${SIGNED_AT_SECONDS}x,v1=${SIGNATURE}`],
    ['a negative timestamp', `t=-1,v1=${SIGNATURE}`],
    ['only wrong signatures', `t=${SIGNED_AT_SECONDS},v1=${OTHER_SIGNATURE},v1=${'0'.repeat(64)}`],
    ['a good one behind fifteen bad ones', `t=1,${'v1=x,'.repeat(15)}v1=${SIGNATURE}`],
  ])('is refused with %s', (_name, header) => {
    expect(refusal({ header })).toBe('signature_invalid')
  })

  test('is refused under another secret, none, and the secret without its prefix', () => {
    for (const secrets of [[OTHER_SECRET], [], [SECRET.slice('whsec_'.length)]])
      expect(refusal({ secrets })).toBe('signature_invalid')
  })

  test.each([
    [-301, 'timestamp_stale'],
    [-300, undefined],
    [300, undefined],
    [301, 'timestamp_stale'],
  ])('signed %i seconds before now gives %s', (distance, expected) => {
    const now = (SIGNED_AT_SECONDS + distance) * 1000
    if (expected === undefined) verify({ now })
    else expect(refusal({ now })).toBe(expected)
  })

  test('is judged before its timestamp', () => {
    expect(refusal({ secrets: [OTHER_SECRET], now: NOW + 3_600_000 })).toBe('signature_invalid')
  })
})

describe("beside Stripe's own library", () => {
  const { webhooks } = new Stripe('sk_test_unused')
  const signed = (timestamp: number, payload = BODY): string =>
    webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp })

  test('what the library signs is accepted, also over a body that is no ASCII', () => {
    verify({ header: signed(SIGNED_AT_SECONDS) })
    verify({ header: signed(SIGNED_AT_SECONDS, '{"a":"☕"}'), body: '{"a":"☕"}' })
  })

  test('what is accepted here, the library accepts, and what it refuses is refused', () => {
    const header = `t=${SIGNED_AT_SECONDS},v1=${SIGNATURE}`
    const judge = (text: string, secret: string, now: number): boolean => {
      try {
        webhooks.constructEvent(BODY, text, secret, undefined, undefined, now)
        return true
      } catch {
        return false
      }
    }
    expect(judge(header, SECRET, NOW)).toBe(true)
    expect(judge(header, OTHER_SECRET, NOW)).toBe(false)
    expect(judge(`v1=${SIGNATURE}`, SECRET, NOW)).toBe(false)
    expect(judge(`t=${SIGNED_AT_SECONDS}`, SECRET, NOW)).toBe(false)
    expect(judge(header, SECRET, NOW + 301_000)).toBe(false)
    // The library lets a timestamp of tomorrow pass, and takes the last of two; here both are refused.
    expect(judge(header, SECRET, NOW - 86_400_000)).toBe(true)
    expect(refusal({ now: NOW - 86_400_000 })).toBe('timestamp_stale')
    expect(judge(`t=5,${header}`, SECRET, NOW)).toBe(true)
    expect(refusal({ header: `t=5,${header}` })).toBe('signature_invalid')
  })
})

test("a pasted secret is Stripe's with its prefix, and a made one has the same form", () => {
  expect(adapter.secretFault(SECRET)).toBeUndefined()
  expect(adapter.secretFault('sk_test_00112233445566778899')).toContain('whsec_')
  const made = adapter.secretFromBytes(new Uint8Array(32).fill(1))
  expect(made).toBe(`whsec_${'01'.repeat(32)}`)
  expect(adapter.secretFault(made)).toBeUndefined()
})
