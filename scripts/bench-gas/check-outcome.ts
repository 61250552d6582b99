// Holds a measured run against what it should have done, counted from the sales alone: whoever reached the minimum was
// paid exactly, everyone else is owed exactly, and the pool and the ledger's tokens have moved by the sums.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import type { Address } from 'viem'
import { parseAbi } from 'viem/utils'
import type { BenchChain } from './bench-chain.ts'
import type { BenchLedger } from './ledger.ts'
import { personAt, type Sale } from './workload.ts'

const SURVEY_ABI = parseAbi([
  'function balances(address token, address[] people) view returns (uint256[])',
  'function owed(address ledger, address[] people) view returns (uint256[])',
])

/** What the people have, in the order of their numbers, and what the ledger has. All amounts in micros. */
export type Standing = {
  readonly held: readonly bigint[]
  readonly owed: readonly bigint[]
  readonly available: bigint
  readonly reserved: bigint
  readonly ledgerHeld: bigint
}

/** What the settles should have done. */
export type Due = {
  readonly settles: readonly (readonly Sale[])[]
  /** From which amount someone is pushed to; undefined when nobody is. */
  readonly minimumOf: (person: number) => bigint | undefined
  /** How many people must have been paid at the end. */
  readonly paidPeople: number
}

/** Reads what people number 0 to `people` − 1 and the ledger have. The tokens here have six decimals. */
export async function readStanding(
  { client }: BenchChain,
  survey: Address,
  ledger: BenchLedger,
  people: number,
): Promise<Standing> {
  const addresses = Array.from({ length: people }, (_, index) => personAt(index))
  const asked = { abi: SURVEY_ABI, address: survey } as const
  const pool = await client.readContract({
    abi: rewardLedgerAbi,
    address: ledger.address,
    functionName: 'getPool',
    args: [ledger.pool],
  })
  return {
    held: await client.readContract({ ...asked, functionName: 'balances', args: [ledger.token, addresses] }),
    owed: await client.readContract({ ...asked, functionName: 'owed', args: [ledger.address, addresses] }),
    available: pool.availableMicros,
    reserved: pool.reservedMicros,
    ledgerHeld: await client.readContract({
      abi: testDollarAbi,
      address: ledger.token,
      functionName: 'balanceOf',
      args: [ledger.address],
    }),
  }
}

/** Throws with the first thing that is not as it should be. */
export function checkOutcome(
  before: Standing,
  after: Standing,
  { settles, minimumOf, paidPeople }: Due,
): void {
  const owed = [...before.owed]
  const paid = before.held.map(() => 0n)
  for (const sales of settles) {
    for (const { person, micros } of sales) owed[person] = (owed[person] ?? 0n) + micros
    for (const person of new Set(sales.map((sale) => sale.person))) {
      const due = owed[person] ?? 0n
      const minimum = minimumOf(person)
      if (minimum === undefined || due < minimum) continue
      paid[person] = (paid[person] ?? 0n) + due
      owed[person] = 0n
    }
  }
  const total = sum(settles.flat().map((sale) => sale.micros))

  for (const [person, amount] of paid.entries()) {
    equal(`paid to person ${person}`, (after.held[person] ?? 0n) - (before.held[person] ?? 0n), amount)
    equal(`owed to person ${person}`, after.owed[person] ?? 0n, owed[person] ?? 0n)
  }
  equal('number of people paid', BigInt(paid.filter((amount) => amount > 0n).length), BigInt(paidPeople))
  equal('taken from the pool', before.available - after.available, total)
  equal('still reserved', after.reserved, 0n)
  equal('gone from the ledger', before.ledgerHeld - after.ledgerHeld, sum(paid))
  equal('newly owed', sum(after.owed) - sum(before.owed), total - sum(paid))
}

/** Throws when anyone was not paid exactly what `payments` say. */
export function checkPayments(
  before: Standing,
  after: Standing,
  payments: readonly { readonly person: number; readonly micros: bigint }[],
): void {
  const due = before.held.map(() => 0n)
  for (const { person, micros } of payments) due[person] = (due[person] ?? 0n) + micros
  for (const [person, amount] of due.entries()) {
    equal(`paid to person ${person}`, (after.held[person] ?? 0n) - (before.held[person] ?? 0n), amount)
  }
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n)
}

function equal(what: string, found: bigint, expected: bigint): void {
  if (found !== expected) throw new Error(`Wrong: ${what} is ${found}, not ${expected}.`)
}
