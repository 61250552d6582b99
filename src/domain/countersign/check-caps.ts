// The caps of the rules by the day and month (UTC) of payment, counted over everything that the key has signed: what an
// order was granted as it was paid. Refunds make no room, as with the relayer.

import { policyAmount } from '../policy/amounts.ts'
import { dayPeriod, monthPeriod, type Period } from '../period.ts'
import { monthKey, type Granted, type SignedBook } from './signed-book.ts'

import type { Policy } from '../policy.ts'
import type { BatchProposal } from './proposal.ts'
import type { SignedRecord } from './signed-log.ts'

type CapName = keyof NonNullable<Policy['caps']>

/** Whom a cap is for, by which days it counts, and whether it counts whole orders or one person's part. */
const CAPS = {
  perDay: { of: 'program', by: dayPeriod },
  perMonth: { of: 'program', by: monthPeriod },
  perRecommenderDay: { of: 'person', by: dayPeriod },
  perRecommenderMonth: { of: 'person', by: monthPeriod },
  perCustomerDay: { of: 'buyer', by: dayPeriod },
  perCustomerMonth: { of: 'buyer', by: monthPeriod },
} as const satisfies Record<
  CapName,
  { readonly of: 'program' | 'person' | 'buyer'; readonly by: (at: number) => Period }
>

type Counted = { readonly micros: bigint; readonly cap: bigint }

/**
 * Takes records one by one: answers with the first cap that one would break, and counts it otherwise. Where versions of the
 * rules have different caps, what was granted under a larger one may have come after: it counts towards the larger alone.
 */
export function checkCaps(
  { programId, policy }: Pick<BatchProposal, 'programId' | 'policy'>,
  book: SignedBook,
): { readonly take: (record: SignedRecord) => CapName | undefined } {
  const { caps = {} } = policy
  const taken = new Map<string, Granted>()
  const names = (Object.keys(CAPS) as CapName[]).filter((name) => caps[name] !== undefined)
  return {
    take: (record) => {
      if (record.grant === undefined || names.length === 0) return undefined
      const own: Granted = { ...record, buyer: record.buyer ?? [], grant: record.grant, caps }
      const signed = book.grants.get(monthKey(programId, record.paidAt)) ?? new Map<string, Granted>()
      const all = [...signed.values(), ...taken.values(), own]
      const broken = names.find((name) => isBroken(name, own, all))
      if (broken === undefined) taken.set(`${record.source} ${record.payee}`, own)
      return broken
    },
  }
}

function isBroken(name: CapName, own: Granted, all: readonly Granted[]): boolean {
  const { of, by } = CAPS[name]
  const { from, to } = by(own.paidAt)
  // An order that was signed before, or for two people, counts once; its largest grant does.
  const counted = new Map<string, Counted>()
  for (const one of all) {
    const cap = one.caps?.[name]
    if (cap === undefined || one.paidAt < from || one.paidAt >= to || !isAlike(of, one, own)) continue
    const key = of === 'person' ? `${one.source} ${one.payee}` : one.source
    const granted = of === 'person' ? one.grant.micros : one.grant.orderMicros
    const before = counted.get(key)?.micros ?? 0n
    counted.set(key, { micros: granted > before ? granted : before, cap: policyAmount(cap) })
  }
  const grants = [...counted.values()]
  const ownCap = policyAmount(own.caps?.[name] ?? '0')
  const levels = new Set(grants.map(({ cap }) => cap).filter((cap) => cap >= ownCap))
  return [...levels].some(
    (level) => grants.reduce((sum, one) => (one.cap <= level ? sum + one.micros : sum), 0n) > level,
  )
}

/** A buyer whom nobody knows has no cap of their own. */
function isAlike(of: 'program' | 'person' | 'buyer', one: Granted, own: Granted): boolean {
  if (of === 'program') return true
  if (of === 'person') return one.payee === own.payee
  return own.buyer.length > 0 && (one.source === own.source || isSameBuyer(one, own))
}

function isSameBuyer(one: Granted, own: Granted): boolean {
  return one.buyer.some((mark) => own.buyer.includes(mark)) || own.buyer.includes(one.source)
}
