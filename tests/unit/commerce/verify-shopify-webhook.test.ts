// Golden vectors: signatures were computed by Python's hmac module over the literal texts below.

import { expect, test } from 'vitest'
import { shopifyAdapter } from '#commerce/shopify/shopify-adapter.ts'
import { macs, problemOf, requestOf } from './webhook-requests.ts'

const SECRET = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'
const APP_SECRET = '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'
const BODY = '{"id":5678901234567890123,"note":"Grüße ☕"}'
const SIGNATURE = 'lHgioI9h4F4bNtdQLivuzWna6jKXS2FwtOdGnSiyG2A='
const APP_SIGNATURE = 'YSlqFTyCBHYjtzQUIxcmEtvfSmELsW/+BZ+uZuVtB+g='
const EMPTY_SIGNATURE = '0vfjr9wSGra/UpJ3LBGnRsJqOUP5bpTLiBqrNu69BhA='

const adapter = shopifyAdapter(macs)

function verify(signature: string | undefined, secrets: readonly string[] = [SECRET], body = BODY): void {
  adapter.verify(requestOf(body, { 'x-shopify-hmac-sha256': signature }), secrets, 0)
}

function refusal(signature: string | undefined, secrets?: readonly string[], body?: string): string {
  return problemOf(() => verify(signature, secrets, body)).code
}

test('accepts the signature of the raw body under the text of the secret', () => {
  verify(SIGNATURE)
  verify(APP_SIGNATURE, [APP_SECRET])
  verify(EMPTY_SIGNATURE, [SECRET], '')
})

test('accepts either secret while one is being replaced', () => {
  verify(SIGNATURE, [APP_SECRET, SECRET])
  verify(APP_SIGNATURE, [APP_SECRET, SECRET])
})

test('refuses a body of which any single byte is flipped', () => {
  const bytes = new TextEncoder().encode(BODY)
  for (let i = 0; i < bytes.length; i++) {
    const flipped = bytes.slice()
    flipped[i] = (flipped[i] ?? 0) ^ 1
    const request = { headers: { 'x-shopify-hmac-sha256': SIGNATURE }, rawBody: flipped }
    expect(problemOf(() => adapter.verify(request, [SECRET], 0)).code).toBe('signature_invalid')
  }
})

test('refuses another secret, no secret, and a secret decoded instead of used as text', () => {
  expect(refusal(SIGNATURE, [APP_SECRET])).toBe('signature_invalid')
  expect(refusal(SIGNATURE, [])).toBe('signature_invalid')
  const underDecoded = macs.hmacSha256(Buffer.from(SECRET, 'hex'), new TextEncoder().encode(BODY))
  expect(refusal(Buffer.from(underDecoded).toString('base64'))).toBe('signature_invalid')
})

test.each([
  ['a missing header', undefined],
  ['an empty header', ''],
  ['a shorter signature', 'lHgioI9h4F4='],
  ['a longer signature', `${'A'.repeat(64)}=`],
  ['hex', '947822a08f61e05e1b36d7502e2beecd69daea32974b6170b4e7469d28b21b60'],
  ['a header that came twice', `${SIGNATURE}, ${SIGNATURE}`],
  ['the URL-safe alphabet', SIGNATURE.replaceAll('+', '-').replaceAll('=', '')],
  ['no base64', 'not a signature'],
  ['white space inside', `${SIGNATURE.slice(0, 20)} ${SIGNATURE.slice(20)}`],
])('refuses %s and never throws anything else', (_name, signature) => {
  expect(refusal(signature)).toBe('signature_invalid')
})

test('makes a secret as hex text of the bytes', () => {
  const secret = adapter.secretFromBytes(new Uint8Array(32).fill(0xab))
  expect(secret).toBe('ab'.repeat(32))
})
