// What a call comes to: its logs in order, or one refusal.

import type { Address, Hex } from 'viem'
import type { LogName, RefusalName } from './interface.ts'

/** A value as it stands in a log, a refusal or the state; lower-case hex, and numbers of either kind. */
export type Fact = string | number | bigint | boolean | { readonly [name: string]: Fact }

/** The token's own logs that its calls can make. */
export type TokenLogName = 'Transfer' | 'Approval' | 'AuthorizationUsed'

export type Log = {
  readonly by: 'ledger' | 'token'
  readonly name: LogName | TokenLogName
  /** In the order of the declaration, those of a struct by name. */
  readonly facts: readonly Fact[]
}

export type Outcome =
  | {
      readonly kind: 'done'
      /** What the function returns; undefined when it returns nothing. */
      readonly answer: Fact | undefined
      readonly logs: readonly Log[]
    }
  | { readonly kind: 'refused'; readonly error: string; readonly facts: readonly Fact[] }

/** Thrown by whatever refuses a call; `error` is the whole name of a Solidity error. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly error: string
  readonly facts: readonly Fact[]
  constructor(error: string, facts: readonly Fact[]) {
    super(error)
    this.error = error
    this.facts = facts
  }
}

/** Ends the call with one of the ledger's own refusals. */
export function refuse(name: RefusalName, ...facts: readonly Fact[]): never {
  throw new Refusal(`RewardLedger_${name}`, facts)
}

export const ZERO: Address = '0x0000000000000000000000000000000000000000'

export function lower<Text extends Hex>(text: Text): Text {
  return text.toLowerCase() as Text
}
