// Versions of a program's rules. They are only ever added.

import type { ProgramId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { Hex } from 'viem'

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
}
