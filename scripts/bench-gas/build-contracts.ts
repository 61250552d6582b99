// Builds what the bench deploys, always from the sources as they are: the ledger and its test token as they are
// deployed, and the bench's own contracts as tests are built.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { artifacts, solidity, tasks } from 'hardhat'
import type { Hex } from 'viem'

/** Contracts that are also deployed for real, by name. */
const DEPLOYED = ['RewardLedger', 'TestDollar'] as const

/** Contracts that only the bench has, in a folder that is never deployed from. */
const BENCH = ['BatchTransfer', 'Survey', 'UsdcLike', 'UsdcLikeProxy'] as const
const BENCH_FOLDER = 'tests/contracts/bench'

/** Creation code, without constructor arguments, by contract. */
export type Bytecodes = Readonly<Record<(typeof DEPLOYED)[number] | (typeof BENCH)[number], Hex>>

/** Compiles what has changed since the last build and answers the creation code of each. */
export async function buildContracts(): Promise<Bytecodes> {
  const files = [
    ...DEPLOYED.map((name) => `contracts/${name}.sol`),
    ...BENCH.map((name) => `${BENCH_FOLDER}/${name}.sol`),
  ]
  await withoutStandardOutput(() => tasks.getTask('build').run({ files, quiet: true }))

  const folder = await solidity.getArtifactsDirectory('tests')
  const built = await Promise.all([
    ...DEPLOYED.map(async (name) => [name, (await artifacts.readArtifact(name)).bytecode]),
    ...BENCH.map(async (name) => [
      name,
      await readBytecode(join(folder, BENCH_FOLDER, `${name}.sol`, `${name}.json`)),
    ]),
  ])
  return Object.fromEntries(built) as Bytecodes
}

/** Standard output is for figures alone; what a build says, even a quiet one, goes to standard error. */
async function withoutStandardOutput(work: () => Promise<unknown>): Promise<void> {
  const { log } = console
  console.log = console.error
  try {
    await work()
  } finally {
    console.log = log
  }
}

async function readBytecode(file: string): Promise<string> {
  return (JSON.parse(await readFile(file, 'utf8')) as { bytecode: string }).bytecode
}
