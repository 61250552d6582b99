// The list of programs to join: what a shop pays, and how it has kept its word.

import { describe, expect, test } from 'vitest'
import { directoryPage } from '#web/pages/directory-page.ts'
import { htmlText, type Html } from '#web/pages/html.ts'

const listed = {
  programId: 'abcde2345678923456789',
  shopName: 'Tea & Leaf',
  policy: {
    version: 1 as const,
    currency: 'USD',
    attribution: { model: 'last-click' as const, windowDays: 30 },
    reward: { kind: 'percent' as const, bps: 850 },
    perOrderCap: '5.00',
    holdSeconds: 2_592_000,
  },
  name: 'Friends of Tea',
  hasFunds: true,
  reversalBps: 125,
}

/** What a person reads: tags and white space taken away. */
function readable(page: Html): string {
  return htmlText(page)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
}

describe('the directory', () => {
  const text = readable(directoryPage({ programs: [listed], next: 7 }))

  test('says what a shop pays, when, and how it has kept its word, and leads to joining', () => {
    expect(text).toContain('Friends of Tea: 8.5 % of each sale')
    expect(text).toContain('Unlocks 30 days after the order')
    expect(text).toContain('1.25 % of what this shop has promised was taken back')
    const page = htmlText(directoryPage({ programs: [listed], next: 7 }))
    expect(page).toContain(`class="button" href="/join/${listed.programId}"`)
    expect(page).toContain('href="/programs?after=7"')
  })

  test('tells a shop that has promised nothing from one that has taken nothing back', () => {
    const of = (reversalBps: number | null): string =>
      readable(directoryPage({ programs: [{ ...listed, reversalBps }], next: null }))
    expect(of(null)).toContain('has promised nobody anything yet')
    expect(of(0)).toContain('Nothing of what this shop has promised was taken back')
  })

  test('says which shop waits for money', () => {
    const page = directoryPage({ programs: [{ ...listed, hasFunds: false }], next: null })
    expect(readable(page)).toContain('waiting for money')
    expect(text).toContain('has money for rewards')
  })
})
