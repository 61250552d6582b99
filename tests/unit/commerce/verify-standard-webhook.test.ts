// Golden vectors: signatures were computed by Python's hmac module over the literal texts below.

import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { standardAdapter } from '#commerce/standard/standard-adapter.ts'
import { macs, problemOf } from './webhook-requests.ts'

const SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const SECRET_24_BYTES = 'whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3'
const SECRET_64_BYTES =
  'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=='
const BODY =
  '{"type":"order.paid","timestamp":"2026-03-01T12:00:00Z","data":{"id":"A-1001","currency":"USD","total":"58.20","subtotal":"48.00","click_token":"abcde23456789-t1-nonce-mac"}}'
const SIGNATURE = 'v1,A3sNA59yRyo9JXn0q+kijA4wvkGif/8/ob3FWS4J5v8='
const SIGNATURE_24_BYTES = 'v1,NZ4w3m2YAVf68BC1B6cKlpTG7BP8NebMZIQ3IVQhNRM='
const SIGNATURE_64_BYTES = 'v1,kr3qCcRb4zGfxNR1Bdzuku8lN9AM3i13EXTbX0Q2YVs='
const SIGNED_AT_SECONDS = 1772366400
const NOW = SIGNED_AT_SECONDS * 1000

const adapter = standardAdapter(macs)

type Change = {
  body?: string
  secrets?: readonly string[]
  now?: number
  headers?: Record<string, string | undefined>
}

function verify({ body = BODY, secrets = [SECRET], now = NOW, headers = {} }: Change = {}): void {
  const all = {
    'webhook-id': 'msg_2bYt',
    'webhook-timestamp': String(SIGNED_AT_SECONDS),
    'webhook-signature': SIGNATURE,
    ...headers,
  }
  adapter.verify({ headers: all, rawBody: new TextEncoder().encode(body) }, secrets, now)
}

function refusal(change: Change): string {
  return problemOf(() => verify(change)).code
}

/** A signature that fits id, timestamp and body, whatever they are. */
function fitting(id: string, timestamp: string) {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i)
  const mac = macs.hmacSha256(key, new TextEncoder().encode(`${id}.${timestamp}.${BODY}`))
  return { 'webhook-signature': `v1,${Buffer.from(mac).toString('base64')}` }
}

describe('a Standard Webhooks signature', () => {
  test('is accepted when it fits body, id, timestamp and secret', () => {
    verify()
  })

  test('is computed over the raw bytes, not over text made of them', () => {
    verify({
      body: '{"type":"order.paid","note":"Grüße ☕"}',
      headers: { 'webhook-id': 'm', 'webhook-signature': 'v1,UbuV+6KppnoIJCD6jQz4tuhXhTSY92/KgpMncFUiwdc=' },
    })
  })

  test('is accepted under secrets of 24 and of 64 bytes', () => {
    verify({ secrets: [SECRET_24_BYTES], headers: { 'webhook-signature': SIGNATURE_24_BYTES } })
    verify({ secrets: [SECRET_64_BYTES], headers: { 'webhook-signature': SIGNATURE_64_BYTES } })
  })

  test('is refused when any single byte of the body is flipped', () => {
    for (let i = 0; i < BODY.length; i++) {
      const bytes = new TextEncoder().encode(BODY)
      bytes[i] = (bytes[i] ?? 0) ^ 1
      expect(refusal({ body: new TextDecoder().decode(bytes) })).toBe('signature_invalid')
    }
  })

  test('is refused when any single character of it is changed', () => {
    for (let i = 'v1,'.length; i < SIGNATURE.length; i++) {
      const other = SIGNATURE[i] === 'A' ? 'B' : 'A'
      const changed = SIGNATURE.slice(0, i) + other + SIGNATURE.slice(i + 1)
      expect(refusal({ headers: { 'webhook-signature': changed } })).toBe('signature_invalid')
    }
  })

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('is refused without %s', (name) => {
    expect(refusal({ headers: { [name]: undefined } })).toBe('signature_invalid')
    expect(refusal({ headers: { [name]: '' } })).toBe('signature_invalid')
  })

  test('is refused under another secret and under none', () => {
    expect(refusal({ secrets: [SECRET_24_BYTES] })).toBe('signature_invalid')
    expect(refusal({ secrets: [] })).toBe('signature_invalid')
  })

  test('is refused under another id or another timestamp', () => {
    expect(refusal({ headers: { 'webhook-id': 'msg_2bYu' } })).toBe('signature_invalid')
    expect(refusal({ headers: { 'webhook-timestamp': String(SIGNED_AT_SECONDS + 1) } })).toBe(
      'signature_invalid',
    )
  })

  test.each([
    ['other versions', `v2,${SIGNATURE.slice(3)}`],
    ['asymmetric signatures', `v1a,${SIGNATURE.slice(3)}`],
    ['no version', SIGNATURE.slice(3)],
    ['hex', 'v1,037b0d039f72472a3d2579f4abe9228c0e30be41a27fff3fa1bdc5592e09e6ff'],
    ['missing padding', SIGNATURE.slice(0, -1)],
    ['a truncated signature', 'v1,A3sNA59yRyo9JXn0'],
    ['an empty signature', 'v1,'],
    ['characters outside base64', 'v1,***'],
  ])('is refused as %s', (_name, header) => {
    expect(refusal({ headers: { 'webhook-signature': header } })).toBe('signature_invalid')
  })

  test.each([' 1772366400', '+1772366400', '01772366400', '1772366400.0', '1.7723664e9', 'NaN', '-1'])(
    'is refused with the timestamp written as "%s", though it fits',
    (timestamp) => {
      expect(
        refusal({ headers: { 'webhook-timestamp': timestamp, ...fitting('msg_2bYt', timestamp) } }),
      ).toBe('signature_invalid')
    },
  )

  test.each(['', 'a b', 'é', 'a'.repeat(257)])('is refused with the id "%s", though it fits', (id) => {
    expect(refusal({ headers: { 'webhook-id': id, ...fitting(id, String(SIGNED_AT_SECONDS)) } })).toBe(
      'signature_invalid',
    )
  })

  test('is accepted with the longest id', () => {
    const id = 'a'.repeat(256)
    verify({ headers: { 'webhook-id': id, ...fitting(id, String(SIGNED_AT_SECONDS)) } })
  })
})

