// `npm run deploy`: puts the contracts on a chain once, whatever interrupts it, and records where they are.

import { join } from 'node:path'
import {
  DEPLOY_USAGE,
  readArguments,
  readSurroundings,
  type DeployArguments,
  type Surroundings,
} from './deploy/arguments.ts'
import { LEDGER_NAME } from './deploy/contracts.ts'
import { openDeployChain } from './deploy/deploy-chain.ts'
import { deployContracts } from './deploy/deploy-contracts.ts'
import type { DeployOutcome } from './deploy/options.ts'
import { LOCAL_CHAIN_ID } from './system/anvil.ts'
import { Refusal } from './system/refusal.ts'
import { lockFolder } from './system/system-lock.ts'

/** Blocks on top of a creation before the next step: some two and a half minutes on Ethereum. */
const CONFIRMATIONS = 12

/** Between two looks for a receipt: a fraction of any chain's block time. */
const POLL_MILLISECONDS = 500

/** Longest wait for one creation: a quarter of an hour outlasts a busy spell; the next run goes on anyway. */
const PATIENCE_MILLISECONDS = 900_000

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2))
  if ('help' in asked) {
    console.log(DEPLOY_USAGE)
    return 0
  }
  if ('wrong' in asked) return complain(`${asked.wrong} See npm run deploy -- --help.`, 2)
  const surroundings = readSurroundings(process.env)
  if ('wrong' in surroundings) return complain(surroundings.wrong, 2)

  const unlock = lockFolder(asked.run.folder)
  try {
    print(await deploy(asked.run, surroundings), asked.run)
    return 0
  } finally {
    unlock()
  }
}

async function deploy(
  { token, terms, folder, confirmations }: DeployArguments,
  { rpcUrl, deployerKey }: Surroundings,
): Promise<DeployOutcome> {
  const { chainId } = await openDeployChain(rpcUrl).identity()
  const file = join(folder, `${chainId}.json`)
  return deployContracts({
    rpcUrl,
    file,
    deployerKey,
    token,
    terms,
    confirmations: confirmations ?? (chainId === LOCAL_CHAIN_ID ? 0 : CONFIRMATIONS),
    pollMilliseconds: POLL_MILLISECONDS,
    patienceMilliseconds: PATIENCE_MILLISECONDS,
    remedy: 'move that file away to deploy anew',
    report: (line) => console.error(line),
  })
}

/** The record, or what a relayer needs to be told. */
function print({ status, record, changedSince }: DeployOutcome, { json, folder }: DeployArguments): void {
  const file = join(folder, `${record.chainId}.json`)
  if (status === 'already-deployed') console.error(`Everything is deployed already; ${file} says where.`)
  for (const name of changedSince)
    console.error(`The ${name} there was built from other contracts than these; it stays what it is.`)
  if (json) return console.log(JSON.stringify(record, null, 2))

  console.log(`CHAIN_ID=${record.chainId}`)
  for (const [name, { address }] of Object.entries(record.contracts)) console.log(`# ${name} ${address}`)
  const ledger = record.contracts[LEDGER_NAME]
  if (ledger?.state !== 'deployed') return
  console.log(`LEDGER_ADDRESS=${ledger.address}\nDEPLOY_BLOCK=${ledger.block.number}`)
  const factory = record.contracts['PasskeyAccountFactory']
  if (factory?.state === 'deployed') console.log(`PASSKEY_FACTORY_ADDRESS=${factory.address}`)
}

function complain(sentence: string, exitCode: number): number {
  console.error(sentence)
  return exitCode
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  process.exitCode = complain(error.message, 1)
}
