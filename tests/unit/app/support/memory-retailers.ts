// One retailer's store in memory, for tests that live through many histories.

import { invariant } from '#domain/invariant.ts'
import { micros, ZERO_MICROS, type Micros } from '#domain/money.ts'

import { batchRows } from './memory-batches.ts'
import { debtRows } from './memory-debts.ts'
import { metricRows } from './memory-metrics.ts'
import { orderRows } from './memory-orders.ts'
import { privacyRows } from './memory-privacy.ts'
import { proposalRows } from './memory-proposals.ts'
import { rewardRows } from './memory-rewards.ts'
import { noCampaigns, noDeals, noWays } from './memory-ways.ts'
import { check, copyOf, notInHistories, type MemoryState } from './memory-state.ts'

import { noApiKeys, noSessions, noSignInLinks } from './memory-identity.ts'
import { noReviews, quietMisuse } from './memory-misuse.ts'
import { noClosings, noWithdrawals } from './memory-withdrawals.ts'
import { notExported, unheard } from './memory-webhooks.ts'

import type { JournalRows, RetailerAccount } from '#ports/journal-rows.ts'
import type { PolicyRows } from '#ports/policy-rows.ts'
import type { PoolRow, PoolRows } from '#ports/pool-rows.ts'
import type { ProgramRows } from '#ports/program-rows.ts'
import type { RetailerStore, RetailerUnit } from '#ports/retailer-store.ts'
import type { Hex } from 'viem'

/** The store of the one retailer in `memory`; transactions run one after the other. */
export function createMemoryRetailers(memory: MemoryState): RetailerStore {
  return {
    transaction: async (retailerId, work) => {
      const before = copyOf(memory)
      const unit: RetailerUnit = {
        retailerId,
        identity: {
          insertProfile: ({ name, secretSealed }) => {
            memory.profile = { name, secretSealed }
            return Promise.resolve('inserted')
          },
          profile: () => Promise.resolve(memory.profile),
        },
        apiKeys: noApiKeys,
        sessions: noSessions,
        signInLinks: noSignInLinks,
        programs: programRows(memory),
        connections: {
          list: () => Promise.resolve([]),
          rotate: notInHistories,
          close: notInHistories,
          noteRefusal: notInHistories,
          activity: notInHistories,
        },
        policies: policyRows(memory),
        pools: poolRows(memory),
        clicks: {
          insert: notInHistories,
          lastCounted: notInHistories,
          countByCode: notInHistories,
        },
        coupons: {
          find: () => Promise.resolve(undefined),
          coupon: () => Promise.resolve(undefined),
          save: notInHistories,
          list: notInHistories,
          ofLinks: notInHistories,
        },
        pictures: {
          insert: notInHistories,
          picture: notInHistories,
          countSince: notInHistories,
          isShown: notInHistories,
          removeUnused: notInHistories,
        },
        products: {
          save: notInHistories,
          byReferences: notInHistories,
          products: notInHistories,
          list: notInHistories,
          lastSeen: notInHistories,
          count: notInHistories,
          countSince: notInHistories,
        },
        stories: {
          insert: notInHistories,
          story: notInHistories,
          setState: notInHistories,
          remove: notInHistories,
          list: notInHistories,
          clicks: notInHistories,
        },
        deliveries: {
          list: notInHistories,
          insert: notInHistories,
          unprocessed: notInHistories,
          take: notInHistories,
          finish: notInHistories,
          reopen: notInHistories,
          forget: notInHistories,
          countIn: () => Promise.resolve(0),
        },
        pulls: {
          save: notInHistories,
          remove: notInHistories,
          credentials: notInHistories,
          state: () => Promise.resolve(undefined),
          hasten: notInHistories,
          claim: notInHistories,
          advance: notInHistories,
          release: notInHistories,
          overdue: notInHistories,
        },
        orders: orderRows(memory),
        orderNames: {
          take: notInHistories,
          point: notInHistories,
          orders: notInHistories,
          merge: notInHistories,
        },
        rewards: { ...rewardRows(memory), ...debtRows(memory) },
        batches: batchRows(memory),
        batchList: { page: notInHistories, find: notInHistories },
        proposals: proposalRows(memory),
        journal: journalRows(memory),
        privacy: privacyRows,
        campaigns: noCampaigns,
        deals: noDeals,
        ways: noWays,
        misuse: quietMisuse,
        reviews: noReviews,
        metrics: metricRows,
        webhooks: unheard,
        withdrawals: noWithdrawals,
        closings: noClosings,
        exports: notExported,
        enqueue: (job) => {
          memory.jobs.push(job)
          return Promise.resolve()
        },
        enqueueAll: notInHistories,
      }
      try {
        return await work(unit)
      } catch (error) {
        Object.assign(memory, before)
        throw error
      }
    },
  }
}

