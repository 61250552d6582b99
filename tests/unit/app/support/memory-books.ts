// The payees' books, projections, and the chain's small replicated facts, in memory.

import { noAccount, noPasskeys, noSessions } from './memory-identity.ts'
import { micros } from '#domain/money.ts'

import { notInHistories } from './memory-state.ts'

import type { ChainBatch, ChainBooks } from '#ports/chain-books.ts'
import type { CreditRow, PayeeEntry, PersonRewardRow, RecommenderStore } from '#ports/recommender-store.ts'

export type MemoryPerson = {
  readonly credits: Map<string, CreditRow>
  readonly payments: Map<string, PayeeEntry>
  readonly rewards: Map<string, PersonRewardRow>
}

/** People's rows; what no reward history uses throws. */
export function createMemoryRecommenders(people: Map<string, MemoryPerson>): RecommenderStore {
  return {
    transaction: (recommenderId, work) => {
      const person = people.get(recommenderId) ?? {
        credits: new Map(),
        payments: new Map(),
        rewards: new Map(),
      }
      people.set(recommenderId, person)
      const credited = (): bigint => sum(person.credits.values())
      const paid = (): bigint => sum(person.payments.values())
      return work({
        recommenderId,
        sessions: noSessions,
        passkeys: noPasskeys,
        account: noAccount,
        insertPerson: notInHistories,
        person: notInHistories,
        insertSignIn: notInHistories,
        signIn: notInHistories,
        insertSuccessor: notInHistories,
        takeOver: notInHistories,
        insertLink: notInHistories,
        links: notInHistories,
        setDisclosure: notInHistories,
        setWithoutProfile: notInHistories,
        forget: notInHistories,
        projectReward: (row) => {
          person.rewards.set(row.rewardId, row)
          return Promise.resolve()
        },
        projectUnrewarded: notInHistories,
        unrewarded: notInHistories,
        rewardTotals: notInHistories,
        rewards: (limit) => Promise.resolve([...person.rewards.values()].slice(0, limit)),
        credit: (row) => {
          if (person.credits.has(row.creditId)) return Promise.resolve('already-recorded')
          const { creditId, pool, seq, tag } = row
          const cumulativeMicros = micros(credited() + row.micros)
          person.credits.set(creditId, { creditId, pool, seq, tag, micros: row.micros, cumulativeMicros })
          return Promise.resolve('recorded')
        },
        credits: () => Promise.resolve([...person.credits.values()]),
        payment: (entry) => {
          if (person.payments.has(entry.entryId)) return Promise.resolve('already-recorded')
          person.payments.set(entry.entryId, entry)
          return Promise.resolve('recorded')
        },
        payments: (limit) => Promise.resolve([...person.payments.values()].slice(0, limit)),
        creditsCovered: notInHistories,
        creditsOf: notInHistories,
        paymentsAfter: notInHistories,
        months: notInHistories,
        enqueue: () => Promise.resolve(),
        balances: () =>
          Promise.resolve({
            creditedMicros: micros(credited()),
            owedMicros: micros(credited() - paid()),
            paidMicros: micros(paid()),
          }),
      })
    },
  }
}

/** Batches' lists and deferred payees; audits and senders are of no history. */
export function createMemoryChainBooks(): ChainBooks {
  const batches = new Map<string, ChainBatch>()
  const deferred = new Map<string, { attempts: number; nextAttemptAt: number }>()
  return {
    putBatch: (pool, seq, batch) => {
      const key = `${pool}:${seq}`
      if (!batches.has(key)) batches.set(key, batch)
      return Promise.resolve()
    },
    batch: (pool, seq) => Promise.resolve(batches.get(`${pool}:${seq}`)),
    setAmendments: (pool, seq, amendments) => {
      const batch = batches.get(`${pool}:${seq}`)
      if (batch) batches.set(`${pool}:${seq}`, { ...batch, amendments })
      return Promise.resolve()
    },
    putRetailer: notInHistories,
    retailers: notInHistories,
    putSender: notInHistories,
    sender: notInHistories,
    deferPayee: (payee, nextAttemptAt) => {
      deferred.set(payee, { attempts: (deferred.get(payee)?.attempts ?? 0) + 1, nextAttemptAt })
      return Promise.resolve()
    },
    forgetPayee: (payee) => {
      deferred.delete(payee)
      return Promise.resolve()
    },
    deferredPayees: (now, limit) =>
      Promise.resolve(
        [...deferred]
          .filter(([, { nextAttemptAt }]) => nextAttemptAt <= now)
          .slice(0, limit)
          .map(([payee, { attempts }]) => ({ payee: payee as `0x${string}`, attempts })),
      ),
    recordAudit: notInHistories,
    lastAudit: notInHistories,
  }
}

function sum(rows: Iterable<{ readonly micros: bigint }>): bigint {
  let total = 0n
  for (const { micros: amount } of rows) total += amount
  return total
}
