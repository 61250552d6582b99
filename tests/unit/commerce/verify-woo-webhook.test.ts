// Golden vectors: signatures were computed by Python's hmac module over the literal texts below.

import { expect, test } from 'vitest'
import { wooAdapter } from '#commerce/woocommerce/woo-adapter.ts'
import { macs, problemOf, requestOf } from './webhook-requests.ts'

const SECRET = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'
const CHOSEN_SECRET = 'shop owners choose: %$#@!'
const BODY = '{"id":727,"status":"processing","note":"Grüße ☕"}'
const SIGNATURE = 'yYvlpvkvXm7j4TrAa+5n1WwcphmHfqKvy2IDoUNK9c0='
const CHOSEN_SIGNATURE = 'mjUzUYM6s2/fDbj3JpGFF1AgMsFND336NvM76QQ0ei8='

const adapter = wooAdapter(macs)

function verify(signature: string | undefined, secrets: readonly string[] = [SECRET], body = BODY): void {
  adapter.verify(requestOf(body, { 'x-wc-webhook-signature': signature }), secrets, 0)
}

const refusal = (...given: Parameters<typeof verify>): string => problemOf(() => verify(...given)).code

test('accepts the signature of the raw body under the text of the secret', () => {
  verify(SIGNATURE)
  verify(CHOSEN_SIGNATURE, [CHOSEN_SECRET])
})

test('accepts the secret before a rotation beside the new one', () => {
  verify(SIGNATURE, [CHOSEN_SECRET, SECRET])
})

test('refuses a body of which any single byte is flipped', () => {
  const bytes = new TextEncoder().encode(BODY)
  for (let i = 0; i < bytes.length; i++) {
    const rawBody = bytes.slice()
    rawBody[i] = (rawBody[i] ?? 0) ^ 1
    const request = { headers: { 'x-wc-webhook-signature': SIGNATURE }, rawBody }
    expect(problemOf(() => adapter.verify(request, [SECRET], 0)).code).toBe('signature_invalid')
  }
})

test.each([
  ['no header', undefined],
  ['an empty header', ''],
  ['a shorter signature', 'lHgioI9h4F4='],
  ['hex', '947822a08f61e05e1b36d7502e2beecd69daea32974b6170b4e7469d28b21b60'],
  ['a header that came twice', `${SIGNATURE}, ${SIGNATURE}`],
  ['no base64', 'not a signature'],
])('refuses %s', (_name, signature) => {
  expect(refusal(signature)).toBe('signature_invalid')
})

test('refuses another secret and no secret', () => {
  expect(refusal(SIGNATURE, [CHOSEN_SECRET])).toBe('signature_invalid')
  expect(refusal(SIGNATURE, [])).toBe('signature_invalid')
})

test.each(['webhook_id=7', 'webhook_id=1234567890'])('takes the unsigned form %s for a ping', (body) => {
  expect(adapter.isPing(requestOf(body))).toBe(true)
})

test.each([
  '',
  'webhook_id=',
  'webhook_id=7&id=727',
  'webhook_id=7\n',
  ' webhook_id=7',
  'webhook_id=-7',
  'webhook_id=12345678901',
  '{"webhook_id":7}',
  BODY,
])('takes %j for no ping', (body) => {
  expect(adapter.isPing(requestOf(body))).toBe(false)
})

test('makes a secret without characters of HTML, and refuses one that has them', () => {
  expect(adapter.secretFromBytes(new Uint8Array(32).fill(0xab))).toBe('ab'.repeat(32))
  expect(adapter.secretFault(SECRET)).toBeUndefined()
  expect(adapter.secretFault('it is salt&pepper')).toContain('&')
})
