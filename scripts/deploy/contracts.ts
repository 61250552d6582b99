// What a deployment consists of, in the order of deploying: one entry a contract.

import { passkeyAccountFactoryAbi } from '#abi/passkey-account-factory.ts'
import { passkeyAccountFactoryBytecode } from '#abi/passkey-account-factory-bytecode.ts'
import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import { testDollarBytecode } from '#abi/test-dollar-bytecode.ts'
import { encodeDeployData, type Abi, type Address, type Hex } from 'viem'
import type { LedgerTerms } from './terms.ts'

/** What the constructors are given. */
export type DeploymentSettings = {
  /** What rewards are paid in. */
  readonly token: Address
  readonly terms: LedgerTerms
}

export type DeployableContract = {
  /** Its name in `contracts/`, and in the record. */
  readonly name: string
  readonly abi: Abi
  /** Creation code without arguments. */
  readonly bytecode: Hex
  /** By the names of the constructor's arguments. */
  readonly argumentsOf: (settings: DeploymentSettings) => Readonly<Record<string, Address | bigint>>
}

/** Test money, deployed first where it is asked for. */
export const TEST_TOKEN = {
  name: 'TestDollar',
  abi: testDollarAbi,
  bytecode: testDollarBytecode,
  argumentsOf: () => ({}),
} as const satisfies DeployableContract

/** The name under which the ledger stands in the record. */
export const LEDGER_NAME = 'RewardLedger'

/** What every deployment has. */
export const CONTRACTS: readonly DeployableContract[] = [
  {
    name: LEDGER_NAME,
    abi: rewardLedgerAbi,
    bytecode: rewardLedgerBytecode,
    argumentsOf: ({ token, terms }) => ({ token, ...terms }),
  },
  {
    name: 'PasskeyAccountFactory',
    abi: passkeyAccountFactoryAbi,
    bytecode: passkeyAccountFactoryBytecode,
    argumentsOf: () => ({}),
  },
]

/**
 * Creation code with its arguments, as this build has it; undefined when the constructor takes an argument that is not
 * given. Amounts that were recorded as text are taken too.
 */
export function initCodeOf(
  { abi, bytecode }: DeployableContract,
  given: Readonly<Record<string, string | bigint>>,
): Hex | undefined {
  const inputs = abi.find((item) => item.type === 'constructor')?.inputs ?? []
  const args: (string | bigint)[] = []
  for (const { name = '', type } of inputs) {
    const value = given[name]
    if (value === undefined) return undefined
    args.push(type.startsWith('uint') ? BigInt(value) : value)
  }
  return encodeDeployData({ abi, bytecode, args })
}
