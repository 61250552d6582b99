// Plays calls on a chain in one request (`eth_simulateV1`): nothing stays, so every history begins with the same state,
// and time is whatever the calls say.

import type { Address, Hex } from 'viem'

/** Gas of a call: the most that one chain transaction may have (EIP-7825). */
export const CALL_GAS = 16_777_216n

/** Room for all calls of one instant, in one block. */
const BLOCK_GAS = 10n ** 12n

export type SentCall = {
  readonly at: number
  readonly from: Address
  readonly to: Address
  readonly data: Hex
  readonly gas: bigint
}

export type RawLog = {
  readonly address: Address
  readonly topics: [] | [Hex, ...Hex[]]
  readonly data: Hex
}

export type Answer = {
  readonly status: '0x1' | '0x0'
  readonly returnData: Hex
  readonly logs: readonly RawLog[]
  readonly gasUsed: Hex
}

/** Answers of `calls`, one each and in their order, from the latest state of the chain at `rpcUrl`. */
export async function simulate(rpcUrl: string, calls: readonly SentCall[]): Promise<Answer[]> {
  const blockStateCalls = Map.groupBy(calls, ({ at }) => at)
    .entries()
    .map(([at, ofInstant]) => ({
      blockOverrides: { time: hex(at), gasLimit: hex(BLOCK_GAS) },
      calls: ofInstant.map(({ from, to, data, gas }) => ({ from, to, data, gas: hex(gas) })),
    }))
    .toArray()
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_simulateV1',
      params: [{ blockStateCalls, validation: false }, 'latest'],
    }),
  })
  const { result, error } = (await response.json()) as {
    result?: readonly { readonly calls: readonly Answer[] }[]
    error?: unknown
  }
  const answers = result?.flatMap((block) => block.calls)
  if (answers?.length !== calls.length) throw new Error(`The chain did not play it: ${JSON.stringify(error)}`)
  return answers
}

function hex(value: number | bigint): Hex {
  return `0x${value.toString(16)}`
}
