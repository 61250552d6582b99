// What the story suites share: two shops and a person over HTTP, a photo with a place in it, and a web on which every page
// of the shop is of a blue cup.

import sharp from 'sharp'
import { Problem } from '#domain/problem.ts'
import { makeHostileWorld, type HostileWorld, type Sent } from './hostile-world.ts'

export const PHONE = {
  'user-agent': 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36',
}

export type Answer = { status: number; body: Record<string, unknown> }

export type StoryWorld = Omit<HostileWorld, 'signInToken'> & {
  readonly token: string
  readonly photo: Uint8Array<ArrayBuffer>
  /** Addresses of product pages that were read. */
  readonly pagesRead: readonly string[]
  readonly ask: (method: string, path: string, sent?: Sent) => Promise<Answer>
  /** Posts with the person's sign-in token unless another key is given. */
  readonly post: (path: string, body: object, key?: string) => Promise<Answer>
  readonly page: (path: string) => Promise<{ status: number; text: string }>
}

/** Serves a relayer whose web is made up. */
export async function makeStoryWorld(): Promise<StoryWorld> {
  const photo = new Uint8Array(
    await sharp({ create: { width: 64, height: 32, channels: 3, background: '#204060' } })
      .jpeg()
      .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 12/1 30/1' } })
      .toBuffer(),
  )
  const pagesRead: string[] = []
  const { signInToken: token, ...world } = await makeHostileWorld({
    readProductPage: ({ address }) => {
      pagesRead.push(address)
      if (address.endsWith('/gone'))
        return Promise.reject(new Problem('product_page_unreadable', { reason: 'does not answer' }))
      const price = { amount: '12.5', currency: 'USD' }
      return Promise.resolve({ address, title: 'Blue <cup>', price, picture: photo })
    },
  })
  const ask: StoryWorld['ask'] = async (method, path, sent = {}) => {
    const response = await world.send(method, path, sent)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return {
    ...world,
    token,
    photo,
    pagesRead,
    ask,
    post: (path, body, key = token) => ask('POST', path, { body: JSON.stringify(body), key }),
    page: (path) => openPage(world.send, path),
  }
}

/** Opens a page as a browser does: a sign-in link signs in, and leads to the same page without it. */
async function openPage(
  send: HostileWorld['send'],
  path: string,
  cookies: Record<string, string> = {},
): ReturnType<StoryWorld['page']> {
  const headers = { ...PHONE, accept: 'text/html', ...cookies }
  const response = await send('GET', path, { headers })
  const home = response.headers.get('location')
  if (response.status === 303 && home !== null) {
    const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0])
    return openPage(send, home, { cookie: cookie.join('; ') })
  }
  return { status: response.status, text: await response.text() }
}
