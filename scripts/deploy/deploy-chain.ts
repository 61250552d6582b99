// The chain as a deployment uses it: what identifies it, what a creation costs, and what became of it.

import { createBroadcaster } from '#chain/broadcaster.ts'
import { revertName } from '#chain/revert.ts'
import { askChain, createRpcClient, reasonOf } from '#chain/rpc.ts'
import { Problem } from '#domain/problem.ts'
import { MAX_TRANSACTION_GAS } from '#ports/chain-sending.ts'
import { hexToBigInt, keccak256, type Address, type Hash, type Hex, type PublicClient } from 'viem'
import { refuse } from '../system/refusal.ts'

/** Estimates are made on the latest block; a fifth more covers what changes until the next ones. */
const GAS_HEADROOM_PERCENT = 120n

export type DeployChain = ReturnType<typeof openDeployChain>

/** Connects to a node at the first request. Whatever it is asked refuses in one sentence when the chain does not answer. */
export function openDeployChain(rpcUrl: string) {
  const client = createRpcClient(rpcUrl)
  const sending = createBroadcaster({ rpcUrl })
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    askChain(question).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
      return refuse(`The chain at ${placeOf(rpcUrl)} does not answer.`, error)
    })

  return {
    place: placeOf(rpcUrl),
    identity: () =>
      ask(async () => {
        const [chainId, genesisHash] = await Promise.all([client.getChainId(), genesisHashOf(client)])
        return { chainId, genesisHash }
      }),
    head: () => ask(() => client.getBlockNumber()),
    blockHash: (number: number): Promise<Hash | undefined> =>
      ask(async () => {
        const block = await client.request({
          method: 'eth_getBlockByNumber',
          params: [`0x${number.toString(16)}`, false],
        })
        return block?.hash ?? undefined
      }),
    /** keccak256 of the code at the address; undefined when there is none. */
    codeHash: (address: Address): Promise<Hash | undefined> =>
      ask(async () => {
        const code = await client.getCode({ address })
        return code && keccak256(code)
      }),
    nonces: (sender: Address) => ask(() => sending.nonces(sender)),
    balance: (address: Address) => ask(() => sending.balance(address)),
    fees: () => ask(() => sending.fees()),
    broadcast: (raw: Hex) => ask(() => sending.broadcast(raw)),
    receipt: (hash: Hash) => ask(() => sending.receipt(hash)),
    knows: (hash: Hash) => ask(() => sending.knows(hash)),
    creationGas: async (name: string, deployer: Address, initCode: Hex): Promise<bigint> =>
      gasLimitOf(name, await ask(() => estimateCreation(client, deployer, initCode))),
  }
}

/** What a creation is estimated to need, or in what words its constructor refuses. */
async function estimateCreation(
  client: PublicClient,
  deployer: Address,
  initCode: Hex,
): Promise<bigint | string> {
  try {
    const call = { from: deployer, data: initCode }
    return hexToBigInt(await client.request({ method: 'eth_estimateGas', params: [call] }))
  } catch (error) {
    const reason = reasonOf(error)
    const refusal = revertName(error) ?? (/revert/i.test(reason) ? reason : undefined)
    if (refusal === undefined) throw error
    return refusal
  }
}

/** Gas to give it. Refuses in one sentence what the constructor refuses, and what no chain transaction can hold. */
function gasLimitOf(name: string, estimate: bigint | string): bigint {
  if (typeof estimate === 'string')
    return refuse(`The constructor of ${name} refuses its arguments: ${estimate}.`)
  if (estimate > MAX_TRANSACTION_GAS)
    return refuse(`Deploying ${name} takes ${estimate} gas, more than a chain transaction may have.`)
  const gas = (estimate * GAS_HEADROOM_PERCENT) / 100n
  return gas < MAX_TRANSACTION_GAS ? gas : MAX_TRANSACTION_GAS
}

/**
 * The block that all others stand on. A testnet that is started anew on its saved state makes another block 0 each time, and
 * shows any of them; the first block above it names the one that counts.
 */
async function genesisHashOf(client: PublicClient): Promise<Hash> {
  if ((await client.getBlockNumber({ cacheTime: 0 })) > 0n)
    return (await client.getBlock({ blockNumber: 1n })).parentHash
  return (await client.getBlock({ blockNumber: 0n })).hash
}

/** A node's address without its path, which may hold an access key. */
function placeOf(rpcUrl: string): string {
  return URL.canParse(rpcUrl) ? new URL(rpcUrl).origin : rpcUrl
}
