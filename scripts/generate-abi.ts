// Writes the contracts' ABIs and creation bytecode into `src/abi`, from a fresh build.
// With `--check` it writes nothing and exits 1 when a file is stale.

import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { artifacts, tasks } from 'hardhat'
import { format, resolveConfig } from 'prettier'

/** What to generate: the contract, and the names that its files and exports begin with. */
const CONTRACTS = [
  { contract: 'RewardLedger', file: 'reward-ledger', name: 'rewardLedger' },
  { contract: 'TestDollar', file: 'test-dollar', name: 'testDollar' },
] as const

const COMMAND = 'npm run abi'

const ABI_FOLDER = new URL('../src/abi/', import.meta.url)

type Generated = { readonly path: string; readonly text: string }

async function main(): Promise<void> {
  await tasks.getTask('build').run({ noTests: true, quiet: true })
  const files = (await Promise.all(CONTRACTS.map(generate))).flat()

  if (!process.argv.includes('--check')) {
    await Promise.all(files.map(({ path, text }) => writeFile(path, text)))
    return
  }
  const stale: string[] = []
  for (const { path, text } of files) {
    if ((await readFile(path, 'utf8').catch(() => '')) !== text) stale.push(path)
  }
  if (stale.length === 0) return
  console.error(`Stale, run \`${COMMAND}\`:\n${stale.join('\n')}`)
  process.exitCode = 1
}

async function generate({ contract, file, name }: (typeof CONTRACTS)[number]): Promise<Generated[]> {
  const artifact = await artifacts.readArtifact(contract)
  const head = `// Generated from contracts/${contract}.sol by \`${COMMAND}\`. Do not edit.\n\n`
  return Promise.all([
    formatted(
      `${file}.ts`,
      `${head}export const ${name}Abi = ${JSON.stringify(artifact.abi, withoutInternalType)} as const\n`,
    ),
    formatted(
      `${file}-bytecode.ts`,
      `${head}export const ${name}Bytecode: \`0x\${string}\` = '${artifact.bytecode}'\n`,
    ),
  ])
}

/** Drops solc's own type names, which no reader of an ABI needs. */
function withoutInternalType(key: string, value: unknown): unknown {
  return key === 'internalType' ? undefined : value
}

/** The text as `prettier --write` would leave it, so that formatting never makes a generated file stale. */
async function formatted(file: string, text: string): Promise<Generated> {
  const path = fileURLToPath(new URL(file, ABI_FOLDER))
  const options = await resolveConfig(path, { editorconfig: true })
  return { path, text: await format(text, { ...options, filepath: path }) }
}

await main()
