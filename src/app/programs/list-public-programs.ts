// The directory: programs of all shops that anybody may join, with what they pay and how they have kept their word.

import { ratioBpsDown } from '#domain/metrics/ratio.ts'
import { ZERO_MICROS, type Micros } from '#domain/money.ts'

import { policyInForce } from '../policies/policy-in-force.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

export type PublicProgram = {
  readonly programId: string
  readonly name: string
  readonly shopName: string
  readonly shopUrl: string
  readonly policy: Policy
  /** Number of its pool on the ledger; the directory goes on after it. */
  readonly pool: number
  /** Whether the pool has money for new rewards right now. */
  readonly hasFunds: boolean
  /** Ever promised to people, as the ledger has it. */
  readonly committed: Micros
  /** Taken back of it before it unlocked, with refunds or by the shop; null before the first promise. */
  readonly reversalBps: number | null
}

/** At most `limit` programs with a pool, the newest first, older than the pool `after`; `next` continues, or is null. */
export async function listPublicPrograms(
  deps: Pick<AppDeps, 'retailers' | 'chainEvents' | 'clock'>,
  { limit, after }: { readonly limit: number; readonly after?: number | undefined },
): Promise<{ readonly data: readonly PublicProgram[]; readonly next: number | null }> {
  const pools = (await deps.chainEvents.pools())
    .filter(({ pool }) => after === undefined || pool < after)
    .toSorted((a, b) => b.pool - a.pool)
  const page = pools.slice(0, limit)
  const programs: PublicProgram[] = []
  for (const { pool, retailerId } of page) {
    const program = await deps.retailers.transaction(retailerId, (unit) =>
      readOne(unit, pool, deps.clock.now()),
    )
    if (program) programs.push(program)
  }
  return { data: programs, next: pools.length > limit ? (page.at(-1)?.pool ?? null) : null }
}

async function readOne(unit: RetailerUnit, pool: number, at: Instant): Promise<PublicProgram | undefined> {
  const row = await unit.pools.findByNumber(pool)
  const program = row && (await unit.programs.program(row.programId))
  const profile = await unit.identity.profile()
  // A deal is agreed with somebody; nobody joins it.
  if (!program || program.kind !== 'sales' || !profile) return undefined
  // A program that ends takes nobody in for long.
  if (await unit.closings.find(program.programId)) return undefined
  const { programId, name, shopUrl } = program
  const { policy } = await policyInForce(unit, { programId, at })
  const committed = await unit.journal.total(programId, 'committed')
  const amended = await unit.journal.total(programId, 'amended')
  const vetoed = await unit.journal.total(programId, 'vetoed')
  const { available } = await unit.journal.balances(programId)
  return {
    programId,
    name,
    shopName: profile.name,
    shopUrl,
    policy,
    pool,
    hasFunds: available > ZERO_MICROS,
    committed,
    reversalBps: ratioBpsDown(amended + vetoed, committed),
  }
}
