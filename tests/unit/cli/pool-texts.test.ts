// What the command line says of a pool that waits for its owner's wallet, and of one that the wallet has taken.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { poolLines } from '#cli/pool-texts.ts'
import { encodeFunctionData } from 'viem'
import { expect, test } from 'vitest'

const address = (digits: string) => `0x${digits.repeat(20)}` as const
const POOL = {
  programId: 'p',
  state: 'open',
  pool: 7,
  owner: address('aa'),
  isManaged: true,
  offeredTo: null,
  orderSigner: address('bb'),
  ledger: address('cc'),
  token: address('dd'),
  ...{ deposited: '1.00', available: '1.00', reserved: '0.00', released: '0.00', withdrawn: '0.00' },
} as const

test('an offered pool is shown with the exact call that takes it', () => {
  const lines = poolLines({ ...POOL, offeredTo: address('ee') })
  expect(lines).toContain(`state: offered to ${address('ee')}`)
  const data = encodeFunctionData({ abi: rewardLedgerAbi, functionName: 'acceptPool', args: [7] })
  expect(lines.slice(-3)).toEqual([`  to     ${address('cc')}`, `  data   ${data}`, '  value  0'])
})

test('a pool of its own owner is shown with the calls that pay into it; a managed one with neither', () => {
  const lines = poolLines({ ...POOL, isManaged: false })
  expect(lines).toContain('state: open')
  expect(lines.at(-1)).toBe(`  2. deposit(7, ${address('aa')}, amount)   to ${address('cc')}`)
  expect(poolLines(POOL).join()).not.toMatch(/acceptPool|deposit\(/)
})
