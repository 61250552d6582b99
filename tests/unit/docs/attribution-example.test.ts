// The worked example of docs/attribution.md, recomputed: its figures are what the rules give.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { attributeOrder, type PersonContext } from '#domain/attribute-order.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { invariant } from '#domain/invariant.ts'
import { formatMicros, parseMicros, sumMicros, type Micros } from '#domain/money.ts'
import { pot } from '#domain/policy/pot.ts'
import { policyHash } from '#domain/policy.ts'
import { sharePot } from '#domain/share-pot.ts'
import { TRACE_STEPS } from '#domain/trace.ts'
import { policySchema } from '#schema/policy.ts'
import { describe, expect, test } from 'vitest'

import { ROOT } from '../../support/rooms.ts'

import type { OrderFact, OrderLine, PaidFact, RefundedFact } from '#domain/order-facts.ts'

const document = readFileSync(join(ROOT, 'docs', 'attribution.md'), 'utf8')

/** A JSON block of the example, by the word after its fence. */
function block(name: string): unknown {
  const text = document.split(`\`\`\`json ${name}\n`)[1]?.split('\n```')[0]
  invariant(text, `the example has a block "${name}"`)
  return JSON.parse(text)
}

function amount(text: string): Micros {
  const value = parseMicros(text)
  invariant(value !== undefined, 'the example writes amounts as decimal strings')
  return value
}

type LineJson = { lineId: string; sku?: string; quantity: number; eligible: string; giftCard?: boolean }

const policy = policySchema.parse(block('policy'))
const touches = block('touches') as { who: string; at: string }[]
const order = block('order') as { paidAt: string; lines: LineJson[]; shipping: string }
const refund = block('refund') as { refundId: string; lines: LineJson[] }

function linesOf(lines: readonly LineJson[]): readonly OrderLine[] {
  return lines.map(({ eligible, ...line }) => ({ ...line, eligibleMicros: amount(eligible) }))
}

const lines = linesOf(order.lines)
const eligibleMicros = sumMicros(lines.map((line) => line.eligibleMicros))
const shippingMicros = amount(order.shipping)

const paid: PaidFact = {
  kind: 'paid',
  factKey: 'paid',
  paidAt: Date.parse(order.paidAt),
  currency: policy.currency,
  lines,
  eligibleMicros,
  shippingMicros,
  totalMicros: sumMicros([eligibleMicros, shippingMicros]),
  references: [],
  test: false,
}

const refunded: RefundedFact = {
  kind: 'refunded',
  factKey: `refund:${refund.refundId}`,
  refundedAt: paid.paidAt,
  currency: policy.currency,
  lines: linesOf(refund.lines),
  eligibleMicros: sumMicros(linesOf(refund.lines).map((line) => line.eligibleMicros)),
}

/** As the text says: Ben came through Cleo's link, and Cleo has sold something. */
function person(name: string): [string, PersonContext] {
  const parent = { recommenderId: 'Cleo', code: 'link of Cleo', isActive: true }
  const base = { recommenderId: name, followers: 0, followerEvidence: 'none', isTrusted: false } as const
  return [name, name === 'Ben' ? { ...base, parent } : base]
}

/** What each person gets for the facts, as the document writes amounts. */
function shares(facts: readonly OrderFact[]): Record<string, string> {
  const attribution = attributeOrder({
    programId: 'program',
    policy,
    policyHash: policyHash(policy),
    paid,
    touches: touches.map(({ who, at }, i) => ({
      source: 'click-token',
      touchId: `${i}`,
      touchedAt: Date.parse(at),
      code: `link of ${who}`,
      recommenderId: who,
    })),
    people: new Map(['Ada', 'Ben', 'Cleo', 'Dora'].map(person)),
    campaigns: new Map(),
    customer: { isNew: true, isFirstOrder: true },
    verdicts: [],
  })
  invariant(attribution.outcome === 'credited', 'somebody is credited in the example')
  const worth = pot(policy, foldOrder(facts), attribution.ruleContext)
  invariant(worth.outcome === 'pot', 'the example is in the currency of the program')
  const { potMicros } = worth
  const parts = sharePot({ upline: policy.upline, potMicros, credits: attribution.credits })
  const named = parts.map(({ recommenderId, micros }) => [recommenderId, formatMicros(micros)] as const)
  return Object.fromEntries([
    ...named.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ['all', formatMicros(potMicros)],
  ])
}

/** A column of the example's table of people. */
function column(index: number): Record<string, string> {
  const rows = document.split('| person | as paid')[1]?.split('\n\n')[0]?.split('\n').slice(2) ?? []
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
  return Object.fromEntries(cells.map((row) => [row[1] ?? '', formatMicros(amount(row[index] ?? ''))]))
}

describe('the worked example', () => {
  test('pays as the table says', () => {
    expect(column(2)).toEqual({ Ada: '2.125', Ben: '1.9125', Cleo: '0.2125', all: '4.25' })
    expect(shares([paid])).toEqual(column(2))
  })

  test('pays as the second column says after the refund, in whatever order the shop tells of it', () => {
    expect(column(3)).toEqual({ Ada: '1.625', Ben: '1.4625', Cleo: '0.1625', all: '3.25' })
    expect(shares([paid, refunded])).toEqual(column(3))
    expect(shares([refunded, refunded, paid])).toEqual(column(3))
  })
})

test('the table of steps names those of the trace, in their order', () => {
  const table = document.split('## The twelve steps')[1]?.split('**Decided once.**')[0] ?? ''
  const steps = [...table.matchAll(/^\| `([a-z]+)` /gm)].map(([, step]) => step)
  expect(steps).toEqual([...TRACE_STEPS])
})

test('every file that the table names is there', () => {
  const files = [...document.matchAll(/`(src\/[^`]+)`/g)].map(([, file]) => file ?? '')
  expect(files.length).toBeGreaterThan(8)
  for (const file of files) expect(() => readFileSync(join(ROOT, file), 'utf8')).not.toThrow('ENOENT')
})
