// Following a link: where it leads, what it carries, and what is not counted as a person's click.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHostileWorld, type HostileWorld, type Shop } from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'

const PHONE = {
  'user-agent': 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36',
}

/** Clicks are gathered for a tenth of a second before they are written. */
const WRITTEN = { timeout: 5_000, interval: 50 }

let relayer: ServedRelayer
let shop: Shop
let linkCode: string
let send: HostileWorld['send']

beforeAll(async () => {
  ;({ relayer, shop, linkCode, send } = await makeHostileWorld())
})

afterAll(() => relayer?.stop())

async function follow(query = '', headers: Record<string, string> = PHONE, method = 'GET'): Promise<URL> {
  const response = await send(method, `/r/${linkCode}${query}`, { headers })
  expect(response.status).toBe(302)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('set-cookie')).toBeNull()
  return new URL(response.headers.get('location') ?? '')
}

const clicks = async () => (await relayer.rowCounts())['retailer_clicks']

describe('a link', () => {
  test("leads a person to the program's own shop with the link's code and a click token", async () => {
    const landing = await follow()
    expect(landing.origin + landing.pathname).toBe('https://tea.example/')
    expect(landing.searchParams.get('ref')).toBe(linkCode)
    expect(landing.searchParams.get('utm_id')).toMatch(
      new RegExp(`^${linkCode}-[0-9a-z]+-[0-9a-z]{16}-[0-9a-f]{20}$`),
    )
    await expect.poll(clicks, WRITTEN).toBe(1)
  })

  test.each([
    '?to=https://evil.example',
    '?fbclid=x',
    '?ref=evil&utm_id=evil',
    '?a=1&a=2',
    '?next=//evil.example',
  ])('leads nowhere else with %s', async (query) => {
    const landing = await follow(query)
    expect(landing.origin).toBe('https://tea.example')
    expect(landing.searchParams.getAll('ref')).toEqual([linkCode])
    expect(landing.href).not.toContain('evil')
  })

  test.each<[string, Record<string, string>]>([
    [
      'a known bot',
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    ],
    ['a link preview', { 'user-agent': 'WhatsApp/2.24' }],
    ['a prefetch', { ...PHONE, 'sec-purpose': 'prefetch;prerender' }],
    ['an old prefetch', { ...PHONE, purpose: 'prefetch' }],
    ['a hidden frame', { ...PHONE, 'sec-fetch-dest': 'iframe' }],
    ['an image', { ...PHONE, 'sec-fetch-dest': 'image' }],
  ])('gives %s no click token', async (_name, headers) => {
    const landing = await follow('', headers)
    expect(landing.searchParams.get('ref')).toBe(linkCode)
    expect(landing.searchParams.get('utm_id')).toBeNull()
  })

  test('counts nothing when only the headers are asked for, or its picture is drawn', async () => {
    const looked = await join('looked', '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC')
    const followed = await join('followed', '0x90F79bf6EB2c4f870365E785982E1f101E93b906')
    await send('HEAD', `/r/${looked.code}`, { headers: PHONE })
    const picture = await send('GET', `/r/${looked.code}/qr.svg`, { headers: PHONE })
    expect(picture.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(await picture.text()).toMatch(/^<svg /)
    await send('GET', `/r/${followed.code}`, { headers: PHONE })
    // Clicks are written in the order in which they came.
    await expect.poll(() => visits(followed.token), WRITTEN).toBe(1)
    expect(await visits(looked.token)).toBe(0)
  })
})

async function join(handle: string, payee: string): Promise<{ token: string; code: string }> {
  const response = await send('POST', `/v1/programs/${shop.programId}/recommenders`, {
    body: JSON.stringify({ handle, payee }),
  })
  const { signInToken, link } = (await response.json()) as { signInToken: string; link: { code: string } }
  return { token: signInToken, code: link.code }
}

async function visits(token: string): Promise<number | undefined> {
  const me = (await (await send('GET', '/v1/me', { key: token })).json()) as { links: { clicks: number }[] }
  return me.links[0]?.clicks
}
