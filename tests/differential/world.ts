// A history under way: the model, its clock, and what its moves look up.

import type { Address } from 'viem'
import type { Batch, Ledger, Pool } from '../support/ledger-model/state.ts'
import type { Call } from '../support/ledger-model/apply-call.ts'
import type { Dice } from './dice.ts'

export type World = {
  readonly ledger: Ledger
  /** Instant of the next call; it never goes back. */
  now: number
}

/** Makes the calls of one step; it may move the clock forward first. */
export type Move = (world: World, dice: Dice) => Promise<readonly Call[]> | readonly Call[]

export type NumberedPool = Pool & { readonly id: number }

/** A number that no pool has. */
export const UNKNOWN_POOL = 77

export function poolsOf({ ledger }: World): NumberedPool[] {
  return [...ledger.state.pools].map(([id, pool]) => ({ ...pool, id }))
}

export function batchesOf({ ledger }: World): Batch[] {
  return [...ledger.state.batches.values()]
}

/** Moves the clock to `instant`, or a second to either side of it, if that is still to come. */
export function goToEdge(world: World, dice: Dice, instant: number): void {
  world.now = Math.max(world.now, instant + dice.of([-1, 0, 1]))
}

/** A deadline for a call now: mostly later, also to the second, or just passed. */
export function deadlineFrom({ now }: World, dice: Dice, isLate: boolean): number {
  return isLate ? now - dice.of([1, 1, 3_600]) : now + dice.of([0, 1, 60, 3_600])
}

/** The ledger, the token and zero: what is nobody's address. */
export function forbiddenOf({ ledger }: World): readonly Address[] {
  const { ledger: itself, token } = ledger.deployment
  return [itself, token, '0x0000000000000000000000000000000000000000']
}
