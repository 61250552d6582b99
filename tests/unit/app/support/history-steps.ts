// The steps that histories are made of: what the relayer's rounds do, what the chain does, and how all comes to rest.

import { historyOrder, HOLD_SECONDS, PEOPLE, RARE_FACTS_FROM } from './history-market.ts'
import {
  BATCH_MAX_AGE_SECONDS,
  createHistoryWorld,
  poolOf,
  type HistoryStores,
  type HistoryWorld,
} from './history-world.ts'
import { deposit, passBy } from './passers-by.ts'

/** What the pools hold at first, in micros: too little for some histories, so that rewards wait for the pool. */
const FIRST_DEPOSIT_MICROS = 6_000_000n

/** At the end there is enough for everybody. */
const LAST_DEPOSIT_MICROS = 100_000_000n

/** Rounds after which a relayer that has not come to rest is stuck; each is five minutes long. */
const ROUNDS_MAX = 200
const ROUND_SECONDS = 301

/** Blocks that hold all that waits. */
const ALL = 1_000

const WAITS_SECONDS = [1, 12, 31, 61, 600, 3_602, HOLD_SECONDS - 1, HOLD_SECONDS, HOLD_SECONDS + 3_600]
/** A round too early for a deadline, just after it, and after every hold. */
const LATE_SECONDS = [31, 3_602, HOLD_SECONDS]

const LAPSE_SECONDS = 181 * 86_400

/** How often each step is taken. `reserve` and `release` let the relayer work undisturbed until a batch is there or paid. */
export const STEP_WEIGHTS = {
  paid: 22,
  refund: 14,
  cancel: 5,
  rare: 12,
  again: 4,
  reserve: 10,
  release: 7,
  round: 14,
  tend: 3,
  tendLate: 3,
  book: 2,
  apply: 3,
  project: 2,
  send: 2,
  mine: 3,
  follow: 2,
  final: 2,
  reorganise: 3,
  wait: 8,
  lapse: 1,
  deposit: 1,
  takeBack: 2,
  veto: 3,
  settle: 4,
  carry: 4,
  refuse: 1,
  outage: 2,
} as const

export type StepKind = keyof typeof STEP_WEIGHTS

/** One step; what its dice mean is the step's own matter. */
export type HistoryStep = { readonly kind: StepKind; readonly a: number; readonly b: number }

/** A market with two funded pools on empty stores. */
export async function openHistory(
  stores: HistoryStores,
  orders: readonly { readonly cents: number; readonly who: number }[],
): Promise<HistoryWorld> {
  const world = await createHistoryWorld(
    stores,
    orders.map((dice, index) => historyOrder(index, dice)),
  )
  for (const pool of [poolOf(0), poolOf(1)]) deposit(world, pool, FIRST_DEPOSIT_MICROS)
  finishChain(world)
  await world.apply()
  return world
}

/** All that waits is mined, and all that is mined is final. */
export function finishChain({ chain }: HistoryWorld): void {
  chain.mine(ALL)
  chain.follow()
  chain.finalise()
}

/** Takes one step. */
export async function take(world: HistoryWorld, { kind, a, b }: HistoryStep): Promise<void> {
  const { chain } = world
  switch (kind) {
    case 'paid':
      return world.tell(a % 4 > 0 ? firstUnpaid(world) : b % world.orders.length, 0)
    case 'refund':
      return world.tell(oftenPaid(world, a), 1 + (b % 3))
    case 'cancel':
      return world.tell(oftenPaid(world, a), 4)
    case 'rare': {
      const order = oftenPaid(world, a)
      const facts = world.orders[order]!.facts.length
      return world.tell(order, RARE_FACTS_FROM + (b % (facts - RARE_FACTS_FROM)))
    }
    case 'again':
      return tellAgain(world, a)
    case 'round':
      return round(world, b % 3 > 0)
    case 'reserve':
      world.wait(BATCH_MAX_AGE_SECONDS)
      return rounds(world)
    case 'release':
      world.wait(HOLD_SECONDS)
      return rounds(world)
    case 'tend':
      return world.tend()
    case 'tendLate':
      // What is final is not booked yet when the relayer looks after its batches.
      world.wait(LATE_SECONDS[a % LATE_SECONDS.length]!)
      finishChain(world)
      return world.tend()
    case 'book':
      finishChain(world)
      return world.apply()
    case 'apply':
      return world.apply()
    case 'project':
      return world.project()
    case 'send':
      return chain.send()
    case 'mine':
      return chain.mine(1 + (a % 3))
    case 'follow':
      return chain.follow()
    case 'final':
      return chain.finalise()
    case 'reorganise':
      return chain.reorganise(1 + (a % 3))
    case 'wait':
      return world.wait(WAITS_SECONDS[a % WAITS_SECONDS.length]!)
    case 'lapse':
      return a % 4 === 0 ? world.wait(LAPSE_SECONDS) : undefined
    case 'refuse':
      return world.refuse(PEOPLE[a % 4])
    case 'outage':
      return chain.setOutage(a % 3 > 0)
    default:
      return passBy(world, kind, { a, b })
  }
}

function firstUnpaid({ orders, told }: HistoryWorld): number {
  return Math.max(
    orders.findIndex((_, index) => !told.get(index)?.has('paid')),
    0,
  )
}

/** An order that is paid, four times out of five; otherwise any. */
function oftenPaid({ orders, told }: HistoryWorld, a: number): number {
  const paid = [...told].filter(([, keys]) => keys.has('paid')).map(([index]) => index)
  return (a % 5 > 0 ? paid[a % Math.max(paid.length, 1)] : undefined) ?? a % orders.length
}

/** What `main.ts` does in one round, after the chain has mined. */
export async function round(world: HistoryWorld, isFinal: boolean): Promise<void> {
  const { chain } = world
  chain.mine(ALL)
  chain.follow()
  if (isFinal) chain.finalise()
  await world.apply()
  await world.tend()
  chain.send()
}

/** Enough for what is due to be planned, mined, final and booked. */
export async function rounds(world: HistoryWorld): Promise<void> {
  for (let left = 3; left > 0; left -= 1) await round(world, true)
}

async function tellAgain(world: HistoryWorld, a: number): Promise<void> {
  const facts = [...world.told].flatMap(([order, keys]) => [...keys].map((key) => ({ order, key })))
  const again = facts[a % Math.max(facts.length, 1)]
  if (!again) return
  const index = world.orders[again.order]!.facts.findIndex(({ factKey }) => factKey === again.key)
  await world.tell(again.order, index)
}

/** The world stays quiet and the relayer works on, until nothing is under way; fails when it never ends. */
export async function comeToRest(world: HistoryWorld): Promise<void> {
  const { chain } = world
  world.refuse(undefined)
  chain.setOutage(false)
  await world.tellUndone()
  for (const pool of [poolOf(0), poolOf(1)]) deposit(world, pool, LAST_DEPOSIT_MICROS)
  for (let left = ROUNDS_MAX; left > 0; left -= 1) {
    await round(world, true)
    await world.project()
    const work = await world.work()
    const books = await world.stores.inspect()
    const live = [...books.batches.values()].filter(({ state }) => state === 'signed' || state === 'open')
    const isBusy = !chain.isIdle() || Object.values(work).some((count) => count > 0)
    if (!isBusy && live.length === 0) return
    // With nothing to do but wait for a hold, there is no need to look every five minutes.
    world.wait(isBusy ? ROUND_SECONDS : HOLD_SECONDS)
  }
  throw new Error(`the relayer does not come to rest: ${JSON.stringify(await world.work())}`)
}
