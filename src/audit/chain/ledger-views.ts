// What the ledger and its token store at one block, read through calls. Many calls travel as one, so that an audit of a
// hundred thousand batches takes a thousand requests.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { Problem } from '#domain/problem.ts'
import {
  erc20Abi,
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionReturnType,
} from 'viem'
import { multicall, readContract } from 'viem/actions'
import { lower } from '../ledger-log.ts'
import type { LedgerConstants } from '../state.ts'
import { chainUnavailable, mapLimited } from './ask.ts'
import type { ChainReader } from './reader.ts'
import { reasonOf, rpcFaultOf } from './rpc-fault.ts'

/** A ledger at the block under audit. */
export type LedgerAt = { readonly ledger: Address; readonly block: number }

type View = 'getPool' | 'getAccount' | 'getBatch'
type Args<N extends View> = ContractFunctionArgs<typeof rewardLedgerAbi, 'view', N>
type Answer<N extends View> = ContractFunctionReturnType<typeof rewardLedgerAbi, 'view', N>

/**
 * Calls packed into one request: with viem's aggregator of some 4 000 bytes and 260 bytes a call they stay below the
 * 49 152 bytes that creation code may have (EIP-3860).
 */
const CALLS_PER_REQUEST = 100

/** What the deployment fixed. Refuses an address whose code does not answer as a ledger: `ledger_not_found`. */
export async function readConstants(
  reader: ChainReader,
  { ledger, block }: LedgerAt,
  chainId: number,
): Promise<LedgerConstants> {
  const { client, ask } = reader
  const at = { address: ledger, abi: rewardLedgerAbi, blockNumber: BigInt(block) } as const
  try {
    const [token, scale, defaultMinimumMicros, minHold, maxHold, notice, requestWindow, maxPayees] =
      await Promise.all([
        ask(() => readContract(client, { ...at, functionName: 'TOKEN' })),
        ask(() => readContract(client, { ...at, functionName: 'SCALE' })),
        ask(() => readContract(client, { ...at, functionName: 'DEFAULT_MINIMUM_MICROS' })),
        ask(() => readContract(client, { ...at, functionName: 'MIN_HOLD' })),
        ask(() => readContract(client, { ...at, functionName: 'MAX_HOLD' })),
        ask(() => readContract(client, { ...at, functionName: 'NOTICE' })),
        ask(() => readContract(client, { ...at, functionName: 'REQUEST_WINDOW' })),
        ask(() => readContract(client, { ...at, functionName: 'MAX_PAYEES' })),
      ])
    return {
      chainId,
      ledger,
      token: lower(token),
      scale,
      defaultMinimumMicros,
      minHoldSeconds: minHold,
      maxHoldSeconds: maxHold,
      noticeSeconds: notice,
      requestWindowSeconds: requestWindow,
      maxPayees: Number(maxPayees),
    }
  } catch (error) {
    if (rpcFaultOf(error) !== 'refused') throw chainUnavailable('the ledger’s constants', error)
    throw new Problem('ledger_not_found', { ledger, block, reason: reasonOf(error) }, { cause: error })
  }
}

/** How many pools the ledger has opened. */
export function readPoolCount({ client, ask }: ChainReader, { ledger, block }: LedgerAt): Promise<number> {
  const call = {
    address: ledger,
    abi: rewardLedgerAbi,
    functionName: 'poolCount',
    blockNumber: BigInt(block),
  } as const
  return ask(() => readContract(client, call))
}

/** The token balance of the ledger, in raw units. */
export function readBalance(
  { client, ask }: ChainReader,
  token: Address,
  { ledger, block }: LedgerAt,
): Promise<bigint> {
  const call = {
    address: token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [ledger],
    blockNumber: BigInt(block),
  } as const
  return ask(() => readContract(client, call))
}

/** Answers of one view for many arguments, in their order. */
export async function readMany<N extends View>(
  reader: ChainReader,
  ledgerAt: LedgerAt,
  functionName: N,
  argsList: readonly Args<N>[],
): Promise<Answer<N>[]> {
  const chunks = Array.from({ length: Math.ceil(argsList.length / CALLS_PER_REQUEST) }, (_, index) =>
    argsList.slice(index * CALLS_PER_REQUEST, (index + 1) * CALLS_PER_REQUEST),
  )
  const answers = await mapLimited(chunks, (chunk) => readChunk(reader, ledgerAt, functionName, chunk))
  return answers.flat()
}

async function readChunk<N extends View>(
  { client, ask }: ChainReader,
  { ledger, block }: LedgerAt,
  functionName: N,
  argsList: readonly Args<N>[],
): Promise<Answer<N>[]> {
  const blockNumber = BigInt(block)
  // Which view it is, is known to the caller alone; viem's types would ask for one literal name.
  const abi: Abi = rewardLedgerAbi
  const calls = argsList.map((args) => ({
    address: ledger,
    abi,
    functionName: functionName as string,
    args: args as readonly unknown[],
  }))
  try {
    // Deployless: the aggregator's code travels with the call, so no contract has to exist on the chain for it.
    const packed = {
      contracts: calls,
      allowFailure: false,
      deployless: true,
      batchSize: 0,
      blockNumber,
    } as const
    return (await ask(() => multicall(client, packed))) as Answer<N>[]
  } catch (error) {
    if (rpcFaultOf(error) !== 'refused') throw chainUnavailable(`${functionName} of the ledger`, error)
  }
  // Some endpoints refuse calls that carry code. One by one is slower and always allowed.
  const answers: Answer<N>[] = []
  for (const call of calls) {
    try {
      answers.push((await ask(() => readContract(client, { ...call, blockNumber }))) as Answer<N>)
    } catch (error) {
      throw chainUnavailable(`${functionName} of the ledger`, error)
    }
  }
  return answers
}
