// Our signatures, judged by the library that others check them with.

import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { webhookHeaders, webhookSecretText } from '#app/webhooks/sign-webhook.ts'
import { macs } from '#store/macs.ts'

const KEY = new Uint8Array(32).fill(7)
const PREVIOUS = new Uint8Array(32).fill(9)
const OTHER = new Uint8Array(32).fill(1)
const BODY = '{"type":"endpoint.test","data":{"word":"Grüße"}}'

function signed(keys: readonly Uint8Array[], at = Date.now()) {
  return webhookHeaders(macs, { id: 'evt_1', timestampSeconds: Math.floor(at / 1000), body: BODY, keys })
}

const verifies = (key: Uint8Array, headers: Record<string, string>, body = BODY) => {
  try {
    new Webhook(webhookSecretText(key)).verify(body, headers)
    return true
  } catch {
    return false
  }
}

test('the library accepts what we sign, by the secret as a shop has it', () => {
  expect(webhookSecretText(KEY)).toBe('whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=')
  expect(verifies(KEY, signed([KEY]))).toBe(true)
})

test('after a change of secret it accepts either of both, and nobody else’s', () => {
  const headers = signed([KEY, PREVIOUS])
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
  expect(verifies(KEY, headers)).toBe(true)
  expect(verifies(PREVIOUS, headers)).toBe(true)
  expect(verifies(OTHER, headers)).toBe(false)
})

test('it refuses a body with another byte, another id, and a timestamp of six minutes ago or ahead', () => {
  const headers = signed([KEY])
  expect(verifies(KEY, headers, `${BODY} `)).toBe(false)
  expect(verifies(KEY, { ...headers, 'webhook-id': 'evt_2' })).toBe(false)
  expect(verifies(KEY, signed([KEY], Date.now() - 360_000))).toBe(false)
  expect(verifies(KEY, signed([KEY], Date.now() + 360_000))).toBe(false)
})

test('the signature is the one that the library makes', () => {
  const at = new Date(1_790_000_000_000)
  expect(signed([KEY], at.getTime())['webhook-signature']).toBe(
    new Webhook(webhookSecretText(KEY)).sign('evt_1', at, BODY),
  )
})
