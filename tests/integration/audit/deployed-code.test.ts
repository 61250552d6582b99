// The code of a deployment against the build: equal to the byte, or the first difference is named with its place.

import { audit } from '#audit/audit.ts'
import { checkNames } from '#audit/check-names.ts'
import { rewardLedgerCode } from '#abi/reward-ledger-code.ts'
import { numberToHex, size, type Hex } from 'viem'
import { expect, test } from 'vitest'
import { useMarket } from './use-market.ts'

const { chainOf, marketOf, auditNow } = useMarket()

const SENTENCE =
  'The ledger’s code is, byte for byte, that of the contracts this audit was built from, and so is the constructor that ran.'

/** Gives the ledger its code with `bytes` in place of what begins at byte `start`. */
async function overwriteCode(start: number, bytes: Hex): Promise<{ before: Hex }> {
  const { client } = chainOf()
  const address = marketOf().driver.ledger
  const code = await client.getCode({ address })
  if (!code) throw new Error('the ledger has code')
  const [from, to] = [2 + start * 2, 2 + (start + size(bytes)) * 2]
  await client.setCode({
    address,
    bytecode: `${code.slice(0, from)}${bytes.slice(2)}${code.slice(to)}` as Hex,
  })
  await client.mine({ blocks: 1 })
  return { before: `0x${code.slice(from, to)}` }
}

test('the code of a deployment from this build is the build’s, whatever the deployment fixed', async () => {
  const report = await auditNow()
  expect(report.checks[checkNames.codeOfBuild]).toBe(1)
  expect(report.checks[checkNames.creationOfBuild]).toBe(1)
  expect(report.proved[0]).toBe(SENTENCE)
  expect(report.discrepancies).toEqual([])
})

test('nothing is compared, and nothing claimed, unless it is asked for', async () => {
  const report = await audit({ rpc: chainOf().rpcUrl, ledger: marketOf().driver.ledger })
  expect(report.checks[checkNames.codeOfBuild]).toBe(0)
  expect(report.proved).not.toContain(SENTENCE)
})

test('one byte that differs is named with its place', async () => {
  const last = rewardLedgerCode.length - 1
  const { before } = await overwriteCode(last, '0x99')
  const report = await auditNow()
  expect(report.discrepancies).toMatchObject([
    {
      check: checkNames.codeOfBuild,
      block: report.block.number,
      expected: `${before} at byte ${last}`,
      found: `0x99 at byte ${last}`,
    },
  ])
  expect(report.proved).not.toContain(SENTENCE)
})

test('another value in place of what the deployment fixed is named by what it is', async () => {
  const [start] = rewardLedgerCode.immutables['_hashedVersion']
  const other = numberToHex(7, { size: 32 })
  const { before } = await overwriteCode(start, other)
  const report = await auditNow()
  expect(report.discrepancies).toMatchObject([
    {
      check: checkNames.codeOfBuild,
      expected: `${before} at byte ${start}, _hashedVersion`,
      found: `${other} at byte ${start}, _hashedVersion`,
    },
  ])
})

test('a value that the code says of itself in one place and uses otherwise in another is found', async () => {
  const places = rewardLedgerCode.immutables.DEFAULT_MINIMUM_MICROS
  const [, start] = places
  await overwriteCode(start, numberToHex(99_999n, { size: 32 }))
  const report = await auditNow()
  expect(places).toHaveLength(2)
  expect(report.discrepancies[0]).toMatchObject({ check: checkNames.codeOfBuild })
})

test('code that goes on behind the build’s, or ends before, is found at its end', async () => {
  const end = rewardLedgerCode.length
  await overwriteCode(end, '0xfe')
  expect((await auditNow()).discrepancies).toMatchObject([
    { expected: `the end of the code at byte ${end}`, found: `0xfe at byte ${end}` },
  ])
})
