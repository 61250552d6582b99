// Following a link: where it leads, what it carries, and what is not counted as a person's click. And what browsers
// are told with every answer.

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

  test('gives an advertisement no click token, and a link shared on Facebook one', async () => {
    expect((await follow('?gclid=x')).searchParams.get('utm_id')).toBeNull()
    expect((await follow('?fbclid=x')).searchParams.get('utm_id')).not.toBeNull()
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

describe('every answer', () => {
  const SAFE =
    "default-src 'none';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'"

  test('that asks for a passkey allows our own script and no other', async () => {
    const { headers } = await send('GET', '/me', { headers: { accept: 'text/html' } })
    expect(headers.get('content-security-policy')).toBe(`${SAFE};script-src 'self'`)
  })

  test('that asks for a wallet allows our own script, which asks this server alone', async () => {
    const { headers } = await send('GET', '/shop', { headers: { accept: 'text/html' } })
    expect(headers.get('content-security-policy')).toBe(`${SAFE};connect-src 'self';script-src 'self'`)
  })

  test.each(['/', '/audit', '/errors', '/me/x', '/nothing', '/healthz', '/v1/orders'])(
    'at %s allows no script, no frame and no referrer elsewhere, and is kept nowhere',
    async (path) => {
      const { headers } = await send('GET', path, { headers: { accept: 'text/html' } })
      expect(headers.get('content-security-policy')).toBe(SAFE)
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      for (const name of ['x-powered-by', 'set-cookie', 'etag', 'strict-transport-security']) {
        expect(headers.get(name)).toBeNull()
      }
    },
  )

  test('to a browser that went astray is a page, to a program a problem', async () => {
    const page = await send('GET', '/nothing', {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    })
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    const problem = await send('GET', '/nothing')
    expect([problem.status, problem.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
    const api = await send('GET', '/v1/nothing', { headers: { accept: 'text/html' } })
    expect(api.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  })

  test('with the style may be kept for ever, because its name changes with it', async () => {
    const page = await (await send('GET', '/')).text()
    const style = await send('GET', /href="(\/assets\/site-\w+\.css)"/.exec(page)?.[1] ?? '')
    expect(style.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
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
