// Who is told that an order by their link earned them nothing, and what they may read.

import { unrewardedBy } from '#domain/unrewarded.ts'
import { describe, expect, test } from 'vitest'

import type { Attribution, Credited, Touch } from '#domain/attribution.ts'

function touch(recommenderId: string, touchedAt: number): Touch {
  return {
    source: 'click-token',
    touchId: `${recommenderId}${touchedAt}`,
    touchedAt,
    code: 'c',
    recommenderId,
  }
}

const stopped: Attribution = {
  outcome: 'not-credited',
  programId: 'p',
  touches: [touch('ben', 2), touch('ada', 1), touch('ben', 3)],
  verdicts: [],
  steps: [
    { step: 'fraud', outcome: 'stopped', sentence: 'The buyer is known for this.', forShop: true },
    { step: 'fraud', outcome: 'stopped', sentence: 'A rule against misuse stopped the reward.' },
  ],
}

const credited: Credited = {
  ...stopped,
  outcome: 'credited',
  policyHash: '0x01',
  credits: [
    {
      recommenderId: 'ben',
      code: 'c',
      role: 'direct',
      weight: 1,
      followers: 0,
      followerEvidence: 'none',
      tier: 'micro',
      holdSeconds: 3600,
    },
  ],
  ruleContext: { tier: 'micro', code: 'c', campaignIds: [], isNewCustomer: true, isFirstOrder: true },
} as Credited

describe('of an order that nobody is credited for', () => {
  test('everybody whose link it carried is told once, in the order in which they were met', () => {
    expect(unrewardedBy(stopped).map(({ recommenderId }) => recommenderId)).toEqual(['ada', 'ben'])
  })

  test('nobody reads what speaks of the buyer', () => {
    for (const { trace } of unrewardedBy(stopped)) {
      expect(trace.map(({ sentence }) => sentence)).toEqual(['A rule against misuse stopped the reward.'])
    }
  })
})

describe('of an order that somebody is credited for', () => {
  test('only those who are not credited are told, and not who is', () => {
    const [told, ...rest] = unrewardedBy(credited)
    expect(rest).toEqual([])
    expect(told?.recommenderId).toBe('ada')
    expect(told?.trace.map(({ sentence }) => sentence)).toEqual([
      "The buyer followed your link; by the program's rules somebody else's recommendation counted.",
    ])
  })
})

test('an order that carried nobody’s link is told to nobody', () => {
  expect(unrewardedBy({ ...stopped, touches: [] })).toEqual([])
})
