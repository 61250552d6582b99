// What is known of an order's buyer without the relayer: earlier orders in the shop's own books, and earlier orders that
// the key has signed for, by marks that are the same in all orders of one buyer.

import { orderSource, ownState, type OwnOrder } from './own-order.ts'

import type { ProgramId } from '../ids.ts'
import type { PaidFact } from '../order-facts.ts'
import type { BatchProposal } from './proposal.ts'
import type { ProposedOrder } from './proposed-order.ts'
import type { CheckContext } from './verdict.ts'

export type KnownBuyer = {
  /** What the relayer marks the buyer by, and the buyer's other orders that were signed for or are proposed. */
  readonly marks: readonly string[]
  /** What the books have of the buyer, this order not among them. */
  readonly payments: readonly PaidFact[]
  /** An earlier order, wherever it came from. */
  readonly hasBought: boolean
  /** An earlier order that somebody was credited for in the program. */
  readonly hasBeenCredited: boolean
}

type Asked = {
  readonly programId: ProgramId
  readonly source: ProposedOrder
  readonly order: OwnOrder
  readonly paid: PaidFact
  /** All rewards that are proposed together. */
  readonly rewards: BatchProposal['rewards']
}

/** Looks at everything that was paid before the order. */
export function knownBuyer(
  { programId, source, order, paid, rewards }: Asked,
  { book, ordersOfBuyer = () => [] }: Pick<CheckContext, 'book' | 'ordersOfBuyer'>,
): KnownBuyer {
  const others = ordersOfBuyer(order)
  const payments = others.flatMap((other) => ownState(other)?.paid ?? [])
  const names = others.flatMap(({ names: own = [] }) => [...own])
  const own = order.names ?? new Set<string>()
  const proposedNames = new Set(
    rewards.flatMap((one) => (one.source.kind === 'order' ? [sourceOf(one.source)] : [])),
  )
  const marks = [...source.buyer, ...names.filter((name) => book.buyers.has(name) || proposedNames.has(name))]
  const isEarlier = (one: { readonly programId: ProgramId; readonly paidAt: number }) =>
    one.programId === programId && one.paidAt < source.paidAt
  const signed = marks.flatMap((mark) => [...(book.buyers.get(mark) ?? [])])
  const proposed = rewards.flatMap(({ source: other }) =>
    other.kind === 'order' && marks.some((mark) => isOf(other, mark))
      ? [[sourceOf(other), { programId, paidAt: other.paidAt }] as const]
      : [],
  )
  return {
    marks,
    payments,
    hasBought: payments.some(({ paidAt }) => paidAt < paid.paidAt),
    hasBeenCredited: [...signed, ...proposed].some(
      ([name, one]) => name !== sourceOf(source) && !own.has(name) && isEarlier(one),
    ),
  }
}

/** Whether the order goes by the mark of a buyer, or by a name of its own. */
function isOf(order: ProposedOrder, mark: string): boolean {
  return order.buyer.includes(mark) || sourceOf(order) === mark
}

function sourceOf({ connectionId, externalId }: ProposedOrder): string {
  return orderSource(connectionId, externalId)
}
