// What to offer for gas, by EIP-1559.

import type { ChainFees } from '#ports/chain-sending.ts'
import type { PublicClient } from 'viem'

/** Times the latest base fee: it rises by at most 12.5 % a block, so twice it lasts six full blocks. */
const BASE_FEE_HEADROOM = 2n

/** In wei for one unit of gas. */
export async function readFees(client: PublicClient): Promise<ChainFees> {
  const [block, maxPriorityFeePerGas] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.estimateMaxPriorityFeePerGas(),
  ])
  const baseFeePerGas = block.baseFeePerGas
  if (baseFeePerGas === null) throw new Error('the chain has no base fee')
  return { maxFeePerGas: baseFeePerGas * BASE_FEE_HEADROOM + maxPriorityFeePerGas, maxPriorityFeePerGas }
}