describe('while a secret is being replaced', () => {
  test('one fitting signature among several is enough', () => {
    verify({ headers: { 'webhook-signature': `${SIGNATURE_24_BYTES} v1a,xyz ${SIGNATURE}` } })
  })

  test('one fitting secret among several is enough', () => {
    verify({ secrets: [SECRET_64_BYTES, SECRET_24_BYTES, SECRET] })
  })

  test('several signatures of which none fits are refused', () => {
    expect(refusal({ headers: { 'webhook-signature': `${SIGNATURE_24_BYTES} ${SIGNATURE_64_BYTES}` } })).toBe(
      'signature_invalid',
    )
  })
})

describe('the signed timestamp', () => {
  test.each([
    [-300, undefined],
    [-301, 'timestamp_stale'],
    [300, undefined],
    [301, 'timestamp_stale'],
    [3600, 'timestamp_stale'],
  ])('at %i seconds from now gives %s', (distance, expected) => {
    const now = (SIGNED_AT_SECONDS - distance) * 1000
    if (expected === undefined) verify({ now })
    else expect(refusal({ now })).toBe(expected)
  })

  test('counts whole seconds, so a millisecond within the last one still passes', () => {
    verify({ now: (SIGNED_AT_SECONDS + 300) * 1000 + 999 })
    expect(refusal({ now: (SIGNED_AT_SECONDS + 301) * 1000 })).toBe('timestamp_stale')
  })

  test('is judged only after the signature', () => {
    expect(refusal({ secrets: [SECRET_24_BYTES], now: NOW + 3_600_000 })).toBe('signature_invalid')
  })
})

describe('beside the standardwebhooks package', () => {
  const now = new Date()

  test('what the package signs, the adapter accepts', () => {
    const signature = new Webhook(SECRET).sign('msg_1', now, BODY)
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature }
    verify({ headers, now: now.getTime() })
  })

  test('what the adapter accepts, the package accepts', () => {
    const secret = adapter.secretFromBytes(new Uint8Array(32).fill(7))
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const mac = macs.hmacSha256(
      new Uint8Array(32).fill(7),
      new TextEncoder().encode(`msg_1.${timestamp}.${BODY}`),
    )
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${Buffer.from(mac).toString('base64')}`,
    }
    verify({ headers, secrets: [secret], now: now.getTime() })
    expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY))
  })
})

test('a secret made of 32 bytes has the prefix whsec_ and their base64', () => {
  expect(adapter.secretFromBytes(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(SECRET)
})
