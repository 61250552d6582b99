// Writing a story and looking after it on the pages for people, without script.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Shop } from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'
import { makeStoryWorld, type StoryWorld } from './story-world.ts'

let relayer: ServedRelayer
let shop: Shop
let token: string
let photo: StoryWorld['photo']
let page: StoryWorld['page']

beforeAll(async () => {
  ;({ relayer, shop, token, photo, page } = await makeStoryWorld())
})

afterAll(() => relayer?.stop())

describe('on their page', () => {
  async function formOf(): Promise<{ path: string; ticket: string }> {
    const path = `/me/${token}/stories/${shop.programId}`
    const { text } = await page(path)
    return { path, ticket: /name="ticket" value="([0-9a-f]{32})"/.exec(text)?.[1] ?? '' }
  }

  async function sendForm(path: string, fields: Record<string, string | Blob>) {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    return fetch(new URL(path, relayer.url), {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { accept: 'text/html' },
    })
  }

  test('people write a story with a pasted address and a file, once for each form', async () => {
    const { path, ticket } = await formOf()
    const fields = {
      title: 'By form',
      words: 'Without script.',
      address: 'https://tea.example/bowl',
      picture: new Blob([photo], { type: 'image/jpeg' }),
      ticket,
    }
    const first = await sendForm(path, fields)
    expect([first.status, first.headers.get('location')]).toEqual([303, `/me/${token}/stories`])
    const { text } = await page(`/me/${token}/stories`)
    expect(text).toContain('By form')
    expect(text.match(/<h2>By form<\/h2>/g)).toHaveLength(1)
  })

  test('what is wrong comes back beside its field, with what was written', async () => {
    const { path, ticket } = await formOf()
    const wrongPicture = await sendForm(path, {
      title: 'Kept title',
      words: 'Kept words.',
      address: 'https://tea.example/cup',
      picture: new Blob(['<svg/>'], { type: 'image/jpeg' }),
      ticket,
    })
    expect(wrongPicture.status).toBe(422)
    const text = await wrongPicture.text()
    expect(text).toContain('id="picture-wrong"')
    expect(text).toContain('value="Kept title"')
    expect(text).toContain('>Kept words.</textarea>')

    const nothing = await sendForm(path, { title: '', words: 'w', ticket })
    expect([nothing.status, (await nothing.text()).includes('id="title-wrong"')]).toEqual([400, true])
    const elsewhere = await sendForm(path, {
      title: 'T',
      words: 'w',
      address: 'https://evil.example/',
      ticket,
    })
    expect([elsewhere.status, (await elsewhere.text()).includes('id="address-wrong"')]).toEqual([422, true])
    const none = await sendForm(path, { title: 'T', words: 'w', ticket })
    expect([none.status, (await none.text()).includes('id="products-wrong"')]).toEqual([400, true])
  })

  test('shops hide a story and say that they have a code', async () => {
    const opened = await fetch(new URL('/shop', relayer.url), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ key: shop.apiKey }),
    })
    const door = opened.headers.get('location') ?? ''
    expect((await page(door)).text).toContain(`href="/shop/home/showcase"`)
    /** By the sign-in links, which the forms of a browser that signed in no longer name. */
    const submit = (path: string, fields = {}) =>
      fetch(new URL(path.replace('/me/home', `/me/${token}`).replace('/shop/home', door), relayer.url), {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(fields),
      })
    const ask =
      /action="(\/me\/[^"]+\/coupons\/[^"]+)"/.exec((await page(`/me/${token}/stories`)).text)?.[1] ?? ''
    expect((await submit(ask)).status).toBe(303)
    const asked = (await page(`/me/${token}/stories`)).text
    expect(asked).toMatch(/You asked for <span class="code">MIA-[2-9A-Z]{4}/)
    expect((await page(`/me/${token}`)).text).not.toContain('MIA-')
    const before = (await page(`${door}/showcase`)).text
    expect(before).toContain('asked for, shown to nobody')
    const hide = /action="(\/shop\/[^"]+\/hide)"/.exec(before)?.[1] ?? ''
    const confirm = /action="(\/shop\/[^"]+\/coupons\/[^"]+)"/.exec(before)?.[1] ?? ''
    const code = /name="code" value="([^"]+)"/.exec(before)?.[1] ?? ''
    expect((await submit(hide)).status).toBe(303)
    expect((await submit(confirm, { code })).status).toBe(303)
    const after = (await page(`${door}/showcase`)).text
    expect(after).not.toContain('asked for, shown to nobody')
    expect(after).toMatch(/\/show"/)
    expect((await page(`/me/${token}`)).text).toContain(`(${code})</textarea>`)
  })
})