function programRows(memory: MemoryState): ProgramRows {
  return {
    insertConnection: notInHistories,
    connection: notInHistories,
    insertProgram: (row) => {
      memory.programs.set(row.programId, row)
      return Promise.resolve()
    },
    program: (programId) => Promise.resolve(memory.programs.get(programId)),
    programs: () => Promise.resolve([...memory.programs.values()].filter(({ kind }) => kind === 'sales')),
    dealPrograms: notInHistories,
    policy: (programId, hash) => {
      const program = memory.programs.get(programId)
      return Promise.resolve(program?.policyHash === hash ? program.policy : undefined)
    },
    insertEnrollment: (row) => {
      memory.enrollments.set(`${row.programId}:${row.recommenderId}`, row)
      return Promise.resolve('inserted')
    },
    enrollment: (programId, recommenderId) =>
      Promise.resolve(memory.enrollments.get(`${programId}:${recommenderId}`)),
    lockEnrollment: (programId, recommenderId) =>
      Promise.resolve(memory.enrollments.get(`${programId}:${recommenderId}`)),
    insertLink: (row) => {
      memory.links.set(row.code, row)
      return Promise.resolve('inserted')
    },
    link: (code) => Promise.resolve(memory.links.get(code)),
    updateEnrollment: (programId, recommenderId, change) => {
      const key = `${programId}:${recommenderId}`
      const standing = memory.enrollments.get(key)
      if (standing) memory.enrollments.set(key, { ...standing, ...change })
      return Promise.resolve()
    },
    bindings: (buyerKey) =>
      Promise.resolve([...memory.bindings.values()].filter((row) => row.buyerKey === buyerKey)),
    saveBinding: (row) => {
      memory.bindings.set(`${row.programId}:${row.buyerKey}`, row)
      return Promise.resolve()
    },
  }
}

function policyRows(memory: MemoryState): PolicyRows {
  return {
    versions: (programId) => {
      const program = memory.programs.get(programId)
      if (!program) return Promise.resolve([])
      const policyHash = program.policyHash as Hex
      return Promise.resolve([
        { versionNo: 1, policy: program.policy, policyHash, effectiveFrom: 0, publishedAt: 0 },
      ])
    },
    insertVersion: notInHistories,
    ordersWaitingForRate: notInHistories,
    ordersPaidIn: notInHistories,
    reservedSince: notInHistories,
    signedMicros: notInHistories,
    grantedSince: notInHistories,
  }
}

function poolRows(memory: MemoryState): PoolRows {
  const change = (programId: string, part: Partial<PoolRow>): Promise<void> => {
    const pool = memory.pools.get(programId)
    invariant(pool, 'a pool is made before it changes')
    memory.pools.set(programId, { ...pool, ...part })
    return Promise.resolve()
  }
  return {
    insert: (row) => {
      const fresh = { pool: undefined, nextSeq: 1, owner: row.ownerAddress, offeredTo: undefined }
      memory.pools.set(row.programId, { ...row, ...fresh })
      return Promise.resolve('inserted')
    },
    find: (programId) => Promise.resolve(memory.pools.get(programId)),
    findByNumber: (number) => Promise.resolve([...memory.pools.values()].find(({ pool }) => pool === number)),
    open: () =>
      Promise.resolve(
        [...memory.pools.values()].filter((row): row is PoolRow & { pool: number } => row.pool !== undefined),
      ),
    setNumber: (programId, pool) => change(programId, { pool }),
    setOwner: (programId, owner) => change(programId, { owner, offeredTo: undefined }),
    setOrderSigner: (programId, orderAddress) => change(programId, { orderAddress, orderKeySealed: null }),
    setOfferedTo: (programId, offeredTo) => change(programId, { offeredTo }),
    setNextSeq: (programId, nextSeq) => change(programId, { nextSeq }),
    lock: () => Promise.resolve(),
    insertFunding: notInHistories,
  }
}

function journalRows(memory: MemoryState): JournalRows {
  const move = (programId: string, account: RetailerAccount, amount: bigint): void => {
    const key = `${programId}:${account}`
    memory.balances.set(key, micros((memory.balances.get(key) ?? 0n) + amount))
  }
  return {
    append: (entry) => {
      if (memory.entries.has(entry.entryId)) return Promise.resolve('already-recorded')
      check(entry.micros > 0n && entry.debit !== entry.credit, 'retailer_journal')
      memory.entries.set(entry.entryId, entry)
      move(entry.programId, entry.debit, entry.micros)
      move(entry.programId, entry.credit, -entry.micros)
      return Promise.resolve('recorded')
    },
    balances: (programId) => {
      const of = (account: RetailerAccount): Micros =>
        memory.balances.get(`${programId}:${account}`) ?? ZERO_MICROS
      return Promise.resolve({
        outside: of('outside'),
        available: of('available'),
        reserved: of('reserved'),
        released: of('released'),
      })
    },
    total: (programId, kind) => {
      const entries = [...memory.entries.values()].filter(
        (one) => one.programId === programId && one.kind === kind,
      )
      return Promise.resolve(micros(entries.reduce((sum, entry) => sum + entry.micros, 0n)))
    },
  }
}
