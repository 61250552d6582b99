// The pages for people: their words, their amounts and dates, what they promise and what they warn of.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import { directoryPage } from '#web/pages/directory-page.ts'
import { homePage } from '#web/pages/home-page.ts'
import { htmlText, type Html } from '#web/pages/html.ts'
import { joinPage, type JoinPage } from '#web/pages/join-page.ts'
import { meDoorPage } from '#web/pages/me-door-page.ts'
import { mePage, type MePage, type PersonReward } from '#web/pages/me-page.ts'
import { problemPage } from '#web/pages/problem-page.ts'
import { disclosureFor } from '#domain/disclosure.ts'
import { shareText } from '#web/pages/share-text.ts'

/** Words of the machine room, and words that hide what is meant. */
const NOT_FOR_PEOPLE =
  /\b(retailer|recommender|payee|pool|batch|commit|committed|amend|amended|settle|settled|countersign|evidence|attribution|micros|hash|merkle|nonce|gas|wallet|seed phrase|policy|idempotency|epoch|token)\b/i

const url = 'http://localhost:3000/r/abcde23456789'

const joining: JoinPage = {
  program: {
    programId: 'abcde2345678923456789',
    shopName: 'Tea & Leaf',
    policy: {
      version: 1,
      currency: 'USD',
      attribution: { model: 'last-click', windowDays: 30 },
      reward: { kind: 'percent', bps: 850 },
      perOrderCap: '5.00',
      holdSeconds: 2_592_000,
    },
  },
  values: {},
  problems: {},
  locale: 'en-US' as const,
  ticket: '0123456789abcdef0123456789abcdef',
}

const reward: PersonReward = {
  shopName: 'Tea & Leaf',
  at: Date.UTC(2026, 10, 22, 14, 5),
  amount: micros(372_500n),
  state: 'promised',
  unlocksAt: Date.UTC(2026, 11, 3, 14, 5),
  sentence: 'The program pays 8 % of 4.65 USD: 0.3725 USD.',
  trace: [{ outcome: 'passed', sentence: "The shop's signature fits the order." }],
}

const own: MePage = {
  person: {
    handle: 'mia.bakes',
    payee: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    withoutProfile: false,
    promised: micros(372_500n),
    owed: micros(60_000n),
    paid: micros(1_234_560_000n),
    debt: micros(0n),
    minimumPayout: micros(100_000n),
    isCut: false,
    links: [
      {
        code: 'abcde23456789',
        programId: 'abcdeppppppppppppppp2',
        url,
        shareText: shareText({ shopName: 'Tea & Leaf', url, disclosure: 'en-US/1' }),
        locale: 'en-US',
        shopName: 'Tea & Leaf',
        clicks: 41,
        sales: 1,
        lastOrderAt: null,
      },
    ],
    rewards: [reward],
    unrewarded: [
      {
        shopName: 'Leaf',
        at: 1_772_366_400_000,
        sentence: 'The order carried no link.',
        trace: [{ outcome: 'stopped', sentence: 'The order carried no link.' }],
      },
    ],
    payments: [
      { at: Date.UTC(2026, 10, 1), amount: micros(2_500_000n), chainTransaction: `0x${'ab'.repeat(32)}` },
    ],
  },
  metrics: [
    {
      shopName: 'Tea & Leaf',
      programName: 'Friends of Tea',
      figures: {
        reach: 30,
        uniqueClicks: 40,
        orders: 1,
        sales: micros(4_650_000n),
        rewards: micros(372_500n),
        conversionBps: 250,
        earningsPerClick: micros(9_312n),
      },
      brought: { people: 2, downstreamPeople: 5, downstreamSales: micros(80_000_000n) },
    },
  ],
  publicUrl: 'http://localhost:3000',
  token: 'sign-in-token',
  signInUrl: 'http://localhost:3000/me/sign-in-token',
  isWelcome: false,
}

const listed = {
  ...joining.program,
  name: 'Friends of Tea',
  hasFunds: true,
  reversalBps: 125,
}

/** What a person reads: tags, addresses of links and white space taken away. */
function readable(page: Html): string {
  return htmlText(page)
    .replace(/<title>.*?<\/title>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/\s+/g, ' ')
}

const DISCLOSURE = disclosureFor('en-US').statement

const states = ['waiting to be reserved', "waiting for the shop's pool", 'promised', 'owed', 'paid', 'void']

const pages: readonly (readonly [string, Html])[] = [
  ['joining', joinPage(joining)],
  [
    'joining, with problems',
    joinPage({ ...joining, problems: { handle: 'is too long', payee: 'is not an address', form: 'x' } }),
  ],
  ['the way to the own page', meDoorPage({ isWrong: true })],
  ['the own page', mePage(own)],
  ['the own page, just joined', mePage({ ...own, isWelcome: true })],
  [
    'the own page in every state',
    mePage({
      ...own,
      person: { ...own.person, debt: micros(1n), rewards: states.map((state) => ({ ...reward, state })) },
    }),
  ],
  [
    'the own page, still empty',
    mePage({ ...own, person: { ...own.person, links: [], rewards: [], unrewarded: [], payments: [] } }),
  ],
  ['the directory', directoryPage({ programs: [listed], next: 7 })],
  ['the directory, still empty', directoryPage({ programs: [], next: null })],
  ['nothing there', problemPage(new Problem('not_found'))],
  ['our failure', problemPage(new Problem('internal_error', { failure: '0a0b' }))],
]

test('a person’s page gives out a way to join that says who brought the friend', () => {
  expect(htmlText(mePage(own))).toContain('/join/abcdeppppppppppppppp2?via=abcde23456789')
})

