// docs/reference/contracts.md states the sizes of the build that src/abi holds, and the ledger fits on a chain.

import { readFileSync } from 'node:fs'
import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { rewardLedgerCode } from '#abi/reward-ledger-code.ts'
import { testDollarBytecode } from '#abi/test-dollar-bytecode.ts'
import { size } from 'viem/utils'
import { expect, test } from 'vitest'

/** Most bytes of code that a chain takes (EIP-170). */
const MAX_CODE_BYTES = 24_576

const page = readFileSync(new URL('../../../docs/reference/contracts.md', import.meta.url), 'utf8')

/** The row of a contract: its deployed and its creation bytes, and what compiled it. */
function rowOf(contract: string): string[] {
  const row = page.split('\n').find((line) => line.startsWith(`| \`${contract}\``)) ?? ''
  return row
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim())
}

const bytes = (cell: string | undefined): number => Number(cell?.replaceAll(' ', ''))

test('states the sizes of the build', () => {
  const [deployed, creation, compiler] = rowOf('RewardLedger')
  expect(bytes(deployed)).toBe(rewardLedgerCode.length)
  expect(bytes(creation)).toBe(size(rewardLedgerBytecode))
  const { solc, evmVersion, optimizerRuns, viaIr } = rewardLedgerCode.compiler
  expect(compiler).toMatch(new RegExp(`^${solc}, ${evmVersion}, [0-9 ]+ runs${viaIr ? ', via IR' : ''}$`))
  expect(bytes(compiler?.split(', ')[2]?.replace('runs', ''))).toBe(optimizerRuns)
  expect(bytes(rowOf('TestDollar')[1])).toBe(size(testDollarBytecode))
})

test('the deployed code is the end of the creation code, and fits on a chain', () => {
  const { offset, length } = rewardLedgerCode
  expect(offset + length).toBe(size(rewardLedgerBytecode))
  expect(length).toBeLessThanOrEqual(MAX_CODE_BYTES)
  expect(page).toContain('24 576 bytes of deployed code')
})

test('every word of an immutable lies empty in the build', () => {
  const { offset, immutables } = rewardLedgerCode
  const starts = Object.values(immutables).flat()
  expect(starts.length).toBeGreaterThan(20)
  for (const start of starts) {
    const from = 2 + (offset + start) * 2
    expect(rewardLedgerBytecode.slice(from, from + 64)).toBe('0'.repeat(64))
  }
})
