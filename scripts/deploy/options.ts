// What a deployment is told, what it answers, and where a test may end it.

import type { Address, Hex } from 'viem'
import type { DeployChain } from './deploy-chain.ts'
import type { ContractRecord, DeploymentRecord } from './record.ts'
import type { LedgerTerms } from './terms.ts'

/** Between two durable steps; a test kills the process there. */
export const DEPLOY_FAILPOINTS = [
  'signed, not saved',
  'saved, not sent',
  'sent, not mined',
  'mined, not recorded',
  'recorded',
] as const

export type DeployFailpoint = (typeof DEPLOY_FAILPOINTS)[number]

export type DeployOptions = {
  readonly rpcUrl: string
  /** The record of this deployment; made when missing. */
  readonly file: string
  /** Pays for what is still to be signed. */
  readonly deployerKey: Hex
  /** The reward token's address, or `TestDollar` for a new one; needed where there is no record yet. */
  readonly token?: Address | 'TestDollar' | undefined
  /** What differs from the default terms, or, where there is a record, what must stand in it. */
  readonly terms?: Partial<LedgerTerms>
  /** Blocks that must lie on top of each creation before the next step. */
  readonly confirmations: number
  /** Between two looks for a receipt, in milliseconds. */
  readonly pollMilliseconds: number
  /** Longest wait for one creation to be mined, in milliseconds. */
  readonly patienceMilliseconds: number
  /** What to do about a record that does not fit the chain, as the end of a sentence. */
  readonly remedy: string
  /** Hears, in a few words, what is being done. */
  readonly report?: ((line: string) => void) | undefined
  readonly failpoint?: ((name: DeployFailpoint, contract: string) => void) | undefined
}

export type DeployOutcome = {
  readonly status: 'deployed' | 'already-deployed'
  readonly record: DeploymentRecord
  /** Deployed contracts of which this build has other code. */
  readonly changedSince: readonly string[]
}

/** What deploying one contract is given. */
export type DeployStep = {
  readonly chain: DeployChain
  readonly options: DeployOptions
  /** The contract's name. */
  readonly name: string
  /** Puts the contract's part of the record on the disk; removes it when nothing is given. */
  readonly save: (entry?: ContractRecord) => void
}
