// The gas that a node's eth_estimateGas names is the least with which a call does not revert. A ledger that carried on
// with too little gas for a push would be estimated to do just that: pay nobody. These tests send settles and payments
// with exactly the estimate, on a real node, and look whom they paid.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import {
  createClient,
  encodeFunctionData,
  http,
  numberToHex,
  padHex,
  parseAbi,
  parseEventLogs,
  type Address,
  type Hex,
} from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf, deployLedger, HOUR, type LedgerDriver } from '../audit/ledger-driver.ts'
import { startQuietChain, type QuietChain } from '../audit/quiet-chain.ts'
import { compileRuntime } from './compile-runtime.ts'

const MICROS = 250_000n
const BELOW_MINIMUM_MICROS = 99_999n
const MAX_PAYEES = 500

/** EIP-7825: no chain transaction has more. */
const MAX_TRANSACTION_GAS = 16_777_216n

const OWNER = accountOf(2).address
const SIGNER = accountOf(3)
const STRANGER = accountOf(4).address

/** How a token can treat one payee, in the order of `PickyToken`. */
const MOODS = { reverts: 1, 'answers false': 2, 'burns gas': 4, 'answers at length': 5 } as const
const pickyAbi = parseAbi(['function setMood(address payee, uint8 mood)'])

let chain: QuietChain
let driver: LedgerDriver
let pool: number

beforeAll(async () => {
  chain = await startQuietChain()
  driver = await deployLedger(chain)
  pool = await driver.openPool(OWNER, SIGNER)
  await driver.deposit(OWNER, pool, OWNER, 1_000_000_000n)
})

afterAll(async () => chain?.stop())

/** Address number `n`, in ascending order. */
const payeeOf = (n: number): Address => padHex(numberToHex(n), { size: 20 })

const balanceOf = (of: Address): Promise<bigint> =>
  chain.client.readContract({
    address: driver.token,
    abi: testDollarAbi,
    functionName: 'balanceOf',
    args: [of],
  })

async function owedTo(payee: Address): Promise<bigint> {
  const [owed] = await chain.client.readContract({
    address: driver.ledger,
    abi: rewardLedgerAbi,
    functionName: 'getAccount',
    args: [payee],
  })
  return owed
}

/** Commits a reward for each payee and lets the batch mature. */
async function commitAndMature(rewards: readonly (readonly [payee: Address, micros: bigint])[]) {
  const records = rewards.map(([payee, micros], tag) => ({ payee, tag, micros }))
  const { nextSeq } = await chain.client.readContract({
    address: driver.ledger,
    abi: rewardLedgerAbi,
    functionName: 'getPool',
    args: [pool],
  })
  const { batch } = await driver.commit(pool, nextSeq, records)
  await chain.timeOfNextBlock(batch.maturesAt + HOUR)
  await driver.mint(STRANGER, 1n)
  return batch
}

/** Sends a call to the ledger with exactly this gas, as somebody who has nothing to do with it. */
async function sendWith(gas: bigint, data: Hex) {
  const rpc = createClient({ transport: http(chain.rpcUrl, { retryCount: 0 }) })
  const hash = await rpc.request({
    method: 'eth_sendTransaction',
    params: [{ from: STRANGER, to: driver.ledger, data, gas: numberToHex(gas), gasPrice: '0x0' }],
  })
  return chain.client.waitForTransactionReceipt({ hash })
}

const estimate = (data: Hex): Promise<bigint> =>
  chain.client.estimateGas({ account: STRANGER, to: driver.ledger, data })

/** Sends a call with the gas that the node names for it. */
async function sendAsEstimated(data: Hex) {
  const receipt = await sendWith(await estimate(data), data)
  expect(receipt.status).toBe('success')
  const deferred = parseEventLogs({ abi: rewardLedgerAbi, eventName: 'PayDeferred', logs: receipt.logs })
  return { gasUsed: receipt.gasUsed, deferred: deferred.map(({ args }) => args.payee) }
}

