// The sales that are measured: the same for every run, ledger and baseline, fixed by a seed.

import { createHash } from 'node:crypto'
import { encodeNetList, encodeRecords, netListOf, recordsHash, sortRecords } from '#domain/records.ts'
import { micros, type Micros } from '#domain/money.ts'
import type { Address, Hex } from 'viem'
import { getAddress } from 'viem/utils'
import { createSeededRandom } from '../demo/story/seeded-random.ts'

/** The workload of the published figures: ten sales for each of a thousand people. */
export const PEOPLE = 1_000
export const SALES_PER_PERSON = 10
export const SALES = PEOPLE * SALES_PER_PERSON

/** Rewards of 0.05 to 5.00 units, to the micro: nearly all have three non-zero bytes. */
const REWARD_LEAST_MICROS = 50_000
const REWARD_MOST_MICROS = 5_000_000

/** Sorted batches hold all sales of so many people; arrival batches so many sales of whoever comes. */
const SORTED_PEOPLE_PER_BATCH = 250
const ARRIVAL_SALES_PER_BATCH = 500

/** Any number would do; another one gives slightly other bytes, and so slightly other figures. */
const SEED = 1

const TAG_BYTES = 6
const ADDRESS_BYTES = 20

/** A reward for `person`, whose place in the list of people it is. */
export type Sale = { readonly person: number; readonly tag: Hex; readonly micros: Micros }

/** A batch and the bytes that a commit and a settle carry of it. */
export type Batch = {
  readonly sales: readonly Sale[]
  readonly records: Hex
  readonly recordsHash: Hex
  readonly netList: Hex
}

/** Number `index` of the people, for any index: an address that nobody has the key of. */
export function personAt(index: number): Address {
  return getAddress(`0x${digest(`person ${index}`).toString('hex', 0, ADDRESS_BYTES)}`)
}

/** `SALES_PER_PERSON` sales of each of the people from `first` on, as many as `people` says. */
export function salesOf({
  people,
  first = 0,
  each = SALES_PER_PERSON,
}: {
  people: number
  first?: number
  each?: number
}): readonly Sale[] {
  return Array.from({ length: people * each }, (_, place) => {
    const person = first + Math.floor(place / each)
    return saleOf(person, place % each)
  })
}

function saleOf(person: number, index: number): Sale {
  const { int } = createSeededRandom(SEED, `gas bench, reward ${person} ${index}`)
  const tag = digest(`tag ${person} ${index}`).toString('hex', 0, TAG_BYTES)
  return { person, tag: `0x${tag}`, micros: micros(BigInt(int(REWARD_LEAST_MICROS, REWARD_MOST_MICROS))) }
}

/** All sales, everyone's together, 250 people a batch. */
export function sortedBatches(sales: readonly Sale[]): readonly Batch[] {
  return slices(sales, SORTED_PEOPLE_PER_BATCH * SALES_PER_PERSON).map(batchOf)
}

/** All sales in the order they happened to arrive. */
export function inArrivalOrder(sales: readonly Sale[]): readonly Sale[] {
  return createSeededRandom(SEED, 'gas bench, arrival').shuffle(sales)
}

/** All sales as they arrived, 500 a batch. */
export function arrivalBatches(sales: readonly Sale[]): readonly Batch[] {
  return slices(inArrivalOrder(sales), ARRIVAL_SALES_PER_BATCH).map(batchOf)
}

/** The batch of these sales. */
export function batchOf(sales: readonly Sale[]): Batch {
  const sorted = sortRecords(
    sales.map(({ person, tag, micros: amount }) => ({
      payee: personAt(person),
      tag,
      micros: amount,
      supplement: false,
    })),
  )
  const records = encodeRecords(sorted)
  return { sales, records, recordsHash: recordsHash(records), netList: encodeNetList(netListOf(sorted)) }
}

/** `items` cut into pieces of `length`; the last may be shorter. */
export function slices<T>(items: readonly T[], length: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / length) }, (_, index) =>
    items.slice(index * length, (index + 1) * length),
  )
}

/** 32 bytes that look random and are the same for the same `topic`. */
export function digest(topic: string): Buffer {
  return createHash('sha256').update(`vouchpenny gas bench ${SEED} ${topic}`).digest()
}
