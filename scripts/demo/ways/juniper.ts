// The third shop of the story: a small bookshop that uses every way of influence once. Everything in it is fixed by
// hand, so that its figures can be checked by hand.

import type { Policy } from '#domain/policy.ts'
import { DAY_SECONDS } from '#domain/time.ts'
import type { Address } from 'viem'
import { getAddress, keccak256, stringToHex } from 'viem/utils'
import { TOLD_IN_A_MINUTE } from '../story/shops.ts'

/** Fourteen days, the return period of European law. */
const HOLD_SECONDS = 14 * DAY_SECONDS

export const juniper = {
  name: 'Juniper Books',
  shopUrl: 'https://juniper-books.example/',
  currency: 'USD',
  deposit: '100.00',
  rewardCap: '6.00',
  rateCapacity: '100.00',
  ratePerDay: '10.00',
} as const

/** Ten percent for people with a small circle, four for large accounts; a tenth of it to who brought them. */
export const juniperPolicy: Policy = {
  version: 1,
  currency: juniper.currency,
  attribution: { model: 'last-click', windowDays: 30 },
  rules: [
    { name: 'A small circle', when: { tiers: ['micro'] }, reward: { kind: 'percent', bps: 1_000 } },
    { name: 'A large account', when: { tiers: ['macro', 'mega'] }, reward: { kind: 'percent', bps: 400 } },
  ],
  reward: { kind: 'percent', bps: 400 },
  perOrderCap: juniper.rewardCap,
  caps: { perRecommenderMonth: '40.00', perMonth: '90.00' },
  holdSeconds: HOLD_SECONDS,
  upline: { bps: 1_000, activeDays: 30 },
  misuse: { ...TOLD_IN_A_MINUTE, reviewDays: 7 },
}

/** Fixed fees, apart from sales: a program and a pool of their own. */
export const dealTerms = {
  name: 'Juniper Books, deals',
  feeCap: '25.00',
  totalCap: '50.00',
  holdSeconds: HOLD_SECONDS,
  title: 'One post in November',
  terms: 'One post about the book of the month, with the word advertisement, online for thirty days.',
  fee: '25.00',
  deposit: '25.00',
} as const

export type WaysPersonKey = 'ottilie' | 'bastian' | 'mette' | 'priya' | 'sunniva'

export type WaysPerson = {
  readonly key: WaysPersonKey
  readonly handle: string
  readonly payee: Address
  /** As the shop has checked; nothing is checked for 0. */
  readonly followers: number
}

const FOLLOWERS: Readonly<Record<WaysPersonKey, readonly [handle: string, followers: number]>> = {
  ottilie: ['ottilie.reads', 850],
  bastian: ['bastian.shelves', 45_000],
  mette: ['mette.live', 2_400_000],
  priya: ['priya.pages', 120],
  sunniva: ['sunniva.sews', 0],
}

/** Ottilie brings Priya, Sunniva comes by an invitation; Bastian is macro and Mette mega. */
export function waysPeople(seed: number): readonly WaysPerson[] {
  return (Object.keys(FOLLOWERS) as WaysPersonKey[]).map((key) => {
    const [handle, followers] = FOLLOWERS[key]
    // An address nobody has a key of: test dollars sent there stay there.
    const hash = keccak256(stringToHex(`vouchpenny demo ways ${seed} ${key}`))
    return { key, handle, followers, payee: getAddress(`0x${hash.slice(-40)}`) }
  })
}