describe('with the gas that eth_estimateGas names', () => {
  test('a settle pays everyone at the minimum and credits the others', async () => {
    const payees = Array.from({ length: 40 }, (_, i) => payeeOf(0x1000 + i))
    // Every fourth is one micro short of the minimum, and every fifth holds tokens already.
    const rewards = payees.map((payee, i) => [payee, i % 4 === 0 ? BELOW_MINIMUM_MICROS : MICROS] as const)
    for (const [i, payee] of payees.entries()) if (i % 5 === 0) await driver.mint(payee, 1n)
    const before = await Promise.all(payees.map(balanceOf))
    const batch = await commitAndMature(rewards)

    const { deferred } = await sendAsEstimated(driver.settleCall([batch], true))

    expect(deferred).toEqual([])
    const paid = (await Promise.all(payees.map(balanceOf))).map((after, i) => after - (before[i] ?? 0n))
    expect(paid).toEqual(payees.map((_, i) => (i % 4 === 0 ? 0n : 250_000n)))
    expect(await Promise.all(payees.map(owedTo))).toEqual(payees.map((_, i) => (i % 4 === 0 ? 99_999n : 0n)))
  })

  test('with a tenth less gas nobody is settled', async () => {
    const payees = [payeeOf(0x2000), payeeOf(0x2001), payeeOf(0x2002)]
    const data = driver.settleCall([await commitAndMature(payees.map((payee) => [payee, MICROS]))], true)

    const receipt = await sendWith(((await estimate(data)) * 9n) / 10n, data)

    expect(receipt.status).toBe('reverted')
    expect(await Promise.all(payees.map(balanceOf))).toEqual([0n, 0n, 0n])
    expect(await Promise.all(payees.map(owedTo))).toEqual([0n, 0n, 0n])
  })

  test('pay pays everyone who is owed the minimum', async () => {
    const payees = Array.from({ length: 12 }, (_, i) => payeeOf(0x3000 + i))
    const batch = await commitAndMature(payees.map((payee) => [payee, MICROS]))
    await driver.settle([batch], false)

    await sendAsEstimated(driver.payCall(payees))

    expect(await Promise.all(payees.map(balanceOf))).toEqual(payees.map(() => 250_000n))
  })
})

describe('at as many payees as a batch may have, none of whom was ever seen', () => {
  const payees = (first: number) => Array.from({ length: MAX_PAYEES }, (_, i) => payeeOf(first + i))

  test.each([
    { push: false, first: 0x10000 },
    { push: true, first: 0x20000 },
  ])('a settle with push = $push stays under the cap of a chain transaction', async ({ push, first }) => {
    const all = payees(first)
    const batch = await commitAndMature(all.map((payee) => [payee, MICROS]))

    const { gasUsed, deferred } = await sendAsEstimated(driver.settleCall([batch], push))

    expect(gasUsed).toBeLessThan(MAX_TRANSACTION_GAS)
    expect(deferred).toEqual([])
    const last = all.at(-1) ?? OWNER
    expect(await (push ? balanceOf : owedTo)(last)).toBe(250_000n)
  })
})

/** The test dollar's balances stay where they are under another token's code. */
const becomeToken = (path: string): Promise<void> =>
  chain.client.setCode({ address: driver.token, bytecode: compileRuntime(path) })

describe('when the token refuses a push that does not bring its whole gas, and leaves the rest', () => {
  const payeesFrom = (first: number) => Array.from({ length: 6 }, (_, i) => payeeOf(first + i))
  const paidTo = (payees: readonly Address[]) => payees.map(() => 250_000n)

  beforeAll(async () => {
    await becomeToken('tests/contracts/support/ShyToken.sol')
  })

  test('a settle with the estimated gas pays everyone', async () => {
    const payees = payeesFrom(0x30000)
    const batch = await commitAndMature(payees.map((payee) => [payee, MICROS]))

    const { deferred } = await sendAsEstimated(driver.settleCall([batch], true))

    expect(deferred).toEqual([])
    expect(await Promise.all(payees.map(balanceOf))).toEqual(paidTo(payees))
  })

  test('pay with the estimated gas pays everyone', async () => {
    const payees = payeesFrom(0x30010)
    await driver.settle([await commitAndMature(payees.map((payee) => [payee, MICROS]))], false)

    await sendAsEstimated(driver.payCall(payees))

    expect(await Promise.all(payees.map(balanceOf))).toEqual(paidTo(payees))
  })
})

describe('when the token', () => {
  beforeAll(async () => {
    await becomeToken('tests/differential/contracts/PickyToken.sol')
  })

  test.each(Object.entries(MOODS).map(([mood, number], i) => ({ mood, number, first: 0x40000 + 16 * i })))(
    '$mood for one payee, a settle with the estimated gas pays all the others',
    async ({ number, first }) => {
      const payees = Array.from({ length: 9 }, (_, i) => payeeOf(first + i))
      const picked = payeeOf(first + 4)
      const data = encodeFunctionData({ abi: pickyAbi, functionName: 'setMood', args: [picked, number] })
      await chain.send(OWNER, driver.token, data)
      const batch = await commitAndMature(payees.map((payee) => [payee, MICROS]))

      const { deferred } = await sendAsEstimated(driver.settleCall([batch], true))

      expect(deferred).toEqual([picked])
      expect(await Promise.all(payees.map(balanceOf))).toEqual(
        payees.map((payee) => (payee === picked ? 0n : 250_000n)),
      )
      expect(await owedTo(picked)).toBe(250_000n)
    },
  )
})
