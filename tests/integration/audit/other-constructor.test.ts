// A ledger whose code is the build's, byte for byte, and whose constructor first wrote a balance for a thief: comparing the
// code alone finds nothing, and no log speaks of the thief.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { audit } from '#audit/audit.ts'
import { checkNames } from '#audit/check-names.ts'
import {
  concatHex,
  encodeDeployData,
  encodeAbiParameters,
  keccak256,
  numberToHex,
  size,
  type Hex,
} from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountOf, DAY, HOUR } from './ledger-driver.ts'
import { startQuietChain, type QuietChain } from './quiet-chain.ts'

let chain: QuietChain

beforeAll(async () => {
  chain = await startQuietChain()
})
afterAll(() => chain.stop())

/** Where a ledger keeps its accounts; see `LedgerKit.ACCOUNTS_SLOT`. */
const ACCOUNTS_SLOT = 5n

/** Stores a word, logs what the real constructor logged, and leaves `runtime` behind. */
function thievishCreation(slot: Hex, word: Hex, log: { topic: Hex; data: Hex }, runtime: Hex): Hex {
  const push2 = (value: number): Hex => concatHex(['0x61', numberToHex(value, { size: 2 })])
  const codeWith = (logAt: number, runtimeAt: number): Hex =>
    concatHex([
      ...(['0x7f', word, '0x7f', slot, '0x55'] as const),
      // CODECOPY the log's data to memory, and LOG1 it.
      ...[push2(size(log.data)), push2(logAt), '0x5f39' as const],
      ...(['0x7f', log.topic, push2(size(log.data)), '0x5fa1'] as const),
      // CODECOPY the code to memory, and RETURN it.
      ...[push2(size(runtime)), push2(runtimeAt), '0x5f39' as const, push2(size(runtime)), '0x5ff3' as const],
    ])
  const length = size(codeWith(0, 0))
  return concatHex([codeWith(length, length + size(log.data)), log.data, runtime])
}

test('a constructor that wrote a balance for a thief is found, though the code is the build’s', async () => {
  const deployer = accountOf(61).address
  const thief = accountOf(62).address
  const token = accountOf(63).address
  // A token that says 6 of its decimals, and 0 of everything else.
  await chain.client.setCode({
    address: token,
    bytecode: '0x5f3560e01c63313ce567146006025f5260205ff3',
  })
  const args = [token, 100_000n, HOUR, 120 * DAY, DAY, DAY] as const
  const honest = encodeDeployData({ abi: rewardLedgerAbi, bytecode: rewardLedgerBytecode, args })
  const snapshot = await chain.client.snapshot()
  const { created } = await chain.send(deployer, undefined, honest)
  if (!created) throw new Error('nothing was deployed')
  const [log] = await chain.logsOf(created)
  const runtime = await chain.client.getCode({ address: created })
  if (!log || !runtime) throw new Error('the ledger has code and a log')
  await chain.client.revert({ id: snapshot })

  const account = keccak256(
    encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [thief, ACCOUNTS_SLOT]),
  )
  const topic = log.topics[0]
  if (!topic) throw new Error('the log has a topic')
  const stolen = thievishCreation(
    account,
    numberToHex(1_000_000_000n, { size: 32 }),
    { topic, data: log.data },
    runtime,
  )
  const again = await chain.send(deployer, undefined, stolen)
  expect(again.created).toBe(created)
  expect(await chain.client.getCode({ address: created })).toBe(runtime)
  const [owed] = await chain.client.readContract({
    address: created,
    abi: rewardLedgerAbi,
    functionName: 'getAccount',
    args: [thief],
  })
  expect(owed).toBe(1_000_000_000n)

  const report = await audit({ rpc: chain.rpcUrl, ledger: created, bytecode: true })
  expect(report.checks[checkNames.codeOfBuild]).toBe(1)
  expect(report.discrepancies.map(({ check, chainTransaction }) => ({ check, chainTransaction }))).toEqual([
    { check: checkNames.creationOfBuild, chainTransaction: again.hash },
  ])
})
