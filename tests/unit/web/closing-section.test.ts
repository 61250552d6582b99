// How the end of a program is told to its shop, and to whoever would join.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { closingSection, endingNote, type ShopClosing } from '#web/pages/closing-section.ts'
import { htmlText, type Html } from '#web/pages/html.ts'

const lastOrderAt = Date.parse('2026-12-31T23:59:00Z')
const closing: ShopClosing = {
  state: 'ending',
  lastOrderAt,
  moneyBackAt: Date.parse('2027-02-01T00:00:00Z'),
  available: micros(35_000_000n),
  reserved: micros(5_000_000n),
  isWaiting: false,
  withoutRate: 0,
  parked: 0,
}

const textOf = (shown: Html | undefined): string =>
  (shown === undefined ? '' : htmlText(shown))
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

describe('the shop reads', () => {
  test('how a program is ended while it goes on', () => {
    expect(textOf(closingSection('abc', undefined))).toContain('program close abc --to')
  })

  test('until when orders count, and when every cent is back', () => {
    const text = textOf(closingSection('abc', closing))
    expect(text).toContain('This program has ended: orders paid until 31 Dec 2026, 23:59 UTC count.')
    expect(text).toContain(
      'Every cent is back on 1 February 2027. Now 5.00 are promised to people, and 35.00 to nobody.',
    )
    expect(text).not.toContain('Rewards wait')
    expect(textOf(closingSection('abc', { ...closing, isWaiting: true }))).toContain('they come first')
    expect(textOf(closingSection('abc', { ...closing, withoutRate: 1 }))).toContain(
      '1 order is in a currency for which you state no rate: nothing goes back until your terms do.',
    )
    expect(textOf(closingSection('abc', { ...closing, parked: 2 }))).toContain(
      '2 of your messages could not be read.',
    )
  })

  test('that all is back once it is', () => {
    expect(textOf(closingSection('abc', { ...closing, state: 'closed' }))).toBe(
      'This program has ended, and all of its money is back with you.',
    )
  })
})

describe('whoever would join reads', () => {
  test('nothing while the program goes on', () => {
    expect(endingNote(undefined)).toBeUndefined()
  })

  test('until when orders count, and then that nobody joins', () => {
    expect(textOf(endingNote({ lastOrderAt, isOver: false }))).toContain('until 31 Dec 2026, 23:59 UTC count')
    expect(textOf(endingNote({ lastOrderAt, isOver: true }))).toContain('Nobody can join it any more')
  })
})
