// Writes the contracts' ABIs and bytecode into `src/abi`, and their sizes into the documentation, from a fresh build.
// With `--check` it writes nothing and exits 1 when a file is stale.

import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { artifacts, tasks } from 'hardhat'
import { format, resolveConfig } from 'prettier'
import { readDeployedCode, type DeployedCode } from './abi/deployed-code.ts'
import { withSizesTable } from './abi/sizes-table.ts'

/** What to generate: the contract, and the names that its files and exports begin with. */
const CONTRACTS = [
  { contract: 'RewardLedger', file: 'reward-ledger', name: 'rewardLedger' },
  { contract: 'TestDollar', file: 'test-dollar', name: 'testDollar' },
  { contract: 'PasskeyAccount', file: 'passkey-account', name: 'passkeyAccount' },
  { contract: 'PasskeyAccountFactory', file: 'passkey-account-factory', name: 'passkeyAccountFactory' },
] as const

/** The contract whose deployments an audit compares with the build. */
const AUDITED = 'RewardLedger'

const COMMAND = 'npm run abi'

const ROOT = new URL('../', import.meta.url)

const CONTRACTS_PAGE = 'docs/reference/contracts.md'

type Generated = { readonly path: string; readonly text: string }

type Contract = (typeof CONTRACTS)[number]

async function main(): Promise<void> {
  await tasks.getTask('build').run({ noTests: true, quiet: true })
  const codes = new Map<string, DeployedCode>()
  for (const { contract } of CONTRACTS) codes.set(contract, await readDeployedCode(contract))
  const page = await readFile(new URL(CONTRACTS_PAGE, ROOT), 'utf8')
  const files = [
    ...(await Promise.all(CONTRACTS.map((each) => generate(each, codes.get(each.contract))))).flat(),
    await formatted(CONTRACTS_PAGE, withSizesTable(page, codes)),
  ]

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

async function generate(
  { contract, file, name }: Contract,
  code: DeployedCode | undefined,
): Promise<Generated[]> {
  const artifact = await artifacts.readArtifact(contract)
  const head = `// Generated from ${artifact.inputSourceName?.replace('project/', '')} by \`${COMMAND}\`. Do not edit.\n\n`
  const texts = [
    [`${file}.ts`, `export const ${name}Abi = ${JSON.stringify(artifact.abi, withoutInternalType)} as const`],
    [`${file}-bytecode.ts`, `export const ${name}Bytecode: \`0x\${string}\` = '${artifact.bytecode}'`],
  ]
  if (contract === AUDITED)
    texts.push([
      `${file}-code.ts`,
      `/** The deployed code as a part of the creation code, and the words in it that immutables fill. Bytes. */
       export const ${name}Code = ${JSON.stringify(code)} as const`,
    ])
  return Promise.all(texts.map(([path, text]) => formatted(`src/abi/${path}`, `${head}${text}\n`)))
}

/** Drops solc's own type names, which no reader of an ABI needs. */
function withoutInternalType(key: string, value: unknown): unknown {
  return key === 'internalType' ? undefined : value
}

/** The text as `prettier --write` would leave it, so that formatting never makes a generated file stale. */
async function formatted(file: string, text: string): Promise<Generated> {
  const path = fileURLToPath(new URL(file, ROOT))
  const options = await resolveConfig(path, { editorconfig: true })
  return { path, text: await format(text, { ...options, filepath: path }) }
}

await main()
