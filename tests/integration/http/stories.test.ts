// A story from its products to a click on one of them, as its author, the shop and everybody see it.

import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Shop } from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'
import { makeStoryWorld, PHONE, type StoryWorld } from './story-world.ts'

/** Clicks are gathered for a tenth of a second before they are written. */
const WRITTEN = { timeout: 5_000, interval: 50 }

const BANNER = 'Ad: mia recommends this and earns a small reward if you buy'

let relayer: ServedRelayer
let shop: Shop
let other: Shop
let token: string
let linkCode: string
let photo: StoryWorld['photo']
let pagesRead: StoryWorld['pagesRead']
let send: StoryWorld['send']
let ask: StoryWorld['ask']
let post: StoryWorld['post']
let page: StoryWorld['page']

beforeAll(async () => {
  ;({ relayer, shop, other, token, linkCode, photo, pagesRead, send, ask, post, page } =
    await makeStoryWorld())
})

afterAll(() => relayer?.stop())

const table = (body: string) =>
  ask('POST', `/v1/programs/${shop.programId}/products/csv`, {
    body,
    key: shop.apiKey,
    headers: { 'content-type': 'text/csv' },
  })

type Product = { productId: string; title: string; url: string | null; price: unknown; source: string }

async function products(): Promise<readonly Product[]> {
  const { body } = await ask('GET', `/v1/programs/${shop.programId}/products`)
  return body['data'] as Product[]
}

const idOf = async (title: string) => (await products()).find((one) => one.title === title)?.productId ?? ''

const sendPhoto = (key = token, type = 'image/jpeg') =>
  ask('POST', `/v1/programs/${shop.programId}/pictures`, {
    body: photo,
    key,
    headers: { 'content-type': type },
  })

describe('products', () => {
  test('come from a table, also from an export as it is, and again without a double', async () => {
    expect(await table('id,title,url,price,currency\nteapot,Teapot,/teapot,20,USD\n')).toEqual({
      status: 200,
      body: { products: 1 },
    })
    const shopify = 'Handle,Title,Variant Price\ntea-leaf,Tea leaf,4.00\ntea-leaf,,9.00\n'
    expect((await table(shopify)).body).toEqual({ products: 1 })
    expect((await table('id,title\nteapot,Big teapot\n')).body).toEqual({ products: 1 })
    expect(await products()).toMatchObject([
      { title: 'Tea leaf', url: 'https://tea.example/products/tea-leaf', price: null },
      {
        title: 'Big teapot',
        url: 'https://tea.example/teapot',
        price: { amount: '20.00', currency: 'USD' },
        source: 'table',
      },
    ])
  })

  test("are refused with an address that is not the shop's own, and nothing is written", async () => {
    const refused = await table('id,title,url\nfine,Fine,/fine\nevil,Evil,https://evil.example/\n')
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({
      facts: { fields: [{ field: '/evil/url', reason: "is not on the program's own hosts" }] },
    })
    expect(await idOf('Fine')).toBe('')
  })

  test('come from a page that is read once, whatever follows its address', async () => {
    const path = `/v1/programs/${shop.programId}/products/page`
    const first = await post(path, { address: 'https://tea.example/cup?utm_source=x#top' })
    expect(first).toMatchObject({
      status: 201,
      body: { title: 'Blue <cup>', price: { amount: '12.50', currency: 'USD' }, source: 'page' },
    })
    const second = await post(path, { address: 'https://tea.example/cup' })
    expect(second.body['productId']).toBe(first.body['productId'])
    expect(pagesRead).toEqual(['https://tea.example/cup?utm_source=x#top'])
    const picture = await send('GET', new URL(first.body['pictureUrl'] as string).pathname)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  })

  test('do not come from elsewhere, from a page that does not answer, or for somebody who has not joined', async () => {
    const path = `/v1/programs/${shop.programId}/products/page`
    const elsewhere = await post(path, { address: 'https://evil.example/cup' })
    expect(elsewhere).toMatchObject({ status: 422, body: { code: 'product_page_unreadable' } })
    expect((await post(path, { address: 'https://tea.example/gone' })).status).toBe(422)
    expect(pagesRead).not.toContain('https://evil.example/cup')
    const notJoined = `/v1/programs/${other.programId}/products/page`
    expect((await post(notJoined, { address: 'https://tea.example/cup' })).status).toBe(404)
  })
})

