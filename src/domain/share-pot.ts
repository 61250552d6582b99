// From an order's pot to what each credited person gets: split over direct credits by weight, the upline's part carved
// from the child's, then what the caps left for this order. Never more than the pot in sum.

import { invariant } from './invariant.ts'
import {
  BPS_PER_PERCENT,
  formatMicros,
  micros,
  minMicros,
  mulBpsDown,
  sumMicros,
  ZERO_MICROS,
  type Micros,
} from './money.ts'
import { splitExactly } from './split-exactly.ts'

import type { Credit } from './attribution.ts'
import type { RecommenderId } from './ids.ts'
import { TOKEN_CURRENCY, type Policy } from './policy.ts'
import type { TraceStep } from './trace.ts'

export type Share = {
  readonly recommenderId: RecommenderId
  /** The credit that names link, tier, hold and role: the direct one where there is one. */
  readonly credit: Credit
  readonly micros: Micros
  /** From split to caps, as this person may read them. */
  readonly steps: readonly TraceStep[]
}

export type Sharing = {
  readonly upline: Policy['upline']
  readonly potMicros: Micros
  /** At least one direct. */
  readonly credits: readonly Credit[]
  /** What the program's and the customer's caps left for this order; absent without such caps. */
  readonly roomMicros?: Micros | undefined
}

/** One share for each credited person, in the order of the credits; micros of the token. */
export function sharePot(sharing: Sharing): readonly Share[] {
  const parts = partsOf(sharing)
  const people = [...new Set(sharing.credits.map(({ recommenderId }) => recommenderId))]
  return people.map((recommenderId) =>
    shareOf(
      sharing,
      parts.filter(({ credit }) => credit.recommenderId === recommenderId),
    ),
  )
}

type Part = {
  readonly credit: Credit
  readonly micros: Micros
  /** Before the upline's part was carved from it; of an upline, the child's whole part. */
  readonly wholeMicros: Micros
  readonly people: number
}

function partsOf({ upline, potMicros, credits, roomMicros = potMicros }: Sharing): readonly Part[] {
  const direct = credits.filter(({ role }) => role === 'direct')
  const wholes = splitExactly(
    minMicros(potMicros, roomMicros),
    direct.map(({ weight }) => BigInt(weight)),
  )
  return direct.flatMap((credit, i): Part[] => {
    const wholeMicros = wholes[i] ?? ZERO_MICROS
    const parent = credits.find(
      (one) => one.role === 'upline' && one.ofRecommenderId === credit.recommenderId,
    )
    const carved = parent ? mulBpsDown(wholeMicros, upline?.bps ?? 0) : ZERO_MICROS
    const part = { wholeMicros, people: direct.length }
    return [
      { ...part, credit, micros: micros(wholeMicros - carved) },
      ...(parent ? [{ ...part, credit: parent, micros: carved }] : []),
    ]
  })
}

function shareOf(sharing: Sharing, parts: readonly Part[]): Share {
  const credit = (parts.find((part) => part.credit.role === 'direct') ?? parts[0])?.credit
  invariant(credit, 'whoever shares has a part')
  const earnedMicros = sumMicros(parts.map((part) => part.micros))
  const room = parts.find((part) => part.credit.roomMicros !== undefined)?.credit.roomMicros ?? earnedMicros
  const roomedMicros = minMicros(earnedMicros, room)
  return {
    recommenderId: credit.recommenderId,
    credit,
    micros: roomedMicros,
    steps: [
      ...parts.flatMap((part) => partSteps(sharing, part)),
      ...capSteps(sharing, { earnedMicros, roomedMicros }),
    ],
  }
}

function partSteps({ upline, potMicros }: Sharing, part: Part): readonly TraceStep[] {
  const { credit, wholeMicros, people } = part
  if (credit.role === 'upline') {
    const percent = (upline?.bps ?? 0) / BPS_PER_PERCENT
    const sentence = `A person you brought made the sale: ${percent} % of their ${money(wholeMicros)} is yours, ${money(part.micros)}.`
    return [{ step: 'upline', outcome: 'passed', sentence, facts: factsOf(part) }]
  }
  const steps: TraceStep[] = []
  if (people > 1) {
    const sentence = `${people} people share the ${money(potMicros)} of this order; this part is ${money(wholeMicros)}.`
    steps.push({ step: 'split', outcome: 'passed', sentence, facts: { ...factsOf(part), people } })
  }
  const carved = micros(wholeMicros - part.micros)
  if (carved > 0n) {
    const sentence = `The person who brought you gets ${money(carved)} of it; ${money(part.micros)} is yours.`
    steps.push({ step: 'upline', outcome: 'noted', sentence, facts: factsOf(part) })
  }
  return steps
}

function capSteps(
  { potMicros, roomMicros }: Sharing,
  { earnedMicros, roomedMicros }: Record<'earnedMicros' | 'roomedMicros', Micros>,
): readonly TraceStep[] {
  const steps: TraceStep[] = []
  if (roomMicros !== undefined && roomMicros < potMicros) {
    const sentence = `The program's limits leave ${money(roomMicros)} for this order.`
    steps.push({ step: 'caps', outcome: 'noted', sentence, facts: { room: formatMicros(roomMicros) } })
  }
  if (roomedMicros < earnedMicros) {
    const sentence = `The limits for one person leave ${money(roomedMicros)} for this order.`
    steps.push({ step: 'caps', outcome: 'noted', sentence, facts: { room: formatMicros(roomedMicros) } })
  }
  return steps
}

function factsOf({ credit, micros: part, wholeMicros }: Part): NonNullable<TraceStep['facts']> {
  return { weight: credit.weight, whole: formatMicros(wholeMicros), part: formatMicros(part) }
}

function money(amount: Micros): string {
  return `${formatMicros(amount)} ${TOKEN_CURRENCY}`
}