test('a person’s page says until when orders count by the link of a program that ends', () => {
  const [link] = own.person.links
  const ending = { ...link!, lastOrderAt: Date.UTC(2026, 11, 31, 23, 59) }
  const page = readable(mePage({ ...own, person: { ...own.person, links: [ending] } }))
  expect(page).toContain('orders paid until 31 Dec 2026, 23:59 UTC count, and none later')
  expect(readable(mePage(own))).not.toContain('ends this program')
})

describe.each(pages)('%s', (_name, page) => {
  test('keeps to words that people use', () => {
    expect(readable(page).match(NOT_FOR_PEOPLE)).toBeNull()
  })

  test('carries no script, no style of its own, nothing from elsewhere', () => {
    const text = htmlText(page)
    expect(text).not.toMatch(/<script|<iframe|javascript:|\son[a-z]+=|\sstyle=|<style/i)
    expect(text.match(/(?:src|href)="(?!\/|#|sms:|mailto:)[^"]*"/g) ?? []).toEqual([])
  })

  test('calls test dollars test dollars', () => {
    expect(readable(page)).toContain('test dollars')
    expect(readable(page)).not.toMatch(/[$€]\s?\d/)
  })
})

test('the front page has a door for each of the three', () => {
  const text = htmlText(homePage())
  for (const door of ['/me', '/shop', '/audit']) expect(text).toContain(`class="button" href="${door}"`)
})

describe('the page for joining', () => {
  const text = readable(joinPage(joining))

  test('says what is paid, when, and that payouts are public, before it asks for anything', () => {
    for (const sentence of [
      '8.5 % of what was bought',
      'at most 5.00 USD',
      'unlocks 30 days later',
      'within 30 days',
    ]) {
      expect(text).toContain(sentence)
    }
    expect(text).toContain('everybody can see what is paid to the address you give')
    expect(text).toContain(DISCLOSURE)
    expect(text.indexOf('everybody can see')).toBeLessThan(text.indexOf('Your payout address'))
  })

  test('shows a problem beside its field, ties it to the field, and keeps what was written', () => {
    const page = htmlText(
      joinPage({
        ...joining,
        values: { handle: 'mia', payee: '0x12' },
        problems: { payee: 'is not an address' },
      }),
    )
    expect(page).toContain('<p class="wrong" id="payee-wrong">This is not an address.</p>')
    expect(page).toMatch(
      /name="payee"[^>]*value="0x12"[^>]*aria-describedby="payee-hint payee-wrong"[^>]*aria-invalid="true"/s,
    )
    expect(page).toMatch(/name="handle"[^>]*value="mia"[^>]*aria-invalid="false"/s)
  })

  test('says hours where a hold is short, and a fixed reward as it is', () => {
    const { policy } = joining.program
    const short = { ...policy, holdSeconds: 3_600, reward: { kind: 'flat', amount: '2.00' } as const }
    const brief = readable(joinPage({ ...joining, program: { ...joining.program, policy: short } }))
    expect(brief).toContain('earn 2.00 USD for each sale')
    expect(brief).toContain('unlocks one hour later')
  })
})

describe("a person's own page", () => {
  test('says what the links did, and who came through them without names', () => {
    expect(text).toContain('30 visitors with 40 clicks made 1 sale of 4.65 test dollars')
    expect(text).toContain('Through you came 2 people who recommend, too, and 3 more through them.')
  })

  const text = readable(mePage(own))

  test('says what is promised, owed and paid, and never adds them up', () => {
    expect(text).toContain('Promised 0.3725 test dollars')
    expect(text).toContain('Owed 0.06 test dollars')
    expect(text).toContain('Paid 1,234.56 test dollars')
    expect(text).not.toContain('1,234.9925')
  })

  test('says on which day a promised reward unlocks, for people and for machines', () => {
    expect(htmlText(mePage(own))).toContain(
      'unlocks on <time datetime="2026-12-03T14:05:00.000Z">3 December 2026</time>',
    )
  })

  test('says why', () => {
    expect(text).toContain('The program pays 8 % of 4.65 USD: 0.3725 USD.')
    expect(text).toContain('The shop&#39;s signature fits the order.')
  })

  test('shows the sign-in link to keep only to those who have just been given it', () => {
    expect(readable(mePage({ ...own, isWelcome: true }))).toContain('Keep this')
    expect(text).not.toContain('Keep this')
  })

  test('shows no sign-in link to whoever is signed in: it is not known any more', () => {
    const page = htmlText(mePage({ ...own, token: 'home', signInUrl: undefined, isWelcome: true }))
    expect(page).not.toContain('Keep this')
    expect(page).not.toContain('undefined')
    expect(page).toContain('action="/me/home/new-link"')
  })

  test('sends the disclosure with every link', () => {
    const page = htmlText(mePage(own))
    expect(shareText({ shopName: 'Tea', url, disclosure: 'en-US/1' })).toContain(DISCLOSURE)
    expect(DISCLOSURE).toBe('Ad: I earn a small reward if you buy through my link')
    expect(page.split(encodeURIComponent(DISCLOSURE))).toHaveLength(3)
  })

  test.each([
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['http://192.168.1.20:3000', false],
    ['https://vouch.example', false],
  ])('at %s says beside the picture whether only this computer can open it: %s', (publicUrl, isOwn) => {
    expect(readable(mePage({ ...own, publicUrl })).includes('This computer only')).toBe(isOwn)
  })

  test('escapes what people call themselves', () => {
    const page = htmlText(mePage({ ...own, person: { ...own.person, handle: '<b>mia</b>' } }))
    expect(page).toContain('Hello, &lt;b&gt;mia&lt;/b&gt;')
  })
})
