// Passkeys from a browser to the chain: every kind of assertion is made anew, and meets the contract on a real node.

import { join } from 'node:path'
import {
  createTestClient,
  encodeFunctionData,
  getAddress,
  hexToBytes,
  http,
  publicActions,
  walletActions,
  type Abi,
  type Address,
  type Hex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { passkeyAccountAbi } from '#abi/passkey-account.ts'
import { passkeyAccountFactoryBytecode } from '#abi/passkey-account-factory-bytecode.ts'
import { passkeyAccountFactoryAbi } from '#abi/passkey-account-factory.ts'
import { testDollarBytecode } from '#abi/test-dollar-bytecode.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import {
  CARRY_WINDOW_SECONDS,
  FIRST_TRANSFER_DELAY_SECONDS,
  KEY_DELAY_SECONDS,
} from '#domain/passkey-account.ts'
import { Problem } from '#domain/problem.ts'
import { encodeAssertion } from '#domain/webauthn-assertion.ts'
import { startAnvil, type Anvil } from '../../scripts/system/anvil.ts'
import { LOCAL_DEPLOYER_KEY } from '../../scripts/system/deploy.ts'
import {
  readPasskeyVectors,
  type PasskeyVectors,
  type RecordedAssertion,
} from '../support/passkey-vectors.ts'
import { openBrowser } from './open-browser.ts'
import { recordPasskeys } from './record-passkeys.ts'

/** The testnet mines at once. */
const POLLING_MILLISECONDS = 20

/** Enough coin to deploy with. */
const DEPLOYER_WEI = 10n ** 18n

let browser: Browser
let anvil: Anvil
let client: ReturnType<typeof openClient>
let fresh: PasskeyVectors
let deployed: readonly Address[]

