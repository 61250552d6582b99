// A program's pool: its managed keys, its terms, its number on the ledger, and money on its way there.

import type { ProgramId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Address } from 'viem'

import type { PoolTerms } from './chain.ts'

export type PoolRow = {
  readonly programId: ProgramId
  /** Of the managed key that opens the pool and pays into it. */
  readonly ownerAddress: Address
  readonly ownerKeySealed: Uint8Array
  readonly orderAddress: Address
  /** Null where the retailer holds the order key itself: batches and amendments are proposed to it. */
  readonly orderKeySealed: Uint8Array | null
  readonly terms: PoolTerms
  /** Undefined until the opening is final. */
  readonly pool: number | undefined
  /** Sequence number of the pool's next batch. */
  readonly nextSeq: number
  /** Whose the pool is on the ledger: the managed key's, until final events say that it was handed over. */
  readonly owner: Address
  /** Whom the retailer asked the pool to be handed over to; undefined: nobody. */
  readonly askedOwner: Address | undefined
  /** Who may take the pool, as final events say; undefined: nobody. */
  readonly offeredTo: Address | undefined
}

export type PoolRows = {
  readonly insert: (
    row: Omit<PoolRow, 'pool' | 'nextSeq' | 'owner' | 'offeredTo'> & { readonly createdAt: Instant },
  ) => Promise<'inserted' | 'exists'>
  readonly find: (programId: ProgramId) => Promise<PoolRow | undefined>
  readonly findByNumber: (pool: number) => Promise<PoolRow | undefined>
  /** Every pool of the retailer that is open. */
  readonly open: () => Promise<readonly (PoolRow & { readonly pool: number })[]>
  readonly setNumber: (programId: ProgramId, pool: number) => Promise<void>
  /** The offer by which they came to own it is over. */
  readonly setOwner: (programId: ProgramId, owner: Address) => Promise<void>
  /** Whose signature the ledger takes from now on; a managed key that it takes no more is forgotten. */
  readonly setOrderSigner: (programId: ProgramId, orderSigner: Address) => Promise<void>
  readonly setOfferedTo: (programId: ProgramId, offeredTo: Address | undefined) => Promise<void>
  readonly setNextSeq: (programId: ProgramId, nextSeq: number) => Promise<void>
  /** Serialises everything that moves a program's rewards; held until the database transaction ends. */
  readonly lock: (programId: ProgramId) => Promise<void>
  readonly insertFunding: (row: {
    readonly fundingId: string
    readonly programId: ProgramId
    readonly micros: Micros
    readonly createdAt: Instant
  }) => Promise<'inserted' | 'exists'>
}
