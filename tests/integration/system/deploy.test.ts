// A deployment is made once: interrupted after any step it goes on, run again it changes nothing, and it never mistakes one
// chain for another.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audit } from '#audit/audit.ts'
import { erc20Abi, getContractAddress, type Address } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CONTRACTS, TEST_TOKEN } from '../../../scripts/deploy/contracts.ts'
import { deployContracts } from '../../../scripts/deploy/deploy-contracts.ts'
import { DEPLOY_FAILPOINTS, type DeployOptions } from '../../../scripts/deploy/options.ts'
import { readRecord, type ContractRecord, type DeploymentRecord } from '../../../scripts/deploy/record.ts'
import { startAnvil, type Anvil } from '../../../scripts/system/anvil.ts'
import { LOCAL_DEPLOYER_KEY } from '../../../scripts/system/deploy.ts'
import { Refusal } from '../../../scripts/system/refusal.ts'
import { openTestClient } from '../../support/chain.ts'
import { makeRunFolder } from '../../support/run-folder.ts'

const DEPLOYER = privateKeyToAccount(LOCAL_DEPLOYER_KEY).address

/** An account of nobody, without gas money. */
const POOR_KEY = `0x${'77'.repeat(32)}` as const

/** What a test token's deployment consists of. */
const NAMES = [TEST_TOKEN, ...CONTRACTS].map(({ name }) => name)

let anvil: Anvil
let folder: string
let file: string

beforeAll(async () => {
  anvil = await startAnvil({ folder: makeRunFolder('deploy-chain-') })
})

afterAll(() => anvil.stop())

beforeEach(() => {
  folder = makeRunFolder('deploy-')
  file = join(folder, '31337.json')
})

const client = () => openTestClient(anvil.rpcUrl)
const nonce = () => client().getTransactionCount({ address: DEPLOYER })

function deploy(changes: Partial<DeployOptions> = {}) {
  return deployContracts({
    rpcUrl: anvil.rpcUrl,
    file,
    deployerKey: LOCAL_DEPLOYER_KEY,
    token: 'TestDollar',
    confirmations: 0,
    pollMilliseconds: 10,
    patienceMilliseconds: 20_000,
    remedy: 'move that file away to deploy anew',
    ...changes,
  })
}

function entryOf(record: DeploymentRecord | undefined, name: string): ContractRecord {
  const entry = record?.contracts[name]
  if (!entry) throw new Error(`${name} is not recorded`)
  return entry
}

class Killed extends Error {
  override readonly name = 'Killed'
}

test('puts token and ledger on the chain and records how, and where', async () => {
  const first = await nonce()
  const { status, record } = await deploy()
  const ledger = getContractAddress({ from: DEPLOYER, nonce: BigInt(first + 1) })
  const token = getContractAddress({ from: DEPLOYER, nonce: BigInt(first) })
  const { hash: genesisHash } = await client().getBlock({ blockNumber: 0n })
  const { chainTransaction } = entryOf(record, 'RewardLedger')
  const receipt = await client().getTransactionReceipt({ hash: chainTransaction })
  expect(status).toBe('deployed')
  expect(record).toMatchObject({
    chainId: 31_337,
    genesisHash,
    begunWith: {
      token: 'TestDollar',
      defaultMinimumMicros: '100000',
      minHoldSeconds: '3600',
      maxHoldSeconds: '10368000',
      noticeSeconds: '86400',
      requestWindowSeconds: '604800',
    },
    contracts: {
      TestDollar: { state: 'deployed', address: token, constructorArguments: {}, nonce: first },
      RewardLedger: {
        state: 'deployed',
        address: ledger,
        constructorArguments: {
          token,
          defaultMinimumMicros: '100000',
          minHoldSeconds: '3600',
          maxHoldSeconds: '10368000',
          noticeSeconds: '86400',
          requestWindowSeconds: '604800',
        },
        deployer: DEPLOYER,
        nonce: first + 1,
        block: { number: Number(receipt.blockNumber), hash: receipt.blockHash },
      },
    },
  })
  expect(receipt).toMatchObject({ status: 'success', contractAddress: ledger.toLowerCase() })
  expect(readRecord(file)).toEqual(record)
  expect(readFileSync(file, 'utf8')).not.toContain('signedBytes')
  expect(await audit({ rpc: anvil.rpcUrl, ledger, bytecode: true })).toMatchObject({ ok: true, token })
})

