// The pages of campaigns and deals: what people read, what is offered in each state, and what is escaped.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { htmlText, type Html } from '#web/pages/html.ts'
import { meWaysPage, type MeCampaign, type MeDeal, type MeWaysPage } from '#web/pages/me-ways-page.ts'
import { shopWaysPage, type ShopWaysPage } from '#web/pages/shop-ways-page.ts'

/** Words of the machine room, and words that hide what is meant. */
const NOT_FOR_PEOPLE =
  /\b(retailer|recommender|payee|pool|batch|commit|committed|amend|amended|settle|settled|countersign|evidence|attribution|micros|hash|merkle|nonce|gas|wallet|policy|idempotency|token)\b/i

const deal: MeDeal = {
  dealId: 'd1',
  shopName: 'Tea & Leaf',
  title: 'Film',
  terms: 'One <b>film</b> of a minute.',
  termsHash: `0x${'ab'.repeat(32)}`,
  fee: micros(150_000_000n),
  dueAt: Date.UTC(2026, 11, 3),
  state: 'proposed',
}

const campaign: MeCampaign = {
  campaignId: 'c1',
  shopName: 'Tea & Leaf',
  name: 'Spring',
  brief: 'Show the new tea.',
  phase: 'running',
  state: 'invited',
  endsAt: null,
  lastOrderAt: null,
  url: null,
  shareTexts: [],
}

const me: MeWaysPage = {
  token: 'sign-in',
  deals: [deal],
  campaigns: [campaign],
  mentions: [
    {
      shopName: 'Tea & Leaf',
      kind: 'mention',
      channel: 'podcast',
      postUrl: 'https://pod.example/1',
      declaredReach: 4_000,
      declaredAt: Date.UTC(2026, 10, 22),
    },
  ],
  programs: [{ programId: 'p1', shopName: 'Tea & Leaf' }],
}

const none = { visits: 0, leads: 0, orders: 0, sales: micros(0n), rewards: micros(0n) }

const shop: ShopWaysPage = {
  token: 'sign-in',
  programs: [
    {
      programId: 'p1',
      name: 'Friends',
      by: 'sales',
      funnel: {
        currency: 'USD',
        measured: {
          visits: 40,
          leads: 2,
          orders: 3,
          sales: micros(90_000_000n),
          rewards: micros(4_500_000n),
        },
        byWay: { ownLinks: none, campaigns: none, viral: none, advocates: none },
        declared: { mentions: 1, shares: 0, reach: 4_000 },
      },
      people: [
        {
          ...none,
          recommenderId: 'r1',
          handle: 'mia',
          followers: 800,
          tier: 'micro',
          downstream: 4,
          engagementBps: 500,
          conversionBps: null,
        },
      ],
      campaigns: [],
      mentions: [],
      invitations: { made: 2, used: 1 },
      isCut: { people: false, mentions: false },
    },
  ],
  dealPrograms: [
    {
      programId: 'p2',
      name: 'Deals',
      feeCap: micros(200_000_000n),
      totalCap: micros(250_000_000n),
      agreed: micros(150_000_000n),
      delivered: micros(0n),
      left: micros(100_000_000n),
      deals: [{ dealId: 'd1', title: 'Film', handle: 'mia', fee: micros(150_000_000n), state: 'approved' }],
    },
  ],
}

function readable(page: Html): string {
  return htmlText(page)
    .replace(/<title>.*?<\/title>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/\s+/g, ' ')
}

describe("a person's page of campaigns and deals", () => {
  test('keeps to words that people use, and carries no script', () => {
    expect(readable(meWaysPage(me)).match(NOT_FOR_PEOPLE)).toBeNull()
    expect(htmlText(meWaysPage(me))).not.toMatch(/<script|javascript:|\son[a-z]+=/i)
  })

  test('writes what a shop wrote as text, and sends back the words that were read', () => {
    const text = htmlText(meWaysPage(me))
    expect(text).toContain('One &lt;b&gt;film&lt;/b&gt; of a minute.')
    expect(text).toContain(`name="termsHash" value="${deal.termsHash}"`)
    expect(readable(meWaysPage(me))).toContain('a fixed fee of 150.00 test dollars , due on 3 December 2026')
  })

  test.each(['approved', 'delivered', 'declined', 'withdrawn'] as const)(
    'asks for no answer to a deal that is %s',
    (state) => {
      expect(htmlText(meWaysPage({ ...me, deals: [{ ...deal, state }] }))).not.toContain('termsHash')
    },
  )

  test('offers a campaign to who was asked, and nothing once it is over', () => {
    expect(htmlText(meWaysPage(me))).toContain('action="/me/sign-in/campaigns/c1"')
    const over = { ...me, campaigns: [{ ...campaign, phase: 'over' as const }] }
    expect(htmlText(meWaysPage(over))).not.toContain('/campaigns/c1')
  })

  test('says that reach is declared', () => {
    expect(readable(meWaysPage(me))).toContain('Declared reach: 4,000')
  })
})

describe("the shop's page of ways", () => {
  test('shows ratios as percent, and a dash where there is none', () => {
    const text = readable(shopWaysPage(shop))
    expect(text).toContain('mia micro 800 5 % – 0.00 4')
  })

  test('says apart what is only declared', () => {
    const text = readable(shopWaysPage(shop))
    expect(text).toContain(
      'Declared by people, measured by nobody, and paid by nobody: 1 post, 0 shares, a reach of 4,000.',
    )
  })

  test('lets an approved deal be delivered or called off, a delivered one neither', () => {
    expect(htmlText(shopWaysPage(shop))).toContain('/ways/deals/d1/deliver')
    const [program] = shop.dealPrograms
    const delivered = {
      ...program!,
      deals: program!.deals.map((one) => ({ ...one, state: 'delivered' as const })),
    }
    expect(htmlText(shopWaysPage({ ...shop, dealPrograms: [delivered] }))).not.toContain('/ways/deals/d1')
  })

  test('shows a new invitation once', () => {
    const invitationUrl = 'http://localhost/join/p1?invitation=x'
    expect(htmlText(shopWaysPage({ ...shop, invitationUrl }))).toContain(invitationUrl)
    expect(htmlText(shopWaysPage(shop))).not.toContain('invitation=')
  })
})

describe('until when a campaign’s link earns', () => {
  const lastOrderAt = Date.parse('2026-12-01T09:30:00Z')
  const pageOf = (dates: Pick<MeCampaign, 'endsAt' | 'lastOrderAt'>): string =>
    htmlText(meWaysPage({ ...me, campaigns: [{ ...campaign, ...dates }] }))
  const ending = 'The shop ends its program'

  test('is the campaign’s own end, to the minute', () => {
    const page = pageOf({ endsAt: Date.parse('2026-11-30T22:00:00Z'), lastOrderAt: null })
    expect(page).toContain('30 Nov 2026, 22:00 UTC')
    expect(page).not.toContain(ending)
  })

  test('is the program’s last instant where that comes first, or the campaign has no end', () => {
    for (const endsAt of [null, lastOrderAt + 1]) {
      const page = pageOf({ endsAt, lastOrderAt })
      expect(page).toContain(ending)
      expect(page).toContain('1 Dec 2026, 09:30 UTC')
    }
    expect(pageOf({ endsAt: lastOrderAt, lastOrderAt })).not.toContain(ending)
  })
})
