// What the log of signatures knows of debts: rewards that gave something back for other orders of the same person.

import { sumMicros, type Micros } from '../money.ts'

import type { SignedBook } from './signed-book.ts'
import type { SignedRecord } from './signed-log.ts'

type Owed = Pick<SignedRecord, 'source' | 'payee'>

/** Names a person's reward of an order. */
export function keyOf({ source, payee }: Owed): string {
  return `${source} ${payee}`
}

/** What the log knows to have been given back for a person's reward of an order. */
export function repaidOf({ repaid }: SignedBook, owed: Owed): Micros {
  return sumMicros([...(repaid.get(keyOf(owed))?.values() ?? [])])
}

/** What a person's reward of an order was signed as netted for, and what of that was given back for other orders. */
export function nettedOf(
  { slotsOf, repaying }: SignedBook,
  { source, payee, except }: Owed & { readonly except?: string },
): { readonly netted: bigint; readonly forOthers: bigint } {
  const slots = [...(slotsOf.get(source) ?? [])].filter(({ state }) => state === 'committed')
  const records = slots.flatMap(({ batches }) => (batches.length === 1 ? (batches[0]?.records ?? []) : []))
  const own = records.filter((one) => one.source === source && one.payee === payee)
  const others = [...(repaying.get(keyOf({ source, payee })) ?? [])].filter(([name]) => name !== except)
  return {
    netted: own.reduce((sum, one) => sum + one.netted, 0n),
    forOthers: others.reduce((sum, [, amount]) => sum + amount, 0n),
  }
}
