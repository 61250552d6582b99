// What caps leave is frozen once: the amounts given under the frozen rooms are those that were granted.

import { expect, test } from 'vitest'
import { freezeRooms, type CapRooms } from '#domain/freeze-rooms.ts'
import { micros } from '#domain/money.ts'
import { sharePot } from '#domain/share-pot.ts'

import type { Credited } from '#domain/attribution.ts'

const m = (dollars: number) => micros(BigInt(dollars) * 1_000_000n)

/** Two people who share alike, under caps that leave what is given. */
function frozen(rooms: CapRooms, pot: number): Credited {
  const credit = (recommenderId: string) => ({
    recommenderId,
    code: `code-${recommenderId}`,
    role: 'direct' as const,
    weight: 1,
    followers: 0,
    followerEvidence: 'none' as const,
    tier: 'micro' as const,
    holdSeconds: 7_200,
  })
  const attribution: Credited = {
    outcome: 'credited',
    programId: 'program',
    policyHash: '0x01',
    credits: [credit('ann'), credit('bob')],
    ruleContext: {
      tier: 'micro',
      code: 'code-ann',
      campaignIds: [],
      isNewCustomer: true,
      isFirstOrder: true,
    },
    touches: [],
    verdicts: [],
    steps: [],
  }
  return freezeRooms(attribution, { upline: undefined, rooms, potMicros: m(pot) })
}

const shares = ({ credits, roomMicros }: Credited, pot: number) =>
  sharePot({ upline: undefined, potMicros: m(pot), credits, roomMicros }).map((share) => share.micros)

test('what one person’s cap holds back is not taken from the others as well', () => {
  const rooms = { order: m(100), people: new Map([['ann', m(3)], ['bob', m(50)]]) } // prettier-ignore
  const one = frozen(rooms, 10)
  expect(one.grantedMicros).toBe(m(8))
  expect(shares(one, 10)).toEqual([m(3), m(5)])
})

test.each([
  ['both caps', { order: m(100), people: new Map([['ann', m(3)], ['bob', m(50)]]) }, [3, 5]], // prettier-ignore
  ['a cap of the program', { order: m(6), people: new Map() }, [3, 3]],
  ['a program’s cap that leaves more than the order earned', { order: m(100), people: new Map() }, [5, 5]],
  ['caps of people', { people: new Map([['ann', m(3)], ['bob', m(50)]]) }, [3, 5]], // prettier-ignore
])('under %s an order that grows later earns no more than was granted', (_name, rooms, granted) => {
  const one = frozen(rooms, 10)
  expect(shares(one, 10)).toEqual(granted.map(m))
  expect(shares(one, 40)).toEqual(granted.map(m))
})
