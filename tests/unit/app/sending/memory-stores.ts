// The chain stores in memory, for rules that need no database. The suites that run on them run on PostgreSQL too.

import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import type { ChainIdentity, LedgerEvent } from '#ports/chain.ts'
import type { ChainReceipt, SignedTransaction } from '#ports/chain-sending.ts'
import type { ChainTransaction, ChainTransactions, ChainTransactionState } from '#ports/chain-transactions.ts'
import type { WallClock } from '#ports/clocks.ts'
import type { ChainPins, FollowedBlock, FollowingStore } from '#ports/following-store.ts'
import type { Lease, Leases } from '#ports/leases.ts'
import type {
  PlannedTransaction,
  SendingStore,
  TransactionChange,
  UnminedTransaction,
} from '#ports/sending-store.ts'
import type { Hex } from 'viem'

type Row = {
  readonly plan: PlannedTransaction
  readonly after: string | undefined
  state: ChainTransactionState
  postponedUntil: number
  signed: SignedTransaction | undefined
  hashes: Hex[]
  replacements: number
  sentAt: number
  nonceTakenSince: number | undefined
  receipt: ChainReceipt | undefined
  refusal: string | undefined
}

/** Fences by lease name; who holds which lease is up to the processes' own `Leases`. */
export type Fences = Map<string, { fence: bigint; holder: object | undefined }>

/** One process's leases over fences that several share. */
export function createMemoryLeases(fences: Fences): Leases {
  const held = new Map<string, Lease>()
  const me = {}
  const release = async (name: string) => {
    held.delete(name)
    const entry = fences.get(name)
    if (entry?.holder === me) entry.holder = undefined
  }
  return {
    take: async (name) => {
      const known = held.get(name)
      if (known) return known
      const entry = fences.get(name) ?? { fence: 0n, holder: undefined }
      if (entry.holder) return undefined
      const lease = { name, fence: entry.fence + 1n }
      fences.set(name, { fence: lease.fence, holder: me })
      held.set(name, lease)
      return lease
    },
    release,
    close: async () => {
      for (const name of [...held.keys()]) await release(name)
    },
  }
}

const MINED_OR_ENDED: readonly ChainTransactionState[] = ['mined', 'final', 'reverted', 'refused']
const ENDED: readonly ChainTransactionState[] = ['final', 'reverted', 'refused']

/** Plans, and moves them from state to state, as the PostgreSQL store does. */
export function createMemoryTransactions(fences: Fences, clock: WallClock) {
  const rows = new Map<string, Row>()
  const nextNonces = new Map<string, bigint>()
  const byNonce = (a: Row, b: Row) => Number((a.signed?.nonce ?? 0n) - (b.signed?.nonce ?? 0n))
  const rowsOf = (sender: string, states: readonly ChainTransactionState[]) =>
    [...rows.values()].filter(({ plan, state }) => plan.sender === sender && states.includes(state))
  const checkFence = (lease: Lease) => {
    if (fences.get(lease.name)?.fence !== lease.fence) throw new Problem('lease_lost')
  }
  const rowIn = (key: string, states: readonly ChainTransactionState[]): Row => {
    const row = rows.get(key)
    if (!row || !states.includes(row.state)) throw new Problem('lease_lost')
    return row
  }

  const transactions: ChainTransactions = {
    plan: async ({ key, sender, call, after }) => {
      if (rows.has(key)) return { status: 'already-planned' }
      rows.set(key, {
        plan: { key, sender, call, plannedAt: clock.now() },
        after,
        state: 'planned',
        postponedUntil: 0,
        signed: undefined,
        hashes: [],
        replacements: 0,
        sentAt: 0,
        nonceTakenSince: undefined,
        receipt: undefined,
        refusal: undefined,
      })
      return { status: 'planned' }
    },
    find: async (key) => {
      const row = rows.get(key)
      return row && seen(row)
    },
    findByHash: async (hash) => {
      const row = [...rows.values()].find(({ hashes }) => hashes.includes(hash))
      return row && seen(row)
    },
  }

  const store: SendingStore = {
    sendersWithWork: async () => [
      ...new Set(
        [...rows.values()].filter(({ state }) => !ENDED.includes(state)).map(({ plan }) => plan.sender),
      ),
    ],
    planned: async (sender, now, limit) =>
      rowsOf(sender, ['planned'])
        .filter(({ postponedUntil }) => postponedUntil <= now)
        .filter(
          ({ after }) => after === undefined || MINED_OR_ENDED.includes(rows.get(after)?.state ?? 'planned'),
        )
        .slice(0, limit)
        .map(({ plan }) => plan),
    unmined: async (sender, limit) =>
      rowsOf(sender, ['signed', 'broadcast']).toSorted(byNonce).slice(0, limit).map(unmined),
    mined: async (sender, limit) =>
      rowsOf(sender, ['mined'])
        .toSorted(byNonce)
        .slice(0, limit)
        .map(({ plan, signed, receipt }) => {
          invariant(signed && receipt, 'a mined row has its bytes and receipt')
          return { key: plan.key, nonce: signed.nonce, receipt }
        }),
    saveSigned: async (lease, key, leastNonce, at, sign) => {
      checkFence(lease)
      const row = rowIn(key, ['planned'])
      const next = nextNonces.get(row.plan.sender) ?? 0n
      const nonce = next > leastNonce ? next : leastNonce
      const signed = await sign(nonce)
      nextNonces.set(row.plan.sender, nonce + 1n)
      keepBytes(row, signed, at)
      return signed
    },
    saveReplacement: async (lease, key, signed, at) => {
      checkFence(lease)
      const row = rowIn(key, ['signed', 'broadcast'])
      keepBytes(row, signed, at)
      row.replacements++
    },
    change: async (lease, key, change, at) => {
      checkFence(lease)
      applyChange(rowIn(key, allowedFrom(change)), change, at)
    },
  }
  return { transactions, store }
}

