// People and owners who need no relayer, in reward histories: money in and out, a veto, a settlement, a commit or an
// amendment carried by somebody else, and a second holder of the order key.

import { micros } from '#domain/money.ts'
import { encodeRecords, recordsHash } from '#domain/records.ts'
import { indexBatches } from '#domain/settlement.ts'
import { commitTypedData } from '#domain/typed-data.ts'

import { fakeSignature, type LedgerCall } from './fake-calls.ts'
import { HOLD_SECONDS, orderKeyHex, PEOPLE } from './history-market.ts'
import { IDENTITY, poolOf, type HistoryWorld } from './history-world.ts'

import type { BatchRef } from '#ports/chain.ts'
import type { Hex } from 'viem'

const ZERO_HASH: Hex = `0x${'0'.repeat(64)}`

/** Seconds for which a stranger's signature is good. */
const DEADLINE_SECONDS = 86_400

/** Sends one call to the ledger; the dice say about what. */
export function passBy(
  { chain, foreign }: HistoryWorld,
  kind: 'deposit' | 'takeBack' | 'veto' | 'settle' | 'carry' | 'foreign',
  { a, b }: { readonly a: number; readonly b: number },
): void {
  const pool = poolOf(a)
  const open = [...chain.ledger().batches.values()].filter((batch) => batch.end === 'open')
  const batch = open[a % Math.max(open.length, 1)]
  switch (kind) {
    case 'deposit':
    case 'takeBack':
      return chain.outsider({ kind, pool, micros: String(1 + b * 5_000) })
    case 'veto':
      return batch && chain.outsider({ kind, pool: batch.pool, seq: batch.seq })
    case 'settle': {
      const refs: readonly BatchRef[] = open.map((one) => ({
        pool: one.pool,
        seq: one.seq,
        recordsHash: recordsHash(one.records),
        netList: one.netList,
      }))
      const some = b % 2 === 0 ? refs : refs.slice(0, 1)
      return some.length > 0
        ? chain.outsider({ kind, ...indexBatches(some), push: a % 2 === 0 } satisfies LedgerCall)
        : undefined
    }
    case 'carry': {
      const calls = chain.plannedCalls()
      const call = calls[calls.length - 1 - (a % Math.max(calls.length, 1))]
      return call && chain.carry(call)
    }
    case 'foreign': {
      const commit = foreignCommit(chain, pool, { a, b })
      foreign.add(commit.records)
      return chain.outsider(commit)
    }
  }
}

/** Somebody else with the order key commits a reward of their own under the pool's next number. */
export function foreignCommit(
  chain: HistoryWorld['chain'],
  pool: number,
  { a, b }: { readonly a: number; readonly b: number },
): Extract<LedgerCall, { kind: 'commit' }> {
  const records = encodeRecords([
    {
      payee: PEOPLE[a % PEOPLE.length]!,
      tag: `0x${String(a).padStart(12, 'f')}`,
      micros: micros(1n + BigInt(b)),
      supplement: false,
    },
  ])
  const seq = chain.ledger().pools.get(pool)?.nextSeq ?? 1
  const header = {
    holdSeconds: HOLD_SECONDS,
    deadlineSeconds: chain.nowSeconds() + DEADLINE_SECONDS,
    evidenceRoot: ZERO_HASH,
    policyHash: ZERO_HASH,
    counts: 0n,
  }
  const signed = { ...IDENTITY, pool, seq, recordsHash: recordsHash(records), header }
  const signature = fakeSignature(orderKeyHex(pool), commitTypedData(signed))
  return { kind: 'commit', pool, seq, header: { ...header, counts: '0' }, records, signature }
}

/** Anybody puts money into a pool. */
export function deposit({ chain }: HistoryWorld, pool: number, amount: bigint): void {
  chain.outsider({ kind: 'deposit', pool, micros: String(amount) })
}
