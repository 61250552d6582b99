// What sending needs, and the limits it keeps.

import type { ChainSource } from '#ports/chain-source.ts'
import type { ChainBroadcaster, SigningKeys, TransactionSigner } from '#ports/chain-sending.ts'
import type { WallClock } from '#ports/clocks.ts'
import type { Failpoint } from '#ports/failpoint.ts'
import type { FollowedBlock, FollowedChain } from '#ports/following-store.ts'
import type { Lease, Leases } from '#ports/leases.ts'
import type { Log } from '#ports/log.ts'
import { INSTRUCTION_GAS_MAX } from '#ports/passkey-accounts.ts'
import type { SendingStore } from '#ports/sending-store.ts'
import type { Address } from 'viem'

import type { Alarms } from './alarms.ts'

export type SendingLimits = {
  /** Chain transactions of one sender that wait to be mined at one time. */
  readonly inFlight: number
  /** Milliseconds without being mined, while blocks come in, after which more is offered for gas. */
  readonly stuckAfterMs: number
  /** Most that is ever offered for one unit of gas, in wei. Above it everything waits: payouts are not urgent. */
  readonly maxFeePerGas: bigint
  /** Most gas of a call to an address whose calls run what others wrote; of any other call the protocol's own cap. */
  readonly mostGasTo: ReadonlyMap<Address, bigint>
}

/** What a relayer keeps to. */
export const DEFAULT_SENDING_LIMITS: SendingLimits = {
  // Nodes promise to keep sixteen waiting chain transactions of an account; half of that is room enough.
  inFlight: 8,
  // Five blocks of the slowest common chain.
  stuckAfterMs: 60_000,
  // 500 gwei: what the busiest hours of the dearest chain cost.
  maxFeePerGas: 500_000_000_000n,
  mostGasTo: new Map(),
}

/** What a relayer keeps to that carries for the accounts which `passkeyFactory` makes, if there is one. */
export function sendingLimits(passkeyFactory: Address | undefined): SendingLimits {
  if (passkeyFactory === undefined) return DEFAULT_SENDING_LIMITS
  return { ...DEFAULT_SENDING_LIMITS, mostGasTo: new Map([[passkeyFactory, INSTRUCTION_GAS_MAX]]) }
}

export type SendingDeps = {
  readonly store: SendingStore
  readonly followed: FollowedChain
  readonly source: Pick<ChainSource, 'block'>
  readonly broadcaster: ChainBroadcaster
  readonly signer: TransactionSigner
  readonly signingKeys: SigningKeys
  readonly leases: Leases
  readonly clock: WallClock
  readonly failpoint: Failpoint
  readonly chainId: number
  readonly limits: SendingLimits
  readonly log: Log
  readonly alarms: Alarms
}

/** One step of one sender: everything in it is judged against the same followed tip. */
export type SendingStep = {
  readonly sender: Address
  readonly privateKey: Uint8Array
  readonly lease: Lease
  readonly tip: FollowedBlock
  /** Undefined while no block is final. */
  readonly finalNumber: bigint | undefined
}