describe('killed', () => {
  test.each(NAMES.flatMap((name) => DEPLOY_FAILPOINTS.map((place) => [name, place] as const)))(
    'at %s, %s: the next run goes on, and nothing is deployed twice',
    async (name, place) => {
      const first = await nonce()
      const failpoint = (reached: string, contract: string) => {
        if (reached === place && contract === name) throw new Killed()
      }
      await expect(deploy({ failpoint })).rejects.toThrow(Killed)
      const left = existsSync(file) ? readFileSync(file, 'utf8') : ''
      const { record } = await deploy()
      expect(await nonce()).toBe(first + NAMES.length)
      expect(Object.values(record.contracts).map(({ state }) => state)).toEqual(NAMES.map(() => 'deployed'))
      // What was signed before the kill is what is deployed.
      for (const { chainTransaction } of Object.values(readSigned(left)))
        expect(Object.values(record.contracts).map((entry) => entry.chainTransaction)).toContain(
          chainTransaction,
        )
      const begun = NAMES.indexOf(name) + (place === 'signed, not saved' ? 0 : 1)
      expect(Object.keys(readSigned(left))).toHaveLength(begun)
    },
  )

  test('again and again, after every step there is: it ends in one deployment', async () => {
    const first = await nonce()
    let outcome: Awaited<ReturnType<typeof deploy>> | undefined
    const reached = new Set<string>()
    while (!outcome) {
      const failpoint = (place: string, contract: string) => {
        const key = `${contract} ${place}`
        if (reached.has(key)) return
        reached.add(key)
        throw new Killed()
      }
      outcome = await deploy({ failpoint }).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error
        return undefined
      })
    }
    expect(reached.size).toBe(NAMES.length * DEPLOY_FAILPOINTS.length)
    expect(await nonce()).toBe(first + NAMES.length)
  })
})

function readSigned(text: string): Record<string, ContractRecord> {
  return text === '' ? {} : (JSON.parse(text) as { contracts: Record<string, ContractRecord> }).contracts
}

describe('run again', () => {
  test('says that all is done, sends nothing and changes no byte of the record', async () => {
    await deploy()
    const [before, sent] = [readFileSync(file, 'utf8'), await nonce()]
    const again = await deploy({ token: undefined, deployerKey: POOR_KEY })
    expect(again).toMatchObject({ status: 'already-deployed', changedSince: [] })
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(await nonce()).toBe(sent)
  })

  test('keeps the terms it was begun with, and refuses others by name', async () => {
    const failpoint = (place: string) => {
      if (place === 'recorded') throw new Killed()
    }
    await expect(deploy({ terms: { noticeSeconds: 90_000n }, failpoint })).rejects.toThrow(Killed)
    await expect(deploy({ terms: { noticeSeconds: 86_400n } })).rejects.toThrow(
      `The deployment in ${file} was begun with noticeSeconds 90000, not 86400.`,
    )
    const other = '0x1111111111111111111111111111111111111111'
    await expect(deploy({ token: other })).rejects.toThrow(
      `The deployment in ${file} was begun with token TestDollar, not ${other}.`,
    )
    const { record } = await deploy()
    expect(entryOf(record, 'RewardLedger').constructorArguments['noticeSeconds']).toBe('90000')
  })

  test('tells a ledger of another build, and leaves it alone', async () => {
    const { record } = await deploy()
    const { RewardLedger, ...others } = record.contracts
    const older = { ...RewardLedger, initCodeHash: `0x${'00'.repeat(32)}` }
    writeFileSync(file, JSON.stringify({ ...record, contracts: { ...others, RewardLedger: older } }))
    expect(await deploy()).toMatchObject({ status: 'already-deployed', changedSince: ['RewardLedger'] })
  })
})

