// The four cases that a run can begin with, and the two for which the first credit is measured apart.
//
// - held: everyone holds the token and is owed nothing; everyone reaches the minimum.
// - fresh: the same, but nobody ever held the token.
// - fifth: every fifth person reaches the minimum; the others are credited to accounts that are owed a little already.
// - none: everyone is credited to an account that is owed a little already.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { micros } from '#domain/money.ts'
import { encodeFunctionData } from 'viem/utils'
import { sendBatched } from './batch-transfer.ts'
import { checkOutcome, readStanding } from './check-outcome.ts'
import type { BenchLedger } from './ledger.ts'
import { runBatches, type Grouping, type MeasuredRun } from './run-batches.ts'
import { batchOf, PEOPLE, personAt, salesOf, slices, type Batch } from './workload.ts'
import { EVERYDAY_MINIMUM_MICROS, PATIENT_MINIMUM_MICROS, type World } from './world.ts'

export type Beginning = {
  /** Everyone holds the token. */
  readonly held: boolean
  /** Who is pushed to. */
  readonly reach: 'everyone' | 'fifth' | 'nobody'
  /** Those who are not pushed to are owed a little from earlier, as in a ledger that has run for a while. */
  readonly creditedBefore: boolean
}

export const BEGINNINGS = {
  held: { held: true, reach: 'everyone', creditedBefore: false },
  fresh: { held: false, reach: 'everyone', creditedBefore: false },
  fifth: { held: true, reach: 'fifth', creditedBefore: true },
  none: { held: true, reach: 'nobody', creditedBefore: true },
} as const satisfies Record<string, Beginning>

/** What someone holds who holds the token: 1.00. */
const HELD_MICROS = 1_000_000n

/** What someone is owed from earlier: 0.01. */
const OWED_BEFORE_MICROS = micros(10_000n)

/** Of so many people one reaches the minimum in `fifth`. */
const FIFTH = 5

/** People of a batch that credits them before the run; at most what a batch may have. */
const CREDITED_PER_BATCH = 500

/** Brings the people to where the run begins, commits and settles `batches`, and checks everyone's money. */
export async function measureRun(
  world: World,
  beginning: Beginning,
  {
    batches,
    grouping,
    push = true,
    people = PEOPLE,
  }: {
    batches: readonly Batch[]
    grouping: Grouping
    push?: boolean
    people?: number
  },
): Promise<MeasuredRun> {
  const { chain, survey } = world
  const ledger = beginning.reach === 'everyone' ? world.everyday : world.patient
  return await chain.aside(async () => {
    await prepare(world, ledger, beginning, people)
    const before = await readStanding(chain, survey, ledger, people)
    const run = await runBatches(chain, ledger, { batches, push, grouping })
    checkOutcome(before, await readStanding(chain, survey, ledger, people), {
      settles: run.settles.map((settle) => settle.batches.flatMap(({ sales }) => sales)),
      minimumOf: (person) => (push ? minimumOf(beginning, person) : undefined),
      paidPeople: push ? paidPeople(beginning, people) : 0,
    })
    return run
  })
}

/** Gives people number 0 to `people` − 1 what they have when the run begins. */
export async function prepare(
  world: World,
  ledger: BenchLedger,
  beginning: Beginning,
  people: number,
): Promise<void> {
  const everyone = Array.from({ length: people }, (_, person) => person)
  if (beginning.held) {
    await sendBatched(
      world,
      everyone.map((person) => ({ person, micros: HELD_MICROS })),
    )
  }
  if (beginning.reach === 'fifth') {
    for (const person of everyone.filter(isEager)) await chooseEverydayMinimum(world, ledger, person)
  }
  if (beginning.creditedBefore) {
    const credited = everyone.filter((person) => beginning.reach !== 'fifth' || !isEager(person))
    await creditBefore(world, ledger, credited)
  }
}

async function chooseEverydayMinimum({ chain }: World, ledger: BenchLedger, person: number): Promise<void> {
  const data = encodeFunctionData({
    abi: rewardLedgerAbi,
    functionName: 'setMinimumPayout',
    args: [EVERYDAY_MINIMUM_MICROS],
  })
  await chain.send({ from: personAt(person), to: ledger.address, data })
}

async function creditBefore({ chain }: World, ledger: BenchLedger, people: readonly number[]): Promise<void> {
  const batches = slices(people, CREDITED_PER_BATCH).map((some) =>
    batchOf(
      some
        .flatMap((person) => salesOf({ first: person, people: 1, each: 1 }))
        .map((sale) => ({ ...sale, micros: OWED_BEFORE_MICROS })),
    ),
  )
  await runBatches(chain, ledger, { batches, push: false, grouping: 'alone' })
}

function isEager(person: number): boolean {
  return person % FIFTH === 0
}

function minimumOf({ reach }: Beginning, person: number): bigint {
  const chosen = reach === 'everyone' || (reach === 'fifth' && isEager(person))
  return chosen ? EVERYDAY_MINIMUM_MICROS : PATIENT_MINIMUM_MICROS
}

function paidPeople({ reach }: Beginning, people: number): number {
  if (reach === 'nobody') return 0
  return reach === 'everyone' ? people : Math.ceil(people / FIFTH)
}
