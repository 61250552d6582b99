// Everything that the model remembers of a ledger and its token. Entries are replaced, never changed, so a copy of the
// maps is a copy of the state.

import type { Address, Hex } from 'viem'
import type { NetList } from './batch-bytes.ts'
import type { MOODS } from './interface.ts'
import { refuse, type Log } from './outcome.ts'

/** What never changes about a deployment, as the ledger's views tell it. */
export type Deployment = {
  readonly chainId: number
  readonly ledger: Address
  readonly token: Address
  readonly scale: bigint
  readonly defaultMinimumMicros: bigint
  readonly minHoldSeconds: number
  readonly maxHoldSeconds: number
  readonly noticeSeconds: number
  readonly requestWindowSeconds: number
  readonly maxPayees: number
}

/** As the interface's struct of the same name, field by field. */
export type Pool = {
  readonly availableMicros: bigint
  readonly reservedMicros: bigint
  readonly rateLevelMicros: bigint
  readonly rateUpdatedAt: number
  readonly nextSeq: number
  readonly orderSigner: Address
  readonly rewardCapMicros: bigint
  readonly minHoldSeconds: number
  readonly rateCapacityMicros: bigint
  readonly rateMicrosPerDay: bigint
  readonly requestMicros: bigint
  readonly requestDepositedMicros: bigint
  readonly owner: Address
  readonly requestReadyAt: number
  readonly pendingOwner: Address
}

export type Batch = {
  readonly pool: number
  readonly seq: number
  /** 0 when it is not open. */
  readonly maturesAt: number
  readonly hash: Hex
  /** What the hash was made of; the ledger keeps the hash alone. */
  readonly recordsHash: Hex
  readonly net: NetList
}

export type Account = {
  readonly owedMicros: bigint
  readonly minimumMicros: bigint
  readonly nonce: bigint
}

/** How the token treats a transfer to somebody. */
export type Mood = (typeof MOODS)[number]

export type TokenState = {
  readonly balances: Map<Address, bigint>
  /** By `owner + spender`. */
  readonly allowances: Map<string, bigint>
  readonly permitNonces: Map<Address, bigint>
  /** `from + nonce` of each authorization that was used. */
  readonly usedAuthorizations: Set<string>
  readonly moods: Map<Address, Mood>
}

export type State = {
  readonly pools: Map<number, Pool>
  /** By `batchKey`. */
  readonly batches: Map<string, Batch>
  readonly accounts: Map<Address, Account>
  readonly token: TokenState
}

export type Ledger = {
  readonly deployment: Deployment
  readonly tokenRules: TokenRules
  /** Whether code at the payee's address takes the signature (ERC-1271). */
  readonly acceptsSignature: AcceptsSignature
  state: State
  /** Logs of the call that is under way. */
  logs: Log[]
}

type AcceptsSignature = (payee: Address, digest: Hex, signature: Hex) => boolean

/** Which standards the token follows, and the domain of what is signed for it. */
export type TokenRules = {
  /** Undefined when it knows neither EIP-2612 nor EIP-3009. */
  readonly domain: { readonly name: string; readonly version: string } | undefined
}

const NEW_ACCOUNT: Account = { owedMicros: 0n, minimumMicros: 0n, nonce: 0n }

/** A ledger just deployed, without pools, and a token that nobody holds. */
export function newLedger(world: Pick<Ledger, 'deployment' | 'tokenRules' | 'acceptsSignature'>): Ledger {
  const token = {
    balances: new Map(),
    allowances: new Map(),
    permitNonces: new Map(),
    usedAuthorizations: new Set<string>(),
    moods: new Map(),
  }
  const state = { pools: new Map(), batches: new Map(), accounts: new Map(), token }
  return { ...world, state, logs: [] }
}

export function copyState({ pools, batches, accounts, token }: State): State {
  return {
    pools: new Map(pools),
    batches: new Map(batches),
    accounts: new Map(accounts),
    token: {
      balances: new Map(token.balances),
      allowances: new Map(token.allowances),
      permitNonces: new Map(token.permitNonces),
      usedAuthorizations: new Set(token.usedAuthorizations),
      moods: new Map(token.moods),
    },
  }
}

/** Refuses a number that no pool has. */
export function poolOf({ state }: Ledger, pool: number): Pool {
  return state.pools.get(pool) ?? refuse('PoolUnknown', pool)
}

/** Like `poolOf`, and refuses anybody but the owner. */
export function ownPool(ledger: Ledger, pool: number, caller: Address): Pool {
  const found = poolOf(ledger, pool)
  if (found.owner !== caller) refuse('NotPoolOwner', caller, found.owner)
  return found
}

export function setPool({ state }: Ledger, pool: number, changed: Pool): void {
  state.pools.set(pool, changed)
}

export function batchKey(pool: number, seq: number): string {
  return `${pool}/${seq}`
}

export function accountOf({ state }: Ledger, payee: Address): Account {
  return state.accounts.get(payee) ?? NEW_ACCOUNT
}

export function changeAccount(ledger: Ledger, payee: Address, change: Partial<Account>): void {
  ledger.state.accounts.set(payee, { ...accountOf(ledger, payee), ...change })
}
