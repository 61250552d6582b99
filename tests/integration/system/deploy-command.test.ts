// `npm run deploy` as a person runs it: its words and exit codes, a kill in the middle, and two at a time.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { CONTRACTS, TEST_TOKEN } from '../../../scripts/deploy/contracts.ts'
import { startAnvil, type Anvil } from '../../../scripts/system/anvil.ts'
import { LOCAL_DEPLOYER_KEY } from '../../../scripts/system/deploy.ts'
import { openTestClient } from '../../support/chain.ts'
import { makeRunFolder } from '../../support/run-folder.ts'

const COMMAND = fileURLToPath(new URL('../../../scripts/deploy.ts', import.meta.url))
/** What a test token's deployment consists of, in its order. */
const NAMES = [TEST_TOKEN, ...CONTRACTS].map(({ name }) => name)
const DEPLOYER = privateKeyToAccount(LOCAL_DEPLOYER_KEY).address

let anvil: Anvil
let folder: string
let children: ChildProcess[] = []

beforeAll(async () => {
  anvil = await startAnvil({ folder: makeRunFolder('deploy-chain-') })
})

afterAll(() => anvil.stop())

beforeEach(() => {
  folder = makeRunFolder('deploy-')
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
})

type Surroundings = { CHAIN_RPC_URL?: string; DEPLOYER_KEY?: string }

function start(args: readonly string[], changes: Surroundings = {}) {
  const surroundings = { CHAIN_RPC_URL: anvil.rpcUrl, DEPLOYER_KEY: LOCAL_DEPLOYER_KEY, ...changes }
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...surroundings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  return { child, said }
}

async function run(args: readonly string[], changes: Surroundings = {}) {
  const { child, said } = start(args, changes)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

/** Resolves when the program has said `words` on standard error. */
async function hears({ child, said }: ReturnType<typeof start>, words: string): Promise<void> {
  while (!said.stderr.includes(words)) await once(child.stderr!, 'data')
}

const client = () => openTestClient(anvil.rpcUrl)
const nonce = () => client().getTransactionCount({ address: DEPLOYER })
const file = () => join(folder, 'deployments', '31337.json')

test('deploys, prints what a relayer is told, and says the second time that all is done', async () => {
  const first = await run(['--test-token'])
  expect(first.code).toBe(0)
  const record = JSON.parse(readFileSync(file(), 'utf8')) as {
    contracts: Record<string, { address: string; block: { number: number } }>
  }
  const { RewardLedger, PasskeyAccountFactory } = record.contracts
  const told = [
    'CHAIN_ID=31337',
    ...NAMES.map((name) => `# ${name} ${record.contracts[name]?.address}`),
    `LEDGER_ADDRESS=${RewardLedger?.address}`,
    `DEPLOY_BLOCK=${RewardLedger?.block.number}`,
    `PASSKEY_FACTORY_ADDRESS=${PasskeyAccountFactory?.address}`,
  ]
  expect(first.stdout).toBe(`${told.join('\n')}\n`)

  const second = await run(['--json'])
  expect(second).toMatchObject({ code: 0 })
  expect(second.stderr).toBe(
    `Everything is deployed already; ${join('deployments', '31337.json')} says where.\n`,
  )
  expect(JSON.parse(second.stdout)).toEqual(record)
  expect(readdirSync(join(folder, 'deployments'))).toEqual(['31337.json'])
})

test('killed while it waits for a block, it goes on: one of each', async () => {
  const before = await nonce()
  await client().setIntervalMining({ interval: 0 })
  await client().setAutomine(false)
  try {
    const first = start(['--test-token'])
    await hears(first, 'waiting for TestDollar')
    first.child.kill('SIGKILL')
    await once(first.child, 'close')
    expect(readFileSync(file(), 'utf8')).toContain('"state": "signed"')
  } finally {
    await client().setAutomine(true)
    await client().setIntervalMining({ interval: 2 })
  }
  expect(await run([])).toMatchObject({ code: 0 })
  expect(await nonce()).toBe(before + NAMES.length)
})

test('refuses a second run beside the first', async () => {
  await client().setIntervalMining({ interval: 0 })
  await client().setAutomine(false)
  try {
    const first = start(['--test-token'])
    await hears(first, 'waiting for TestDollar')
    const second = await run(['--test-token'])
    expect(second.code).toBe(1)
    expect(second.stderr).toContain(`(process ${first.child.pid})`)
    await client().setAutomine(true)
    const [code] = (await once(first.child, 'close')) as [number]
    expect(code).toBe(0)
  } finally {
    await client().setAutomine(true)
    await client().setIntervalMining({ interval: 2 })
  }
})

test('exits 2 for wrong usage, in one sentence, without a record and without telling the key', async () => {
  const { code, stdout, stderr } = await run(['--test-token'], { DEPLOYER_KEY: '0x1234567890' })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toBe('DEPLOYER_KEY is not a private key: 0x and 32 bytes in hex.\n')
  expect((await run(['--everything'])).code).toBe(2)
  expect(existsSync(file())).toBe(false)
})

test('exits 1 with one sentence when the chain does not answer', async () => {
  const { code, stderr } = await run(['--test-token'], { CHAIN_RPC_URL: 'http://127.0.0.1:9' })
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'The chain at http://127.0.0.1:9 does not answer.\n' })
})
