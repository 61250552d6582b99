// Puts the test dollar and the reward ledger on the local testnet once, and remembers where they are. Later starts
// check that the chain still is the one that was deployed to.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import { testDollarBytecode } from '#abi/test-dollar-bytecode.ts'
import {
  createPublicClient,
  createWalletClient,
  http,
  keccak256,
  type Address,
  type Hash,
  type Hex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { invariant } from '#domain/invariant.ts'
import { refuse } from './refusal.ts'

/** The first of the publicly known development accounts; it holds money on local testnets only. */
export const LOCAL_DEPLOYER_KEY: Hex = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

/** What is owed is pushed from 0.10 on, unless the payee chose another minimum. */
const DEFAULT_MINIMUM_MICROS = 100_000n

const SECONDS_PER_DAY = 86_400

/** The shortest hold a pool may choose: one hour, the least in which an owner can notice a stolen order key. */
const MIN_HOLD_SECONDS = 3_600

/** The longest hold: 120 days, beyond every usual return window. */
const MAX_HOLD_SECONDS = 120 * SECONDS_PER_DAY

/** From a pool owner's request to the withdrawal: one day, longer than any batching delay. */
const NOTICE_SECONDS = SECONDS_PER_DAY

/** How long a withdrawal request stays good after its notice: a week, so that a weekend does not end it. */
const REQUEST_WINDOW_SECONDS = 7 * SECONDS_PER_DAY

/** The testnet mines a chain transaction at once; asking every 50 ms costs it nothing. */
const POLLING_MILLISECONDS = 50

/** A testnet on this machine answers in milliseconds; ten seconds is a machine under heavy load. */
const RPC_TIMEOUT_MILLISECONDS = 10_000

export type Deployment = {
  readonly chainId: number
  readonly ledger: Address
  readonly token: Address
  /** Block of the ledger's creation. */
  readonly deployBlock: number
  readonly deployBlockHash: Hash
  /** keccak256 of the ledger's deployed code. */
  readonly codeHash: Hash
}

/**
 * Returns the deployment remembered in `file`, checked against the chain, or makes one when the file is missing.
 * Refuses a chain that does not answer, and one that does not hold the remembered deployment.
 */
export async function deploy(options: {
  rpcUrl: string
  file: string
  deployerKey?: Hex
}): Promise<Deployment> {
  const { rpcUrl, file, deployerKey = LOCAL_DEPLOYER_KEY } = options
  if (existsSync(file)) {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Deployment
    await refuseOtherChain(known, rpcUrl)
    return known
  }
  const made = await deployContracts(rpcUrl, deployerKey)
  writeFileSync(`${file}.partial`, `${JSON.stringify(made, null, 2)}\n`)
  renameSync(`${file}.partial`, file)
  return made
}

async function refuseOtherChain(known: Deployment, rpcUrl: string): Promise<void> {
  const client = readerOf(rpcUrl)
  const chainId = await client.getChainId().catch((error: unknown) => unreachable(rpcUrl, error))
  if (chainId !== known.chainId) {
    refuse(`The chain at ${rpcUrl} is number ${chainId}, but this data belongs to chain ${known.chainId}.`)
  }
  const block = await client.getBlock({ blockNumber: BigInt(known.deployBlock) }).catch(() => undefined)
  const code = await client.getCode({ address: known.ledger })
  if (block?.hash === known.deployBlockHash && code !== undefined && keccak256(code) === known.codeHash)
    return
  refuse(
    `The chain at ${rpcUrl} was reset: the ledger ${known.ledger} that this data belongs to is not on it; remove the data folder to begin anew.`,
  )
}

async function deployContracts(rpcUrl: string, deployerKey: Hex): Promise<Deployment> {
  const reader = readerOf(rpcUrl)
  const chainId = await reader.getChainId().catch((error: unknown) => unreachable(rpcUrl, error))
  const writer = createWalletClient({
    account: privateKeyToAccount(deployerKey),
    transport: transportTo(rpcUrl),
  })

  const tokenHash = await writer.deployContract({
    abi: testDollarAbi,
    bytecode: testDollarBytecode,
    chain: null,
  })
  const token = (await reader.waitForTransactionReceipt({ hash: tokenHash })).contractAddress
  invariant(token, 'a mined deployment has an address')

  const ledgerHash = await writer.deployContract({
    abi: rewardLedgerAbi,
    bytecode: rewardLedgerBytecode,
    args: [
      token,
      DEFAULT_MINIMUM_MICROS,
      MIN_HOLD_SECONDS,
      MAX_HOLD_SECONDS,
      NOTICE_SECONDS,
      REQUEST_WINDOW_SECONDS,
    ],
    chain: null,
  })
  const receipt = await reader.waitForTransactionReceipt({ hash: ledgerHash })
  const ledger = receipt.contractAddress
  invariant(ledger && receipt.status === 'success', 'the ledger accepts its own constants')
  const code = await reader.getCode({ address: ledger })
  invariant(code, 'a deployed ledger has code')
  return {
    chainId,
    ledger,
    token,
    deployBlock: Number(receipt.blockNumber),
    deployBlockHash: receipt.blockHash,
    codeHash: keccak256(code),
  }
}

function readerOf(rpcUrl: string) {
  return createPublicClient({
    transport: transportTo(rpcUrl),
    cacheTime: 0,
    pollingInterval: POLLING_MILLISECONDS,
  })
}

function transportTo(rpcUrl: string) {
  return http(rpcUrl, { timeout: RPC_TIMEOUT_MILLISECONDS })
}

function unreachable(rpcUrl: string, cause: unknown): never {
  return refuse(`The chain at ${rpcUrl} does not answer.`, cause)
}
