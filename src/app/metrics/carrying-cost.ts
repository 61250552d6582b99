// What it cost to carry a program's rewards over the chain: gas is measured, its price is told by whoever asks.

import { ratioBpsDown } from '#domain/metrics/ratio.ts'
import { micros, MICROS_PER_UNIT, sumMicros, type Micros } from '#domain/money.ts'

import type { CarriedRow, Span } from '#ports/metric-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Chain transactions that are looked at. */
const CARRIED_LOOKED_AT = 1_000

/** Wei in one coin of the chain. */
const WEI_PER_COIN = 10n ** 18n

/** What gas and the chain's coin cost; without it gas stays gas. */
export type GasPrice = {
  readonly gasPriceWei: bigint
  /** One coin of the chain in micros of the token. */
  readonly coinMicros: Micros
}

export type CarryingCostView = {
  /** Chain transactions that were looked at: commits, amendments and settlements. */
  readonly chainTransactions: number
  /** Of them, those that somebody else has sent and paid for. */
  readonly sentByOthers: number
  /** The program's part: a settlement of several batches is split evenly over them. */
  readonly gas: number
  /** Released to people by them. */
  readonly released: Micros
  /** For each whole unit of the token that was released. */
  readonly gasPerReleasedUnit: number | null
  /** With a price: its worth, and that in bps of what was released. */
  readonly fees: Micros | null
  readonly payoutCostBps: number | null
}

/** The gas of a span's commits, amendments and settlements of one program. */
export async function carryingCost(
  deps: Pick<AppDeps, 'retailers' | 'chainTransactions' | 'chainEvents'>,
  input: { retailerId: string; programId: string; span: Span; price?: GasPrice | undefined },
): Promise<CarryingCostView> {
  const { retailerId, programId, span, price } = input
  const carried = await deps.retailers.transaction(retailerId, (unit) =>
    unit.metrics.carriedBy(programId, span, CARRIED_LOOKED_AT),
  )
  let gas = 0n
  let sentByOthers = 0
  for (const row of carried) {
    const part = await ownGas(deps, row)
    if (part === undefined) sentByOthers += 1
    else gas += part
  }
  const released = sumMicros(carried.filter(({ kind }) => kind === 'settled').map((row) => row.micros))
  const fees = price && micros((gas * price.gasPriceWei * price.coinMicros) / WEI_PER_COIN)
  return {
    chainTransactions: carried.length,
    sentByOthers,
    gas: Number(gas),
    released,
    gasPerReleasedUnit: released > 0n ? Number((gas * MICROS_PER_UNIT) / released) : null,
    fees: fees ?? null,
    payoutCostBps: fees === undefined ? null : ratioBpsDown(fees, released),
  }
}

/** Gas of this program's batches in the chain transaction; undefined when it is none of ours. */
async function ownGas(
  deps: Pick<AppDeps, 'chainTransactions' | 'chainEvents'>,
  { kind, hash, batches }: CarriedRow,
): Promise<bigint | undefined> {
  const sent = await deps.chainTransactions.findByHash(hash)
  if (sent?.gasUsed === undefined || sent.blockNumber === undefined) return undefined
  if (kind !== 'settled') return sent.gasUsed
  const all = await deps.chainEvents.countSettledBy({ hash, blockNumber: sent.blockNumber })
  return all === 0 ? sent.gasUsed : (sent.gasUsed * BigInt(batches)) / BigInt(all)
}
