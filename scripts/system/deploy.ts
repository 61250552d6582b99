// Puts the test dollar and the reward ledger on the local testnet once, and remembers where they are. Later starts
// check that the chain still is the one that was deployed to.

import { existsSync, renameSync, rmSync } from 'node:fs'
import type { Address, Hash, Hex } from 'viem'
import { LEDGER_NAME, TEST_TOKEN } from '../deploy/contracts.ts'
import { deployContracts } from '../deploy/deploy-contracts.ts'
import { readRecord, type DeploymentRecord } from '../deploy/record.ts'
import { refuse } from './refusal.ts'

/** The first of the publicly known development accounts; it holds money on local testnets only. */
export const LOCAL_DEPLOYER_KEY: Hex = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

/** The testnet mines a chain transaction at once, and takes none back; asking every 50 ms costs it nothing. */
const LOCAL = { confirmations: 0, pollMilliseconds: 50, patienceMilliseconds: 60_000 }

/** What helps against data that does not fit its chain. */
const REMEDY = 'remove the data folder to begin anew'

export type Deployment = {
  readonly chainId: number
  readonly ledger: Address
  readonly token: Address
  /** Makes the accounts that passkeys sign for; undefined on a chain that was deployed to before there were any. */
  readonly passkeyFactory: Address | undefined
  /** Block of the ledger's creation. */
  readonly deployBlock: number
  readonly deployBlockHash: Hash
  /** keccak256 of the ledger's deployed code. */
  readonly codeHash: Hash
}

/**
 * Returns the deployment remembered in `file`, checked against the chain, or makes one when the file is missing; it
 * appears when all is deployed. Refuses a chain that does not answer, one that does not hold the remembered deployment,
 * and a ledger that was built from other contracts than these.
 */
export async function deploy(options: {
  rpcUrl: string
  file: string
  deployerKey?: Hex
}): Promise<Deployment> {
  const { rpcUrl, file, deployerKey = LOCAL_DEPLOYER_KEY } = options
  const isDone = existsSync(file)
  const unfinished = `${file}.unfinished`
  // An interrupted one is not gone on with: a killed testnet may have lost it, and here a second ledger costs nothing.
  rmSync(unfinished, { force: true })
  const { record, changedSince } = await deployContracts({
    ...LOCAL,
    rpcUrl,
    file: isDone ? file : unfinished,
    deployerKey,
    token: TEST_TOKEN.name,
    remedy: REMEDY,
  })
  if (changedSince.includes(LEDGER_NAME))
    refuse(`The ledger that ${file} names was built from other contracts than these; ${REMEDY}.`)
  if (!isDone) renameSync(unfinished, file)
  return deploymentOf(record)
}

/** The deployment remembered in `file`; undefined when there is none. */
export function readDeployment(file: string): Deployment | undefined {
  const record = readRecord(file)
  return record && deploymentOf(record)
}

function deploymentOf({ chainId, contracts }: DeploymentRecord): Deployment {
  const ledger = contracts[LEDGER_NAME]
  const token = ledger?.constructorArguments['token']
  const factory = contracts['PasskeyAccountFactory']
  if (ledger?.state !== 'deployed' || token === undefined)
    return refuse(`The deployment on chain ${chainId} is not finished; ${REMEDY}.`)
  return {
    chainId,
    ledger: ledger.address,
    token: token as Address,
    passkeyFactory: factory?.state === 'deployed' ? factory.address : undefined,
    deployBlock: ledger.block.number,
    deployBlockHash: ledger.block.hash,
    codeHash: ledger.codeHash,
  }
}