function keepBytes(row: Row, signed: SignedTransaction, at: number): void {
  Object.assign(row, { state: 'signed', signed, sentAt: at })
  row.hashes.push(signed.hash)
}

function allowedFrom({ to }: TransactionChange): readonly ChainTransactionState[] {
  if (to === 'postponed' || to === 'refused') return ['planned']
  return to === 'unmined' || to === 'final' || to === 'reverted' ? ['mined'] : ['signed', 'broadcast']
}

function applyChange(row: Row, change: TransactionChange, at: number): void {
  if (change.to === 'postponed') row.postponedUntil = change.until
  else if (change.to === 'refused') Object.assign(row, { state: 'refused', refusal: change.errorName })
  else if (change.to === 'broadcast') Object.assign(row, { state: 'broadcast', sentAt: at })
  else if (change.to === 'mined') {
    Object.assign(row, {
      state: 'mined',
      receipt: change.receipt,
      refusal: change.errorName,
      nonceTakenSince: undefined,
    })
  } else if (change.to === 'unmined') {
    Object.assign(row, { state: 'broadcast', receipt: undefined, refusal: undefined, sentAt: at })
  } else if (change.to === 'nonce-taken') row.nonceTakenSince = at
  else if (change.to === 'nonce-free') row.nonceTakenSince = undefined
  else if (change.to === 'requeued')
    Object.assign(row, { state: 'planned', signed: undefined, nonceTakenSince: undefined })
  else row.state = change.to
}

function unmined(row: Row): UnminedTransaction {
  const { state, signed } = row
  invariant((state === 'signed' || state === 'broadcast') && signed, 'an unmined row has its bytes')
  const { hashes, replacements, sentAt, nonceTakenSince } = row
  return { ...row.plan, state, signed, hashes: [...hashes], replacements, sentAt, nonceTakenSince }
}

function seen({ plan, state, signed, receipt, refusal }: Row): ChainTransaction {
  return {
    key: plan.key,
    sender: plan.sender,
    state,
    hash: receipt?.hash ?? signed?.hash,
    blockNumber: receipt?.blockNumber,
    gasUsed: receipt?.gasUsed,
    refusal,
  }
}

/** Blocks and events; `events` shows what is kept, in log order. */
export function createMemoryFollowing() {
  let pinned: ChainIdentity | undefined
  let blocks: FollowedBlock[] = []
  let events: LedgerEvent[] = []
  let finalNumber: bigint | undefined

  const pins: ChainPins = {
    pinned: async () => pinned,
    pin: async (identity) => (pinned ??= identity),
  }
  const store: FollowingStore = {
    tip: async () => blocks.at(-1),
    blockAt: async (number) => blocks.find((block) => block.number === number),
    finalNumber: async () => finalNumber,
    record: async ({ expectedTip, forkNumber, blocks: added, events: addedEvents }) => {
      if (blocks.at(-1)?.hash !== expectedTip) return 'tip-moved'
      const stays = (number: bigint) => forkNumber === undefined || number <= forkNumber
      blocks = [...blocks.filter(({ number }) => stays(number)), ...added]
      events = [...events.filter(({ blockNumber }) => stays(blockNumber)), ...addedEvents]
      return 'recorded'
    },
    highestReceivedBefore: async (number, before) =>
      blocks.findLast((block) => block.number <= number && block.receivedAt < before),
    markFinal: async ({ number }) => {
      if (finalNumber === undefined || number > finalNumber) finalNumber = number
    },
  }
  return { pins, store, events: async (): Promise<readonly LedgerEvent[]> => events }
}