function openClient(rpcUrl: string) {
  return createTestClient({
    mode: 'anvil',
    account: privateKeyToAccount(LOCAL_DEPLOYER_KEY),
    transport: http(rpcUrl),
    pollingInterval: POLLING_MILLISECONDS,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions)
}

beforeAll(async () => {
  const folder = inject('runFolder')
  ;[browser, anvil] = await Promise.all([
    openBrowser(folder),
    startAnvil({ folder: join(folder, 'passkey-chain') }),
  ])
  client = openClient(anvil.rpcUrl)
  fresh = await recordPasskeys(browser)
  const { deployer } = fresh
  await client.setBalance({ address: deployer, value: DEPLOYER_WEI })
  await client.impersonateAccount({ address: deployer })
  deployed = [await deploy(passkeyAccountFactoryBytecode), await deploy(testDollarBytecode)]
})

afterAll(async () => {
  await browser?.close()
  await anvil?.stop()
})

async function deploy(bytecode: Hex): Promise<Address> {
  const hash = await client.sendTransaction({ account: fresh.deployer, data: bytecode, chain: null })
  const { contractAddress } = await client.waitForTransactionReceipt({ hash })
  return getAddress(contractAddress ?? '0x')
}

describe('fresh assertions', () => {
  test('are for contracts that are where the client computed them', () => {
    expect(deployed).toEqual([fresh.factory, fresh.token])
  })

  test('are of the kinds that are recorded, with the same outcomes', () => {
    const shape = ({ assertions }: PasskeyVectors) =>
      assertions.map(({ name, account, byRecovery, outcome, instruction: { type } }) => {
        return { name, account, byRecovery, outcome, type }
      })
    expect(shape(fresh)).toEqual(shape(readPasskeyVectors()))
    expect(fresh.publicKeys).not.toEqual(readPasskeyVectors().publicKeys)
  })

  test('are encoded by the client when the account would take them, else refused where that can be seen', () => {
    // Who signed, and that `s` was left where it was, cannot be seen without the account.
    const unseen = ['s left in the upper half', 'the passkey of recovery for the key', 'the key for recovery']
    const seen = fresh.assertions.map((vector) => [vector.name, encodedOf(vector)])
    const expected = fresh.assertions.map(({ name, outcome, signature }) => [
      name,
      outcome === 'refused' && !unseen.includes(name) ? 'refused' : signature,
    ])
    const folded = 's left in the upper half'
    expect(seen.filter(([name]) => name !== folded)).toEqual(expected.filter(([name]) => name !== folded))
    expect(seen.find(([name]) => name === folded)).not.toEqual(expected.find(([name]) => name === folded))
  })

  test('do on the chain what their vectors say', async () => {
    // A minimum payout needs a ledger, which the Solidity tests have.
    const carried = fresh.assertions.filter(({ instruction }) => instruction.type !== 'SetMinimumPayout')
    expect(carried).toHaveLength(28)
    const outcomes: [string, string][] = []
    for (const vector of carried) outcomes.push([vector.name, await outcomeOf(vector)])
    expect(outcomes).toEqual(carried.map(({ name, outcome }) => [name, outcome]))
  })
})

test('one tap creates the account and, two days later, has moved its money', async () => {
  const { token, factory, accounts } = fresh
  const { account } = accounts.backed
  const tap = fresh.assertions.find(({ name }) => name === 'a transfer')!
  const { to, rawAmount } = tap.instruction as unknown as { to: Address; rawAmount: string }
  await write(token, testDollarAbi, 'mint', [account, BigInt(rawAmount)])
  expect(await client.getCode({ address: account })).toBeUndefined()

  await client.waitForTransactionReceipt({
    hash: await client.sendTransaction({ to: factory, data: firstCall(tap), chain: null }),
  })
  const readAccount = { address: account, abi: passkeyAccountAbi } as const
  const readyAt = await client.readContract({
    ...readAccount,
    functionName: 'waitsUntil',
    args: [tap.digest],
  })
  const delays = ['FIRST_TRANSFER_DELAY', 'KEY_DELAY', 'CARRY_WINDOW'] as const
  expect(
    await Promise.all(delays.map((functionName) => client.readContract({ ...readAccount, functionName }))),
  ).toEqual([FIRST_TRANSFER_DELAY_SECONDS, KEY_DELAY_SECONDS, CARRY_WINDOW_SECONDS])
  const { timestamp } = await client.getBlock()
  expect(readyAt).toBe(Number(timestamp) + FIRST_TRANSFER_DELAY_SECONDS)
  await expect(client.call({ to: account, data: tap.call })).rejects.toThrow()

  await anvil.warp(FIRST_TRANSFER_DELAY_SECONDS)
  await client.waitForTransactionReceipt({
    hash: await client.sendTransaction({ to: account, data: tap.call, chain: null }),
  })
  expect(
    await client.readContract({ address: token, abi: testDollarAbi, functionName: 'balanceOf', args: [to] }),
  ).toBe(BigInt(rawAmount))
  expect(await client.readContract({ ...readAccount, functionName: 'isKnown', args: [to] })).toBe(true)
})

async function write(address: Address, abi: Abi, functionName: string, args: unknown[]): Promise<void> {
  const hash = await client.writeContract({ address, abi, functionName, args, chain: null })
  await client.waitForTransactionReceipt({ hash })
}

/** The call that creates the account of an assertion and carries it. */
function firstCall(vector: RecordedAssertion): Hex {
  const { key, recovery } = fresh.accounts[vector.account]
  return encodeFunctionData({
    abi: passkeyAccountFactoryAbi,
    functionName: 'createAndCall',
    args: [key, recovery, vector.call],
  })
}

/** What the client makes of an answer: what the account takes, or a refusal. */
function encodedOf({ authenticatorData, clientDataJSON, der, digest }: RecordedAssertion): string {
  try {
    return encodeAssertion(
      {
        authenticatorData: hexToBytes(authenticatorData),
        clientDataJSON: hexToBytes(clientDataJSON),
        signature: hexToBytes(der),
      },
      digest,
    )
  } catch (error) {
    if (error instanceof Problem && error.code === 'passkey_malformed') return 'refused'
    throw error
  }
}

/** What a new account would make of an assertion; nothing is sent. */
async function outcomeOf(vector: RecordedAssertion): Promise<string> {
  try {
    const { key, recovery } = fresh.accounts[vector.account]
    const { result } = await client.simulateContract({
      address: fresh.factory,
      abi: [...passkeyAccountFactoryAbi, ...passkeyAccountAbi.filter(({ type }) => type === 'error')],
      functionName: 'createAndCall',
      args: [key, recovery, vector.call],
    })
    // A word says whether it is done; a cancellation answers nothing.
    return BigInt(result[1] === '0x' ? 1 : result[1]) === 1n ? 'done' : 'waits'
  } catch (error) {
    return refusalIn(error)
  }
}

/** 'refused' for the one refusal that recorded assertions meet; anything else as it is called. */
function refusalIn(error: unknown): string {
  if (!(error instanceof Error)) throw error
  return error.message.includes('PasskeyAccount_SignatureInvalid') ? 'refused' : error.message
}