describe('refuses', () => {
  test('a chain of the same number that begins otherwise, by its first block', async () => {
    const { record } = await deploy()
    writeFileSync(file, JSON.stringify({ ...record, genesisHash: `0x${'12'.repeat(32)}` }))
    await expect(deploy()).rejects.toThrow(/^The chain at http:\S+ was reset: .* move that file away/)
  })

  test('a chain of another number', async () => {
    const { record } = await deploy()
    writeFileSync(file, JSON.stringify({ ...record, chainId: 1 }))
    await expect(deploy()).rejects.toThrow(`is number 31337, but ${file} belongs to chain 1.`)
  })

  test('a chain that took a recorded block back', async () => {
    const { record } = await deploy()
    const entry = entryOf(record, 'TestDollar')
    const block = { number: 1, hash: `0x${'34'.repeat(32)}` }
    const contracts = { ...record.contracts, TestDollar: { ...entry, block } }
    writeFileSync(file, JSON.stringify({ ...record, contracts }))
    await expect(deploy()).rejects.toThrow(
      `was reset: the TestDollar ${entry.address} of ${file} is not on it`,
    )
  })

  test('a chain that does not answer, without showing the path of its address', async () => {
    await expect(deploy({ rpcUrl: 'http://127.0.0.1:9/secret-key' })).rejects.toThrow(
      /^The chain at http:\/\/127\.0\.0\.1:9 does not answer\.$/,
    )
  })

  test('a token without a contract, one that is no token, and terms out of bounds, and leaves no record', async () => {
    const nobody: Address = '0x2222222222222222222222222222222222222222'
    await expect(deploy({ token: nobody })).rejects.toThrow(`no contract at the token's address ${nobody}`)
    await expect(deploy({ token: undefined })).rejects.toThrow('A new deployment needs a token')
    const { record } = await deploy()
    const elsewhere = join(folder, 'other.json')
    const ledger = entryOf(record, 'RewardLedger').address
    await expect(deploy({ file: elsewhere, token: ledger })).rejects.toThrow(
      /^The constructor of RewardLedger refuses its arguments: /,
    )
    const token = entryOf(record, 'TestDollar').address
    await expect(deploy({ file: elsewhere, token, terms: { minHoldSeconds: 1n } })).rejects.toThrow(
      'The constructor of RewardLedger refuses its arguments: RewardLedger_HoldOutOfBounds.',
    )
    expect(existsSync(elsewhere)).toBe(false)
    expect(await deploy({ file: elsewhere, token })).toMatchObject({ status: 'deployed' })
    expect(Object.keys(readRecord(elsewhere)?.contracts ?? {})).toEqual(CONTRACTS.map(({ name }) => name))
  })

  test('a deployer without gas money, before anything is signed', async () => {
    await expect(deploy({ deployerKey: POOR_KEY })).rejects.toThrow(/^The deployer 0x\w{40} has 0 wei/)
    expect(existsSync(file)).toBe(false)
  })

  test('a number that another chain transaction used, and says which entry to look at', async () => {
    const failpoint = (place: string) => {
      if (place === 'saved, not sent') throw new Killed()
    }
    await expect(deploy({ failpoint })).rejects.toThrow(Killed)
    const hash = await client().sendTransaction({ to: DEPLOYER, chain: null })
    await client().waitForTransactionReceipt({ hash })
    await expect(deploy()).rejects.toThrow(/^Number \d+ of the deployer 0x\w{40} was used by another/)
  })

  test('a file that is no record of a deployment', async () => {
    writeFileSync(file, '{"chainId": 31337, "contr')
    await expect(deploy()).rejects.toThrow(Refusal)
  })

  test('what was signed by another build and may still be mined', async () => {
    const failpoint = (place: string) => {
      if (place === 'saved, not sent') throw new Killed()
    }
    await expect(deploy({ failpoint })).rejects.toThrow(Killed)
    const record = readRecord(file)
    const older = { ...entryOf(record, 'TestDollar'), initCodeHash: `0x${'00'.repeat(32)}` }
    writeFileSync(file, JSON.stringify({ ...record, contracts: { TestDollar: older } }))
    await expect(deploy()).rejects.toThrow(`The TestDollar in ${file} was signed by another build`)
  })
})

test('waits for as many blocks as it is asked for', async () => {
  const { record } = await deploy({ confirmations: 2 })
  const ledger = entryOf(record, 'RewardLedger')
  if (ledger.state !== 'deployed') throw new Error('the ledger is deployed')
  expect(Number(await client().getBlockNumber())).toBeGreaterThanOrEqual(ledger.block.number + 2)
})

test('a write that a kill cut off leaves the record as it was', async () => {
  const { record } = await deploy()
  writeFileSync(`${file}.partial`, '{"chainId": 31337, "contr')
  expect(await deploy()).toEqual({ status: 'already-deployed', record, changedSince: [] })
})

test('a token deployed elsewhere is what the ledger pays in', async () => {
  const { record } = await deploy()
  const token = entryOf(record, 'TestDollar').address
  const { record: second } = await deploy({ file: join(folder, 'second.json'), token })
  expect(entryOf(second, 'RewardLedger').constructorArguments['token']).toBe(token)
  const symbol = await client().readContract({ address: token, abi: erc20Abi, functionName: 'symbol' })
  expect(symbol).toBe('tUSD')
})
