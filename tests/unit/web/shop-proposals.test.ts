// What a shop that signs itself reads of what waits for its key, and of what that key has refused.

import { micros } from '#domain/money.ts'
import { htmlText } from '#web/pages/html.ts'
import { proposalsSection, type ShopSetAside } from '#web/pages/shop-proposals.ts'
import { expect, test } from 'vitest'

const batch = { kind: 'batch', pool: 1, seq: 7, rewards: 2, amount: micros(1_500_000n) } as const
const amendment = { kind: 'amendment', pool: 1, seq: 6, rewards: 1, amount: micros(250_000n) } as const
const aside: ShopSetAside = {
  rewardId: 'abcde0123456789abcdef',
  externalId: 'T-1041',
  handle: 'mia.bakes',
  amount: micros(372_500n),
  sentence: "The shop's own books do not show this order yet.",
  at: Date.UTC(2026, 10, 22, 14, 5),
  resumesAt: null,
}

const textOf = (waiting: readonly (typeof batch | typeof amendment)[], setAside: readonly ShopSetAside[]) =>
  htmlText(proposalsSection({ token: 'tok', waiting, setAside })).replace(/\s+/g, ' ')

test('what waits says what is promised and what is taken back', () => {
  const text = textOf([batch, amendment], [])
  expect(text).toContain('Waiting for your signature: 2')
  expect(text).toContain('Batch 7 of pool 1: <strong>1.50 test dollars</strong> for 2 rewards.')
  expect(text).toContain(
    'Batch 6 of pool 1: <strong>0.25 test dollars</strong> are taken back from 1 reward.',
  )
  expect(text).not.toContain('Set aside')
})

test('what is set aside says whose it is, why, until when, and what can be done', () => {
  const text = textOf([], [aside])
  for (const words of [
    'Set aside by your key: 1 reward',
    '0.3725 test dollars</strong> for mia.bakes, order T-1041. Set aside on',
    'The shop&#39;s own books do not show this order yet.',
    'It waits until you decide.',
    'action="/shop/tok/rewards/abcde0123456789abcdef/resume"',
    'action="/shop/tok/rewards/abcde0123456789abcdef/refuse"',
    'mia.bakes will read it.',
    'value="not-a-sale"',
  ]) {
    expect(text).toContain(words)
  }
  expect(text).not.toContain('Waiting for your signature')
  expect(textOf([], [{ ...aside, resumesAt: Date.UTC(2026, 10, 22, 15, 5) }])).toContain(
    'It is put before your key again by itself on <time datetime="2026-11-22T15:05:00.000Z">22 Nov 2026, 15:05 UTC</time>.',
  )
})

test('more than three are folded away, and nothing is said while there is nothing', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...aside, rewardId: name }))
  expect(textOf([], many)).toContain('<summary>2 more</summary>')
  expect(textOf([], many.slice(0, 3))).not.toContain(' more</summary>')
  expect(textOf([], []).trim()).toBe('')
})

test('a name cannot write into the page', () => {
  expect(textOf([], [{ ...aside, handle: '<b>x</b>', externalId: '<i>' }])).not.toMatch(/<b>x|<i>/)
})
