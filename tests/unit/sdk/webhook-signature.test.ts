// Signing and checking webhooks, judged by the specification's own library and by the server's check.

import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { signWebhook, verifyWebhook } from '#sdk/webhook-signature.ts'

/** The specification's example secret, and another one. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const BODY = '{"test": 2432232314, "name": "té"}'
const AT = 1_614_265_330_000

describe('a signature', () => {
  test("is the specification's own for its example", async () => {
    const headers = await signWebhook('{"test": 2432232314}', {
      secret: SECRET,
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: AT,
    })
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  test('is accepted by the specification’s library, and what that signs by this one', async () => {
    const library = new Webhook(SECRET)
    const headers = await signWebhook(BODY, { secret: SECRET, id: 'order-1' })
    expect(library.verify(BODY, headers)).toEqual(JSON.parse(BODY))
    const signature = library.sign('order-1', new Date(AT), BODY)
    expect(
      await verifyWebhook(BODY, {
        headers: {
          'Webhook-Id': 'order-1',
          'Webhook-Timestamp': String(AT / 1000),
          'Webhook-Signature': signature,
        },
        secrets: [SECRET],
        now: AT,
      }),
    ).toBe(true)
  })

  test.each(['whsec_', 'whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_not base64!'])(
    'is not made with %s',
    async (secret) => {
      await expect(signWebhook(BODY, { secret, id: '1' })).rejects.toThrow(TypeError)
    },
  )
})

describe('what is told', () => {
  const signed = () => signWebhook(BODY, { secret: SECRET, id: '1', at: AT })
  const check = async (change: object, now = AT, body = BODY, secrets = [SECRET]) =>
    verifyWebhook(body, { headers: { ...(await signed()), ...change }, secrets, now })

  test('is believed with the current secret or the previous one', async () => {
    expect(await check({}, AT, BODY, [OTHER, SECRET])).toBe(true)
    expect(await check({}, AT, BODY, [OTHER])).toBe(false)
  })

  test('is believed when one of several signatures fits', async () => {
    const { 'webhook-signature': right } = await signed()
    expect(await check({ 'webhook-signature': `v1a,AAAA v1,AAAA ${right}` })).toBe(true)
    expect(await check({ 'webhook-signature': `v2,${right.slice(3)}` })).toBe(false)
  })

  test('is believed for five minutes either way', async () => {
    expect(await check({}, AT + 300_000)).toBe(true)
    expect(await check({}, AT + 301_000)).toBe(false)
    expect(await check({}, AT - 300_000)).toBe(true)
    expect(await check({}, AT - 301_000)).toBe(false)
  })

  test.each([
    ['another id', { 'webhook-id': '2' }],
    ['another time', { 'webhook-timestamp': '1614265331' }],
    ['a time of another form', { 'webhook-timestamp': '01614265330' }],
    ['no signature', { 'webhook-signature': '' }],
  ])('is not believed with %s', async (_name, change) => {
    expect(await check(change)).toBe(false)
  })

  test('is not believed with another body', async () => {
    expect(await check({}, AT, `${BODY} `)).toBe(false)
  })

  test('is read from headers as fetch has them', async () => {
    const headers = new Headers({ ...(await signed()) })
    expect(await verifyWebhook(BODY, { headers, secrets: [SECRET], now: AT })).toBe(true)
  })
})
