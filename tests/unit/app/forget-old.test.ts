// What is forgotten after how long, for everybody, a bounded number of rows at a time.

import { forgetOld, ROWS_PER_STATEMENT, type ForgetOldDeps } from '#app/privacy/forget-old.ts'
import { expect, test } from 'vitest'

import type { OldRows } from '#ports/privacy-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Stands where a retailer's number would, for requests of the operator and of people. */
const OPERATOR = '00000'

type Asked = { readonly retailerId: string; readonly kind: string; readonly old: OldRows }

/** Shops with as many old deliveries as given; nobody leaves. */
function world(oldDeliveries: Readonly<Record<string, number>>, { broken = '' } = {}) {
  const asked: Asked[] = []
  const warnings: string[] = []
  const left = { ...oldDeliveries }
  const deps = {
    clock: { now: () => NOW },
    log: { warn: (message: string) => void warnings.push(message) },
    chainBooks: {
      retailers: (after: string, limit: number) =>
        Promise.resolve(
          Object.keys(oldDeliveries)
            .filter((id) => id > after)
            .toSorted()
            .slice(0, limit),
        ),
    },
    idempotency: {
      forget: (retailerId: string, old: OldRows) => {
        asked.push({ retailerId, kind: 'answers', old })
        return Promise.resolve(0)
      },
    },
    retailers: {
      transaction: (retailerId: string, work: (unit: RetailerUnit) => Promise<unknown>) => {
        // As the store does: what is no retailer's number has no rows.
        if (retailerId === OPERATOR) return Promise.reject(new Error('not_found'))
        if (retailerId === broken) return Promise.reject(new Error('no shard'))
        const forgets = (kind: string) => (old: OldRows) => {
          asked.push({ retailerId, kind, old })
          if (kind !== 'emptyDeliveries') return Promise.resolve(0)
          const emptied = Math.min(left[retailerId] ?? 0, old.limit)
          left[retailerId] = (left[retailerId] ?? 0) - emptied
          return Promise.resolve(emptied)
        }
        const privacy = {
          forgetVisitors: forgets('forgetVisitors'),
          emptyDeliveries: forgets('emptyDeliveries'),
          forgetSignIns: forgets('forgetSignIns'),
          leaving: () => Promise.resolve([]),
        }
        const webhooks = { forgetEvents: forgets('forgetEvents') }
        return work({ privacy, webhooks } as unknown as RetailerUnit)
      },
    },
  } as unknown as ForgetOldDeps
  return { deps, asked, warnings, left }
}

test('visitors are recognised for 48 hours, a shop’s words are kept for 90 days, answers for three, what it was told for 30', async () => {
  const { deps, asked } = world({ shap2: 0 })
  await forgetOld(deps)
  const ofShop = asked.filter(({ retailerId }) => retailerId === 'shap2')
  expect(ofShop.map(({ kind, old }) => [kind, NOW - old.before])).toEqual([
    ['forgetVisitors', 48 * HOUR],
    ['emptyDeliveries', 90 * DAY],
    ['forgetSignIns', DAY],
    ['forgetEvents', 30 * DAY],
    ['answers', 3 * DAY],
  ])
})

test('the operator’s and people’s own answers are forgotten as well, and nobody is warned of it', async () => {
  const { deps, asked, warnings } = world({ shap2: 0 })
  await forgetOld(deps)
  const ofOperator = asked.filter(({ retailerId }) => retailerId === OPERATOR)
  expect(ofOperator.map(({ kind, old }) => [kind, NOW - old.before])).toEqual([['answers', 3 * DAY]])
  expect(warnings).toEqual([])
})

test('goes on until less than a full statement was left, each within its limit', async () => {
  const { deps, asked, left } = world({ shap2: 2 * ROWS_PER_STATEMENT + 1 })
  await forgetOld(deps)
  const emptied = asked.filter(({ retailerId, kind }) => retailerId === 'shap2' && kind === 'emptyDeliveries')
  expect(emptied).toHaveLength(3)
  expect(emptied.every(({ old }) => old.limit === 5_000)).toBe(true)
  expect(left['shap2']).toBe(0)
})

test('stops after a million rows, and leaves the rest to the next round', async () => {
  const { deps, left } = world({ shap2: 1_000_001 })
  await forgetOld(deps)
  expect(left['shap2']).toBe(1)
})

test('reaches every shop, also beyond a page of a thousand, and past one that fails', async () => {
  const ids = Array.from({ length: 1_001 }, (_, index) => `s${String(index).padStart(4, '0')}`)
  const { deps, asked, warnings } = world(Object.fromEntries(ids.map((id) => [id, 0])), { broken: 's0500' })
  await forgetOld(deps)
  const reached = new Set(asked.map(({ retailerId }) => retailerId))
  expect(ids.filter((id) => !reached.has(id))).toEqual(['s0500'])
  expect(warnings).toHaveLength(1)
})