describe('a story', () => {
  let code: string
  let pictureId: string

  test('is written with a picture, and read by everybody under its disclosure', async () => {
    const sent = await sendPhoto()
    expect(sent).toMatchObject({ status: 201, body: { width: 64, height: 32 } })
    pictureId = sent.body['pictureId'] as string
    // Before a story shows it nobody can load it.
    expect((await send('GET', `/pictures/${pictureId}`)).status).toBe(404)

    const written = await post('/v1/stories', {
      programId: shop.programId,
      title: 'My <morning>',
      words: 'First line.\r\n\r\nSecond & last.',
      products: [await idOf('Blue <cup>'), await idOf('Tea leaf')],
      picture: pictureId,
    })
    expect(written.status).toBe(201)
    code = written.body['code'] as string
    expect(written.body['url']).toBe(`http://vouch.test/s/${code}`)

    const { status, text } = await page(`/s/${code}`)
    expect(status).toBe(200)
    expect(text.indexOf(`<p class="disclosure">${BANNER}</p>`)).toBeGreaterThan(0)
    expect(text.indexOf(BANNER, text.indexOf('<main>'))).toBeLessThan(text.indexOf('<h1>'))
    expect(text).toContain('<h1>My &lt;morning&gt;</h1>')
    expect(text).toContain('<p>First line.</p>')
    expect(text).toContain('<p>Second &amp; last.</p>')
    expect(text).toContain('12.50 USD')
    expect(text).toContain(`<meta property="og:title" content="My &lt;morning&gt;" />`)
    expect(text).toContain(
      `<meta property="og:description" content="${BANNER}. First line. Second &amp; last." />`,
    )
    expect(text).toContain(`<meta property="og:image" content="http://vouch.test/pictures/${pictureId}" />`)
    expect(text).toContain(`<meta property="og:url" content="http://vouch.test/s/${code}" />`)
  })

  test('has a picture of its own making, served so that nothing can run', async () => {
    const response = await send('GET', `/pictures/${pictureId}`)
    const jpeg = Buffer.from(await response.arrayBuffer())
    const metadata = await sharp(jpeg).metadata()
    expect([metadata.format, metadata.width, metadata.exif]).toEqual(['jpeg', 64, undefined])
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
  })

  test("leads to each product at the program's own shop, and counts", async () => {
    const go = async (place: number, headers: Record<string, string> = PHONE) => {
      const response = await send('GET', `/s/${code}/${place}?to=https://evil.example`, { headers })
      expect(response.status).toBe(302)
      return new URL(response.headers.get('location') ?? '')
    }
    const cup = await go(1)
    expect(cup.origin + cup.pathname).toBe('https://tea.example/cup')
    expect(cup.searchParams.get('ref')).toBe(linkCode)
    expect(cup.searchParams.get('utm_id')).toMatch(new RegExp(`^${linkCode}-`))
    expect(cup.href).not.toContain('evil')
    await go(2)
    await go(2)
    const bot = await go(1, { 'user-agent': 'WhatsApp/2.24' })
    expect(bot.searchParams.get('utm_id')).toBeNull()

    const clicks = async () => {
      const { body } = await ask('GET', '/v1/me/stories', { key: token })
      const [story] = body['data'] as { products: { title: string; clicks: number }[] }[]
      return story?.products.map((product) => [product.title, product.clicks])
    }
    await expect.poll(clicks, WRITTEN).toEqual([
      ['Blue <cup>', 1],
      ['Tea leaf', 2],
    ])
    for (const place of ['0', '3', '7', 'x'])
      expect((await send('GET', `/s/${code}/${place}`, { headers: PHONE })).status).toBe(404)
  })

  test('offers a discount only when the shop has the code', async () => {
    const coupons = `/v1/programs/${shop.programId}/coupons`
    const coupon = { code: 'mia10', link: linkCode, saving: { kind: 'percent', bps: 1000 } }
    await post(coupons, { coupons: [coupon], inShop: false }, shop.apiKey)
    expect((await page(`/s/${code}`)).text).not.toContain('mia10')
    expect((await ask('GET', `/v1/stories/${code}`)).body['discount']).toBeNull()
    await post(coupons, { coupons: [coupon], inShop: true }, shop.apiKey)
    expect((await page(`/s/${code}`)).text).toMatch(
      /10 % off at Tea with the code\s+<strong class="code">mia10/,
    )
    await post(`${coupons}/end`, { codes: ['MIA10'] }, shop.apiKey)
    expect((await page(`/s/${code}`)).text).not.toContain('mia10')
  })

  test('is hidden by its shop alone, with everything it leads to, and shown again', async () => {
    expect((await post(`/v1/stories/${code}/hide`, {}, other.apiKey)).status).toBe(404)
    const hidden = await post(`/v1/stories/${code}/hide`, { reason: 'Shows another cup' }, shop.apiKey)
    expect(hidden).toEqual({ status: 200, body: { code, state: 'hidden' } })
    for (const path of [`/s/${code}`, `/s/${code}/1`, `/pictures/${pictureId}`, `/v1/stories/${code}`])
      expect((await send('GET', path, { headers: PHONE })).status).toBe(404)
    const mine = await page(`/me/${token}/stories`)
    expect(mine.text).toContain('hidden by the shop')
    expect(mine.text).toContain('Shows another cup')
    await post(`/v1/stories/${code}/show`, {}, shop.apiKey)
    expect((await page(`/s/${code}`)).status).toBe(200)
  })

  test('is refused beyond its bounds, and with what is not its own', async () => {
    const cup = await idOf('Blue <cup>')
    const story = { programId: shop.programId, title: 'T', words: 'w', products: [cup] }
    const refusals: [object, string][] = [
      [{ title: 'x'.repeat(81) }, '/title'],
      [{ title: ' ' }, '/title'],
      [{ words: 'word '.repeat(1_001) }, '/words'],
      [{ words: '' }, '/words'],
      [{ products: [] }, '/products'],
      [{ products: [cup, cup] }, '/products'],
      [{ products: [`${shop.programId.slice(0, 5)}${'2'.repeat(16)}`] }, '/products'],
      [{ picture: pictureId }, '/picture'],
    ]
    for (const [part, field] of refusals) {
      const { status, body } = await post('/v1/stories', { ...story, ...part })
      expect([status, (body['facts'] as { fields: { field: string }[] }).fields[0]?.field]).toEqual([
        400,
        field,
      ])
    }
    expect((await post('/v1/stories', { ...story, programId: other.programId })).status).toBe(404)
    expect((await sendPhoto(token, 'image/svg+xml')).body['code']).toBe('content_type_unsupported')
    const edge = { title: 'x'.repeat(80), words: 'word '.repeat(1_000) }
    expect((await post('/v1/stories', { ...story, ...edge })).status).toBe(201)
  })

  test('is taken back by its author alone, picture and all', async () => {
    const joined = await ask('POST', `/v1/programs/${shop.programId}/recommenders`, {
      body: JSON.stringify({ handle: 'lou', payee: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC' }),
    })
    const stranger = joined.body['signInToken'] as string
    expect((await post(`/v1/me/stories/${code}/remove`, {}, stranger)).status).toBe(404)
    expect((await post(`/v1/me/stories/${code}/remove`, {})).body).toEqual({ code, removed: true })
    expect((await page(`/s/${code}`)).status).toBe(404)
    expect((await relayer.rowCounts())['retailer_pictures']).toBe(1)
  })
})
