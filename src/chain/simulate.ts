// Runs a call without sending it: a contract's refusal is an answer, everything else is the node's doing.

import type { ChainCall } from '#ports/chain.ts'
import { MAX_TRANSACTION_GAS, type Simulation } from '#ports/chain-sending.ts'
import { hexToBigInt, numberToHex, type Address, type Hex, type PublicClient } from 'viem'

import { revertName } from './revert.ts'
import { askChain } from './rpc.ts'

/** Runs the call on the latest block with the most gas it may have, and then estimates what it needs. */
export function simulate(
  client: PublicClient,
  sender: Address,
  call: ChainCall,
  mostGas = MAX_TRANSACTION_GAS,
): Promise<Simulation> {
  return askChain(async () => {
    const errorName = await callReverts(client, requestOf(sender, call, mostGas), 'latest')
    if (errorName !== undefined) return { status: 'refused', errorName }
    const gas = await client.request({
      method: 'eth_estimateGas',
      params: [requestOf(sender, call, mostGas), 'latest'],
    })
    return { status: 'passes', gas: hexToBigInt(gas) }
  })
}

/** Name of the error with which the call reverts on the given block; undefined when it does not revert. */
export function explainRevert(
  client: PublicClient,
  sender: Address,
  call: ChainCall,
  block: Hex,
): Promise<string | undefined> {
  return askChain(() => callReverts(client, requestOf(sender, call), block))
}

async function callReverts(
  client: PublicClient,
  request: ReturnType<typeof requestOf>,
  block: Hex | 'latest',
): Promise<string | undefined> {
  try {
    await client.request({ method: 'eth_call', params: [request, block] })
    return undefined
  } catch (error) {
    const errorName = revertName(error)
    if (errorName === undefined) throw error
    return errorName
  }
}

function requestOf(sender: Address, { to, data, value }: ChainCall, mostGas = MAX_TRANSACTION_GAS) {
  return { from: sender, to, data, value: numberToHex(value), gas: numberToHex(mostGas) }
}
