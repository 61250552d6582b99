// What rules would have paid for a shop's exported orders, before anything is connected. Nothing of the table is kept.

import { simulate, type SimulatedOrder, type Simulation } from '#domain/policy/simulate.ts'

import type { Policy, Tier } from '#domain/policy.ts'
import type { ExportedOrder, OrderExport } from '#ports/order-export.ts'

import type { AppDeps } from '../deps.ts'

/** Skipped orders named in one answer. */
const SKIPPED_SHOWN_MAX = 20

export type SimulateExportInput = {
  readonly policy: Policy
  /** The table, as text. */
  readonly table: string
  /** For tables that name no currency (ISO 4217). */
  readonly currency: string
  /** Of the people through whom the orders are taken to have come. */
  readonly tier: Tier
}

export type SimulatedExport = Simulation & {
  readonly format: OrderExport['format']
  readonly skipped: number
  readonly firstSkipped: OrderExport['skipped']
}

/** Computes with every order as if it had come through a link of one person of the tier; refuses with `input_invalid`. */
export function simulateExport(
  { readOrderExport }: Pick<AppDeps, 'readOrderExport'>,
  { policy, table, currency, tier }: SimulateExportInput,
): SimulatedExport {
  const { format, orders, skipped } = readOrderExport(table, { currency })
  return {
    ...simulate(policy, withContexts(orders, tier)),
    format,
    skipped: skipped.length,
    firstSkipped: skipped.slice(0, SKIPPED_SHOWN_MAX),
  }
}

/** A customer is new with their first order of the table, unless the table says so itself. */
function withContexts(orders: readonly ExportedOrder[], tier: Tier): readonly SimulatedOrder[] {
  const seen = new Set<string>()
  const paidAt = ({ facts }: ExportedOrder): number => {
    const [first] = facts
    return first?.kind === 'paid' ? first.paidAt : 0
  }
  return orders
    .toSorted((a, b) => paidAt(a) - paidAt(b))
    .map(({ facts, customer, isNewCustomer, code }) => {
      const isFirst = customer === undefined || !seen.has(customer)
      if (customer !== undefined) seen.add(customer)
      const country = facts.find((fact) => fact.kind === 'paid')?.country
      const context = {
        tier,
        code: '',
        campaignIds: [],
        isNewCustomer: isNewCustomer ?? isFirst,
        isFirstOrder: isFirst,
        ...(country === undefined ? {} : { country }),
      }
      return {
        facts,
        context,
        ...(customer === undefined ? {} : { customer }),
        ...(code === undefined ? {} : { recommender: code }),
      }
    })
}
