// What stands on the bench's chain before anything is measured: for a token, a ledger as it is deployed, one with a high
// default minimum, and the batch tool of the baselines.

import { testDollarAbi } from '#abi/test-dollar.ts'
import { maxUint256, type Address } from 'viem'
import { encodeDeployData, encodeFunctionData, parseAbi } from 'viem/utils'
import { CARRIER, type BenchChain } from './bench-chain.ts'
import type { Bytecodes } from './build-contracts.ts'
import { DEPOSIT_MICROS, openLedger, type BenchLedger } from './ledger.ts'

/** The tokens that are measured with: OpenZeppelin's ERC-20 as it is, and one as heavy as the large stablecoins. */
export type TokenKind = 'plain' | 'usdc'

export type World = {
  readonly chain: BenchChain
  readonly token: Address
  /** Pushes from `EVERYDAY_MINIMUM_MICROS` on. */
  readonly everyday: BenchLedger
  /** Pushes from `PATIENT_MINIMUM_MICROS` on, but to those who have chosen less. */
  readonly patient: BenchLedger
  /** See `tests/contracts/bench`. */
  readonly batchTransfer: Address
  readonly survey: Address
}

/** The default minimum of a deployment, 0.10. */
export const EVERYDAY_MINIMUM_MICROS = 100_000n

/** The highest default a deployment may have, 1 000.00: nobody here reaches it. */
export const PATIENT_MINIMUM_MICROS = 1_000_000_000n

/** Pools, people and baselines together take a fraction. */
const MINTED_MICROS = 10n * DEPOSIT_MICROS

const USDC_LIKE_PROXY_ABI = parseAbi([
  'constructor(address implementation, address admin, bytes initialization)',
])
const USDC_LIKE_ABI = parseAbi(['function initialize(address controller)'])

/** Nobody calls as the admin of the proxy; the carrier could not use the token if it were the admin. */
const PROXY_ADMIN: Address = '0x00000000000000000000000000000000000000a1'

/** Deploys everything for a token of this kind and gives the carrier money. */
export async function buildWorld(chain: BenchChain, bytecodes: Bytecodes, kind: TokenKind): Promise<World> {
  const token =
    kind === 'usdc' ? await deployUsdcLike(chain, bytecodes) : await chain.deploy(bytecodes.TestDollar)
  const batchTransfer = await chain.deploy(bytecodes.BatchTransfer)
  const survey = await chain.deploy(bytecodes.Survey)
  const abi = testDollarAbi
  for (const data of [
    encodeFunctionData({ abi, functionName: 'mint', args: [CARRIER, MINTED_MICROS] }),
    encodeFunctionData({ abi, functionName: 'approve', args: [batchTransfer, maxUint256] }),
  ]) {
    await chain.send({ to: token, data })
  }
  const bytecode = bytecodes.RewardLedger
  return {
    chain,
    token,
    everyday: await openLedger(chain, { bytecode, token, defaultMinimumMicros: EVERYDAY_MINIMUM_MICROS }),
    patient: await openLedger(chain, { bytecode, token, defaultMinimumMicros: PATIENT_MINIMUM_MICROS }),
    batchTransfer,
    survey,
  }
}

async function deployUsdcLike(chain: BenchChain, bytecodes: Bytecodes): Promise<Address> {
  const implementation = await chain.deploy(bytecodes.UsdcLike)
  const initialization = encodeFunctionData({
    abi: USDC_LIKE_ABI,
    functionName: 'initialize',
    args: [CARRIER],
  })
  return await chain.deploy(
    encodeDeployData({
      abi: USDC_LIKE_PROXY_ABI,
      bytecode: bytecodes.UsdcLikeProxy,
      args: [implementation, PROXY_ADMIN, initialization],
    }),
  )
}
