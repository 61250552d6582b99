// The two thousand clicks of the story: people, repeated clicks of the same people, bots that preview links, and
// browsers that load a page in advance.

import { membershipsOf, type Membership, type Person } from './people.ts'
import { createSeededRandom, type SeededRandom } from './seeded-random.ts'

export type VisitKind = 'person' | 'repeat' | 'bot' | 'prefetch'

export type Visit = {
  readonly id: number
  readonly membership: Membership
  readonly kind: VisitKind
  /** What the browser or bot says of itself. */
  readonly headers: Readonly<Record<string, string>>
}

/** Clicks of the whole story. */
export const CLICKS = 2000

/** Clicks kept for sales after the payout: one for each debtor who sells again. */
export const LATER_CLICKS = 5

/** Of the clicks before the payout. */
const BOT_CLICKS = 140
const PREFETCH_CLICKS = 60
const REPEATED_CLICKS = 95

/** In how many of a hundred visits the visitor asks not to be profiled (Global Privacy Control). */
const GPC_PERCENT = 5

/** How bots name themselves when they fetch a link for its preview. */
const BOTS = [
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'WhatsApp/2.23.20.0 A',
  'Twitterbot/1.0',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'TelegramBot (like TwitterBot)',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'curl/8.11.0',
]

/** Every link is followed at least this often by a person, so that every recommender can sell. */
const VISITS_PER_LINK_MIN = 4

/** The clicks before the payout, in the order in which they are made; repeats come after what they repeat. */
export function generateVisits(seed: number, people: readonly Person[]): readonly Visit[] {
  const random = createSeededRandom(seed, 'visits')
  const memberships = membershipsOf(people)
  const weighted = memberships.flatMap((membership) =>
    Array<Membership>(membership.person.reach).fill(membership),
  )
  const personClicks = CLICKS - LATER_CLICKS - BOT_CLICKS - PREFETCH_CLICKS - REPEATED_CLICKS
  const certain = memberships.flatMap((membership) => Array<Membership>(VISITS_PER_LINK_MIN).fill(membership))

  let id = 0
  const visit = (membership: Membership, kind: VisitKind, headers: Visit['headers']): Visit => ({
    id: id++,
    membership,
    kind,
    headers,
  })
  const byPeople = Array.from({ length: personClicks }, (_, i) =>
    visit(certain[i] ?? random.pick(weighted), 'person', personHeaders(random, id)),
  )
  const byMachines = [
    ...Array.from({ length: BOT_CLICKS }, () =>
      visit(random.pick(weighted), 'bot', { 'user-agent': random.pick(BOTS) }),
    ),
    ...Array.from({ length: PREFETCH_CLICKS }, () =>
      visit(random.pick(weighted), 'prefetch', { ...personHeaders(random, id), 'sec-purpose': 'prefetch' }),
    ),
  ]
  const first = random.shuffle([...byPeople, ...byMachines])
  const knowable = byPeople.filter(({ headers }) => headers['sec-gpc'] === undefined)
  const repeats = random
    .shuffle(knowable)
    .slice(0, REPEATED_CLICKS)
    .map(({ membership, headers }) => visit(membership, 'repeat', headers))
  return [...first, ...repeats]
}

/** A click on somebody's link after the payout. */
export function laterVisit(random: SeededRandom, id: number, membership: Membership): Visit {
  return { id, membership, kind: 'person', headers: personHeaders(random, id) }
}

/** A browser of its own for each visitor: all come from one address here, so the browser tells them apart. */
function personHeaders(random: SeededRandom, id: number): Visit['headers'] {
  const userAgent = random.pick([
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/${id} Safari/604.1`,
    `Mozilla/5.0 (Linux; Android 15; Phone ${id}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36`,
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0 Build/${id}`,
  ])
  const shared = { 'user-agent': userAgent, 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }
  return random.chance(GPC_PERCENT) ? { ...shared, 'sec-gpc': '1' } : shared
}
