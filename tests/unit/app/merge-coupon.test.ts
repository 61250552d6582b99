// What becomes of a discount code that is named again, and which one goes out with a link.

import { buyersCoupon } from '#app/coupons/buyers-coupon.ts'
import { mergeCoupon, type GivenCoupon } from '#app/coupons/merge-coupon.ts'
import { savingText } from '#domain/coupon.ts'
import { describe, expect, test } from 'vitest'

import type { CouponRow } from '#ports/coupon-rows.ts'

const MIA = { code: 'link-of-mia', recommenderId: 'mia' }
const LOU = { code: 'link-of-lou', recommenderId: 'lou' }

const given = (part: Partial<GivenCoupon> = {}): GivenCoupon => ({
  code: 'MIA10',
  shownAs: 'mia10',
  programId: 'tea',
  isInShop: true,
  ...part,
})

const row = (part: Partial<CouponRow> = {}): CouponRow => ({
  code: 'MIA10',
  shownAs: 'mia10',
  programId: 'tea',
  link: MIA,
  saving: null,
  state: 'valid',
  askedAt: 1,
  validAt: 2,
  endedAt: null,
  ...part,
})

const asked = row({ state: 'asked', validAt: null })
const ended = row({ state: 'ended', endedAt: 3 })

describe('a code that is named', () => {
  test('for the first time is valid when the shop has it, and asked for otherwise', () => {
    expect(mergeCoupon(undefined, given({ link: MIA }), 9)).toEqual({
      outcome: 'saved',
      row: row({ askedAt: 9, validAt: 9 }),
    })
    expect(mergeCoupon(undefined, given({ link: MIA, isInShop: false }), 9)).toEqual({
      outcome: 'saved',
      row: row({ askedAt: 9, validAt: null, state: 'asked' }),
    })
  })

  test('after it was asked for becomes valid only when the shop has it', () => {
    expect(mergeCoupon(asked, given(), 9)).toEqual({ outcome: 'saved', row: row({ validAt: 9 }) })
    expect(mergeCoupon(asked, given({ isInShop: false }), 9).outcome).toBe('unchanged')
  })

  test('stays valid when it is asked for once more', () => {
    expect(mergeCoupon(row(), given({ isInShop: false }), 9)).toEqual({ outcome: 'unchanged', row: row() })
  })

  test('after it ended begins again', () => {
    expect(mergeCoupon(ended, given(), 9)).toEqual({ outcome: 'saved', row: row({ validAt: 9 }) })
    expect(mergeCoupon(ended, given({ isInShop: false }), 9)).toMatchObject({
      row: { state: 'asked', validAt: null, endedAt: null },
    })
  })

  test('with a link keeps it for good; one without may be given one', () => {
    expect(mergeCoupon(row(), given({ link: LOU }), 9)).toEqual({
      outcome: 'refused',
      reason: 'speaks for another link',
    })
    expect(mergeCoupon(row(), given({ link: MIA }), 9).outcome).toBe('unchanged')
    expect(mergeCoupon(row({ link: null }), given({ link: LOU }), 9)).toMatchObject({ row: { link: LOU } })
  })

  test('belongs to one program', () => {
    expect(mergeCoupon(row(), given({ programId: 'coffee' }), 9)).toEqual({
      outcome: 'refused',
      reason: 'is a code of another program',
    })
  })

  test('keeps what it saves until something else is said', () => {
    const saving = { kind: 'percent', bps: 1000 } as const
    expect(mergeCoupon(row({ saving }), given(), 9)).toEqual({ outcome: 'unchanged', row: row({ saving }) })
    expect(mergeCoupon(row(), given({ saving }), 9)).toEqual({ outcome: 'saved', row: row({ saving }) })
  })
})

describe('with a link goes out', () => {
  const of = (part: Partial<CouponRow>) => row({ link: null, ...part })

  test.each<[string, readonly CouponRow[], string | undefined]>([
    ['nothing when there is no code', [], undefined],
    ['nothing that was merely asked for', [asked], undefined],
    ['nothing that ended', [ended], undefined],
    ['nothing of another link', [row({ link: LOU })], undefined],
    ['its own code', [row()], 'MIA10'],
    ["the program's code when it has none", [of({ code: 'ALL5' })], 'ALL5'],
    ["its own code before the program's newer one", [of({ code: 'ALL5', validAt: 9 }), row()], 'MIA10'],
    ['the newest of its own', [row({ validAt: 5 }), row({ code: 'MIA15', validAt: 6 })], 'MIA15'],
  ])('%s', (_, coupons, code) => {
    expect(buyersCoupon(coupons, MIA.code)?.code).toBe(code)
  })
})

test('what is saved is told in words', () => {
  expect(savingText({ kind: 'percent', bps: 1250 })).toBe('12.5 % off')
  expect(savingText({ kind: 'amount', amount: '5.00', currency: 'USD' })).toBe('5.00 USD off')
  expect(savingText(null)).toBe('a discount')
})
