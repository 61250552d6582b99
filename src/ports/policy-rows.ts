// Versions of a program's rules. They are only ever added.

import type { OrderId, ProgramId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { Hex } from 'viem'

import type { OrderRow } from './order-rows.ts'

export type PolicyVersionRow = {
  /** From 1, in the order of publication. */
  readonly versionNo: number
  readonly policy: Policy
  readonly policyHash: Hex
  readonly effectiveFrom: Instant
  readonly publishedAt: Instant
}

export type PolicyRows = {
  /** In the order of publication. */
  readonly versions: (programId: ProgramId) => Promise<readonly PolicyVersionRow[]>
  /** Under the next number. */
  readonly insertVersion: (
    row: Omit<PolicyVersionRow, 'versionNo'> & { readonly programId: ProgramId },
  ) => Promise<PolicyVersionRow>
  /** Orders whose currency has no rate yet, in the order of their ids, after the given one. */
  readonly ordersWaitingForRate: (
    programId: ProgramId,
    page: { readonly limit: number; readonly after: OrderId | undefined },
  ) => Promise<readonly OrderId[]>
  /** Paid in `[from, to)`, in the order of their ids, after the given one. */
  readonly ordersPaidIn: (
    programId: ProgramId,
    period: { readonly from: Instant; readonly to: Instant },
    page: { readonly limit: number; readonly after: OrderId | undefined },
  ) => Promise<readonly Pick<OrderRow, 'orderId' | 'attribution'>[]>
  /** In batches signed since then, whose rewards stand; less what was taken back. */
  readonly reservedSince: (programId: ProgramId, start: Instant) => Promise<Micros>
  /** In batches that no final block holds yet. */
  readonly signedMicros: (programId: ProgramId) => Promise<Micros>
  /** What waits for a batch, and what orders paid since two instants were granted before refunds. */
  readonly grantedSince: (
    programId: ProgramId,
    since: { readonly monthStart: Instant; readonly dayStart: Instant },
  ) => Promise<{
    readonly waitingMicros: Micros
    readonly grantedThisMonthMicros: Micros
    readonly grantedTodayMicros: Micros
  }>
}
