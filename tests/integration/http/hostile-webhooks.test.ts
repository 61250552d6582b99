// Bad deliveries to the webhook addresses: refused in words that tell nothing, and nothing written.

import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from './hostile-bodies.ts'
import { codeOf, makeHostileWorld, verdictOf, type HostileWorld, type Shop } from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'

let relayer: ServedRelayer
let shop: Shop
let other: Shop
let linkCode: string
let send: HostileWorld['send']
let expectNothingWritten: HostileWorld['expectNothingWritten']

beforeAll(async () => {
  ;({ relayer, shop, other, linkCode, send, expectNothingWritten } = await makeHostileWorld())
})

afterAll(() => relayer?.stop())

describe('a webhook', () => {
  const sale = () =>
    JSON.stringify({
      type: 'order.paid',
      timestamp: new Date().toISOString(),
      data: { id: '1', currency: 'USD', total: '9.00', subtotal: '9.00', landing_site: `/?ref=${linkCode}` },
    })

  function signed(
    body: string,
    { secret = shop.secret, at = new Date(), id = 'message' } = {},
  ): Record<string, string> {
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    }
  }

  const deliver = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>, path?: string) =>
    send('POST', path ?? `/hooks/standard/${shop.connectionId}`, { body, headers })

  test('without the right signature is refused in the same words, whatever is wrong with it', async () => {
    const body = sale()
    const good = signed(body)
    const refusals = [
      await deliver(body, {}),
      await deliver(body, signed(body, { secret: other.secret })),
      await deliver(`${body} `, good),
      await deliver(body, { ...good, 'webhook-id': 'another' }),
      await deliver(body, { ...good, 'webhook-signature': 'v1,' }),
      await deliver(body, { ...good, 'webhook-signature': 'x'.repeat(5_000) }),
      await deliver(body, { ...good, 'webhook-timestamp': 'now' }),
      await deliver(body, good, `/hooks/standard/${other.connectionId}`),
      await deliver(body, good, `/hooks/standard/${shop.connectionId.slice(0, 5)}${'2'.repeat(16)}`),
      await deliver(body, good, '/hooks/standard/x'),
      await deliver(body, good, `/hooks/shopify/${shop.connectionId}`),
      await deliver(body, { 'x-shopify-hmac-sha256': 'AAAA' }, `/hooks/shopify/${shop.connectionId}`),
    ]
    const answers = await Promise.all(refusals.map((refusal) => refusal.text()))
    expect(refusals.map(({ status }) => status)).toEqual(Array(refusals.length).fill(401))
    expect(new Set(answers).size).toBe(1)
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ code: 'signature_invalid' })
    await expectNothingWritten()
  })

  // Time goes on between signing and reading, so what lies ahead lies further ahead.
  test.each([-301_000, 330_000, -86_400_000])('signed %d ms from now is stale', async (milliseconds) => {
    const body = sale()
    const at = new Date(Date.now() + milliseconds)
    expect(await codeOf(await deliver(body, signed(body, { at })))).toBe('timestamp_stale')
    await expectNothingWritten()
  })

  test('over the limit is refused unread', async () => {
    const body = `{"a":"${'x'.repeat(1_100_000)}"}`
    expect(await codeOf(await deliver(body, signed(body)))).toBe('body_too_large')
    await expectNothingWritten()
  })

  test('with the right signature over a body that cannot be read is refused all the same', async () => {
    const order = { id: '1', currency: 'USD', total: '9.00', subtotal: '9.00' }
    const paid = (data: Json) =>
      JSON.stringify({ type: 'order.paid', timestamp: new Date().toISOString(), data })
    const taken: Record<string, string> = {}
    const unreadable = [
      '',
      '{',
      'null',
      '[]',
      '{}',
      '{"type":"order.paid"}',
      '{"type":"order.paid","__proto__":{}}',
      paid({}),
      paid({ ...order, id: null }),
      paid({ ...order, id: 'a\0' }),
      paid({ ...order, subtotal: 9 }),
      paid({ ...order, subtotal: '-9.00' }),
      paid({ ...order, subtotal: '9.0000001' }),
      paid({ ...order, total: '9'.repeat(40), subtotal: '9'.repeat(40) }),
      paid({ ...order, total: '9999999999999.999999', subtotal: '9999999999999.999999' }),
      paid({ ...order, currency: 'dollars' }),
    ]
    for (const [index, body] of unreadable.entries()) {
      const verdict = await verdictOf(await deliver(body, signed(body, { id: `bad-${index}` })))
      if (verdict !== 'refused') taken[`${index} ${body.slice(0, 200)}`] = verdict
    }
    expect(taken).toEqual({})
    await expectNothingWritten()
  })
})
