// Deals of people who leave, and what may not be done to a program for deals.

import { concludeDeal } from '#app/deals/conclude-deal.ts'
import { proposeDeal } from '#app/deals/propose-deal.ts'
import { newErasedId } from '#app/people/erased-id.ts'
import { erasePerson } from '#app/people/erase-person.ts'
import { publishPolicy } from '#app/policies/publish-policy.ts'
import { expect, test } from 'vitest'

import { PROGRAMS, RETAILER_ID } from './support/history-market.ts'

import type { AppDeps } from '#app/deps.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

const random = { bytes: (count: number) => new Uint8Array(count).fill(3) }
const dealId = `${RETAILER_ID}${'d'.repeat(16)}`
const programId = `${RETAILER_ID}${'p'.repeat(16)}`

const depsWith = (unit: object): AppDeps =>
  ({
    random,
    clock: { now: () => 1 },
    clicks: { forget: () => undefined },
    retailers: {
      transaction: (_id: string, work: (unit: RetailerUnit) => Promise<unknown>) =>
        work({ retailerId: RETAILER_ID, ...unit } as unknown as RetailerUnit),
    },
    recommenders: {
      transaction: (_id: string, work: (unit: unknown) => Promise<unknown>) =>
        work({
          links: () => Promise.resolve([{ retailerId: RETAILER_ID }]),
          rewards: () => Promise.resolve([]),
          forget: () => Promise.resolve(),
          passkeys: { list: () => Promise.resolve([]) },
        }),
    },
  }) as unknown as AppDeps

test('the fee of somebody erased is never marked as delivered, since nobody would get it; the deal can be called off', async () => {
  const updates: unknown[] = []
  const deal = {
    dealId,
    programId,
    recommenderId: newErasedId({ random }),
    state: 'approved',
    rewardId: null,
  }
  const deps = depsWith({
    deals: {
      take: () => Promise.resolve(deal),
      update: (_id: string, change: unknown) => Promise.resolve(updates.push(change)),
    },
  })
  const asked = { retailerId: RETAILER_ID, dealId }
  await expect(concludeDeal(deps, { ...asked, step: 'deliver' })).rejects.toMatchObject({
    code: 'deal_not_open',
  })
  expect(updates).toEqual([])
  expect(await concludeDeal(deps, { ...asked, step: 'withdraw' })).toMatchObject({ state: 'withdrawn' })
})

test('no deal is proposed to somebody who has left', async () => {
  const deps = depsWith({
    programs: {
      program: () => Promise.resolve({ kind: 'deals' }),
      programs: () => Promise.resolve([{ programId }]),
      enrollment: () => Promise.resolve({ status: 'left' }),
    },
  })
  const terms = { title: 'A film', terms: 'One film.', feeMicros: 1n, dueAt: null }
  const proposed = { retailerId: RETAILER_ID, programId, recommenderId: 'gone', ...terms }
  await expect(proposeDeal(deps, proposed as Parameters<typeof proposeDeal>[1])).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('no other rules are published for a program for deals, whose caps both sides rely on', async () => {
  const deps = depsWith({
    pools: { lock: () => Promise.resolve(), find: () => Promise.resolve(undefined) },
    programs: { program: () => Promise.resolve({ kind: 'deals' }) },
    policies: {
      versions: () => Promise.resolve([{ versionNo: 1, effectiveFrom: 0, policyHash: '0x01' }]),
      insertVersion: () => Promise.resolve({}),
    },
    enqueue: () => Promise.resolve(),
  })
  const { policy } = PROGRAMS[0]!
  const published = publishPolicy(deps, { retailerId: RETAILER_ID, programId, policy })
  await expect(published).rejects.toMatchObject({ code: 'not_found' })
})

test('a person is erased only while none of their rewards can be moved: under the locks of their programs', async () => {
  const done: string[] = []
  const deps = depsWith({
    programs: {
      programs: () => Promise.resolve([{ programId: 'sales' }, { programId: 'not-joined' }]),
      dealPrograms: () => Promise.resolve([{ programId: 'deals' }]),
      enrollment: (asked: string) => Promise.resolve(asked === 'not-joined' ? undefined : {}),
    },
    pools: { lock: (asked: string) => Promise.resolve(done.push(`lock ${asked}`)) },
    privacy: {
      linkCodes: () => Promise.resolve([]),
      leave: () => Promise.resolve(),
      rewardIds: () => Promise.resolve([]),
      hasUnfinished: () => Promise.resolve(done.push('look') === 0),
      erase: () => Promise.resolve(done.push('erase')),
    },
  })
  expect(await erasePerson(deps, { recommenderId: 'person' })).toEqual({ status: 'erased' })
  expect(done).toEqual(['lock sales', 'lock deals', 'look', 'erase'])
})
