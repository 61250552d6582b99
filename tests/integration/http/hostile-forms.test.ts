// Bad forms posted to the pages: refused with a 4xx, and nothing written.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodBodies, makeHostileWorld, type HostileWorld, type Shop } from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'

let relayer: ServedRelayer
let shop: Shop
let send: HostileWorld['send']
let expectNothingWritten: HostileWorld['expectNothingWritten']

beforeAll(async () => {
  ;({ relayer, shop, send, expectNothingWritten } = await makeHostileWorld())
})

afterAll(() => relayer?.stop())

describe('a form', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const good =
    'handle=kim&payee=0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC&email=&ticket=0123456789abcdef0123456789abcdef'

  test.each([
    ['nothing', ''],
    ['no ticket', 'handle=kim&payee=0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'],
    ['a field twice', `${good}&handle=lou`],
    ['an unknown field', `${good}&admin=1`],
    ['NUL', good.replace('kim', 'k%00m')],
    ['half a character', good.replace('kim', '%ED%A0%BD')],
    ['__proto__', `${good}&__proto__=1`],
    ['bytes that are not encoded', good.replace('kim', 'kím')],
    ['too many bytes', good.replace('kim', 'k'.repeat(20_000))],
    ['an address that is none', good.replace('0x3C', '0x')],
    ['the zero address', good.replace(/0x\w{40}/, `0x${'0'.repeat(40)}`)],
    ["somebody's address", good.replace(/0x\w{40}/, goodBodies.person.payee)],
    ["somebody's name", good.replace('kim', 'mia')],
  ])('with %s is refused', async (_name, body) => {
    const response = await send('POST', `/join/${shop.programId}`, { body, headers: form })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    await expectNothingWritten()
  })

  test.each(['/me', '/shop', `/join/${'2'.repeat(21)}`])(
    'at %s is refused for what is wrong in it',
    async (path) => {
      for (const body of [
        '',
        'link=x',
        'key=x',
        'link=%00',
        'key=%00',
        `link=${'a'.repeat(20_000)}`,
        'key=1&key=2',
      ]) {
        const response = await send('POST', path, { body, headers: form })
        expect([400, 401, 404, 413]).toContain(response.status)
      }
      expect(
        (await send('POST', path, { body: '{}', headers: { 'content-type': 'multipart/form-data' } })).status,
      ).toBeGreaterThanOrEqual(400)
      await expectNothingWritten()
    },
  )
})
