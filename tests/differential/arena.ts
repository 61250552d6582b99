// A chain with a token and a ledger on it, from whose state every history begins.

import {
  encodeDeployData,
  encodeFunctionData,
  parseAbi,
  toFunctionSelector,
  type Abi,
  type AbiFunction,
  type Address,
  type Hex,
} from 'viem'
import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { testDollarBytecode } from '#abi/test-dollar-bytecode.ts'
import { callAbi, viewAbi } from '../support/ledger-model/interface.ts'
import { lower } from '../support/ledger-model/outcome.ts'
import { newLedger, type Deployment, type Ledger, type TokenRules } from '../support/ledger-model/state.ts'
import { startQuietChain, type QuietChain } from '../integration/audit/quiet-chain.ts'
import { acceptsSignature, DELEGATED, THIEF, WALLET_PEOPLE } from './cast.ts'
import { compile } from './compile.ts'
import type { MoveName } from './moves/index.ts'

/** What an address begins with whose code is that of another (EIP-7702). */
const DELEGATION_PREFIX = '0xef0100'

const DAY = 86_400

/** The ledger is deployed like the one that people use, with bounds of the same size. */
const TERMS = {
  defaultMinimumMicros: 100_000n,
  minHoldSeconds: 3_600,
  maxHoldSeconds: 120 * DAY,
  noticeSeconds: DAY,
  requestWindowSeconds: 7 * DAY,
} as const

/** Which token the ledger pays in. */
export type Family = {
  readonly name: string
  /** Creation code of the token. */
  code(): Hex
  /** A first call that the token needs, if any. */
  setUp?: () => Hex
  readonly decimals: number
  readonly tokenRules: TokenRules
  /** Steps that mean nothing for the token. */
  readonly without: readonly MoveName[]
  /** What the token makes impossible, as keys of the census. */
  readonly impossible: readonly string[]
}

const ENTRIES = parseAbi(['function setEntries(bytes4[] selectors)'])

/** What refuses to be entered again: all but the views of what no entry could find half done. */
const CHANGEABLE = [...callAbi, ...viewAbi].filter(
  ({ name }) => !/^[A-Z_]+$|^eip712Domain$|^poolCount$/.test(name),
) as AbiFunction[]

export const FAMILIES = {
  /** The test dollar: takes permits and authorizations, and pays everybody. */
  dollar: {
    name: 'dollar',
    code: () => testDollarBytecode,
    decimals: 6,
    tokenRules: { domain: { name: 'Test Dollar', version: '1' } },
    without: ['setMood'],
    impossible: [
      ...['deposit', 'depositWithPermit', 'depositWithAuthorization'].map(
        (name) => `${name} DepositNotWholeMicros`,
      ),
      ...['executeWithdrawal', 'withdraw', 'withdrawWithSignature'].map((name) => `${name} TransferFailed`),
      'log PayDeferred',
    ],
  },
  /** A token of 18 decimals that refuses some payees and takes no signatures. */
  picky: {
    name: 'picky',
    code: () => compile('PickyToken').creation,
    setUp: () =>
      encodeFunctionData({ abi: ENTRIES, args: [CHANGEABLE.map((item) => toFunctionSelector(item))] }),
    decimals: 18,
    tokenRules: { domain: undefined },
    without: [],
    impossible: ['done', 'DepositZero', 'DepositNotWholeMicros', 'AmountTooLarge'].map(
      (outcome) => `depositWithAuthorization ${outcome}`,
    ),
  },
} as const satisfies Record<string, Family>

export type Arena = {
  readonly family: Family
  readonly deployment: Deployment
  /** Gas that a push gives the token. */
  readonly pushGas: bigint
  readonly rpcUrl: string
  /** First instant at which a history may begin. */
  readonly startsAt: number
  /** A model of the ledger as it was deployed. */
  model(): Ledger
  stop(): Promise<void>
}

/** Starts a chain with the family's token, a ledger and the wallets of code. */
export async function openArena(family: Family): Promise<Arena> {
  const chain = await startQuietChain()
  const token = await create(chain, family.code())
  if (family.setUp) await chain.send(THIEF.address, token, family.setUp())
  const { defaultMinimumMicros, minHoldSeconds, maxHoldSeconds, noticeSeconds, requestWindowSeconds } = TERMS
  const ledger = await create(
    chain,
    encodeDeployData({
      abi: rewardLedgerAbi as Abi,
      bytecode: rewardLedgerBytecode,
      args: [
        token,
        defaultMinimumMicros,
        minHoldSeconds,
        maxHoldSeconds,
        noticeSeconds,
        requestWindowSeconds,
      ],
    }),
  )
  await placeWallets(chain)
  const constant = (functionName: 'MAX_PAYEES' | 'PUSH_GAS') =>
    chain.client.readContract({ address: ledger, abi: rewardLedgerAbi, functionName })
  const deployment = {
    ...TERMS,
    chainId: await chain.client.getChainId(),
    ledger,
    token,
    scale: 10n ** BigInt(family.decimals - 6),
    maxPayees: Number(await constant('MAX_PAYEES')),
  }
  return {
    family,
    deployment,
    pushGas: await constant('PUSH_GAS'),
    rpcUrl: chain.rpcUrl,
    startsAt: (await chain.now()) + DAY,
    model: () => newLedger({ deployment, tokenRules: family.tokenRules, acceptsSignature }),
    stop: () => chain.stop(),
  }
}

async function create(chain: QuietChain, code: Hex): Promise<Address> {
  const { created } = await chain.send(THIEF.address, undefined, code)
  if (!created) throw new Error('nothing was created')
  return lower(created)
}

async function placeWallets({ client }: QuietChain): Promise<void> {
  const { runtime } = compile('DigestWallet')
  for (const { address } of WALLET_PEOPLE) await client.setCode({ address, bytecode: runtime })
  const [wallet] = WALLET_PEOPLE
  const bytecode: Hex = `${DELEGATION_PREFIX}${wallet!.address.slice(2)}`
  await client.setCode({ address: DELEGATED.address, bytecode })
}
