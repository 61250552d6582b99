// What a person reads about what is kept of them, and what they can do.

import { htmlText } from '#web/pages/html.ts'
import { erasedPage, mePrivacyPage } from '#web/pages/me-privacy-page.ts'
import { describe, expect, test } from 'vitest'

const page = {
  token: 'sign-in-token',
  withoutProfile: false,
  links: [
    { code: 'abcde23456789', shopName: 'Tea & Leaf', locale: 'de-DE' },
    { code: 'fghij23456789', shopName: 'Soap', locale: 'fr-FR' },
  ],
} as const

describe('the page of what is kept', () => {
  const text = htmlText(mePrivacyPage(page))

  test('shows the ad of each link in its own words, and lets each be changed', () => {
    expect(text).toContain('“Werbung: Ich bekomme eine kleine Belohnung')
    expect(text).toContain('“Publicité : je reçois une petite récompense')
    expect(text).toContain('action="/me/sign-in-token/links/abcde23456789/locale"')
    expect(text).toMatch(/<option value="de-DE" selected>\s*Deutsch \(Deutschland\)/)
    expect(text.match(/ selected>/g)).toHaveLength(2)
  })

  test('offers to be left out, and the other way round to those who are', () => {
    expect(text).toContain('name="without" value="yes"')
    const out = htmlText(mePrivacyPage({ ...page, withoutProfile: true }))
    expect(out).toContain('name="without" value="no"')
    expect(out).toContain('You are not compared with others')
  })

  test('offers the data as a file', () => {
    expect(text).toContain('href="/me/sign-in-token/export.json"')
  })

  test('erases nobody without a tick, and says so', () => {
    expect(text).toMatch(/<input type="checkbox" name="confirm" value="erase" required/)
    expect(text).not.toContain('Please tick the box first.')
    expect(htmlText(mePrivacyPage({ ...page, isUnconfirmed: true }))).toContain('Please tick the box first.')
  })

  test('says before what stays: promises, amounts and what is public', () => {
    for (const sentence of ['still paid to your address', 'Shops keep the amounts', 'stay public'])
      expect(text.replace(/\s+/g, ' ')).toContain(sentence)
  })
})

test('who was erased is told whether something is still on its way', () => {
  expect(htmlText(erasedPage({ isOver: true }))).toContain('Nothing that leads to you')
  expect(htmlText(erasedPage({ isOver: false })).replace(/\s+/g, ' ')).toContain(
    'is still paid to your address',
  )
})
