// Nobody has a power over the ledger that is not written here: its functions are these, none of them is an owner's, and
// its code holds no instruction by which it could be replaced, destroyed, or made to run somebody else's code.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Every function that changes anything, by whose consent it needs. What a key signed counts as its consent. */
const CHANGING = {
  nobody: ['openPool', 'settle', 'pay'],
  depositor: ['deposit', 'depositWithPermit', 'depositWithAuthorization'],
  orderSigner: ['commit', 'amend'],
  poolOwner: ['setOrderSigner', 'transferPool', 'requestWithdrawal', 'executeWithdrawal', 'veto'],
  pendingOwner: ['acceptPool'],
  payee: ['withdraw', 'withdrawWithSignature', 'setMinimumPayout', 'setMinimumPayoutWithSignature'],
} as const

/** Views that change while a call is under way. The others read what never changes, or count pools. */
const GUARDED_VIEWS = ['getPool', 'rateAvailable', 'getAccount', 'getBatch']

/** Instructions that the code must not have, by their byte (the EVM's execution specification, osaka). */
const FORBIDDEN = new Map([
  [0x32, 'ORIGIN'],
  [0xf0, 'CREATE'],
  [0xf2, 'CALLCODE'],
  [0xf4, 'DELEGATECALL'],
  [0xf5, 'CREATE2'],
  [0xff, 'SELFDESTRUCT'],
])

const PUSH1 = 0x60
const PUSH32 = 0x7f
const LENGTH_BYTES = 2

const functions = rewardLedgerAbi.filter((item) => item.type === 'function')

/** The instructions of creation and deployed code; what PUSH carries is data, and so is the compiler's note behind. */
function instructionsOf(code: Buffer): Set<number> {
  const noteBytes = code.readUInt16BE(code.length - LENGTH_BYTES) + LENGTH_BYTES
  const found = new Set<number>()
  for (let place = 0; place < code.length - noteBytes; place += 1) {
    const instruction = code.readUInt8(place)
    found.add(instruction)
    if (instruction >= PUSH1 && instruction <= PUSH32) place += instruction - PUSH1 + 1
  }
  return found
}

const forbiddenIn = (code: Buffer): readonly string[] =>
  [...instructionsOf(code)].flatMap((instruction) => FORBIDDEN.get(instruction) ?? [])

test('no function changes anything but these, and none is payable', () => {
  const changing = functions.filter(({ stateMutability }) => !['view', 'pure'].includes(stateMutability))
  expect(changing.map(({ name }) => name).toSorted()).toEqual(Object.values(CHANGING).flat().toSorted())
  expect(changing.map(({ stateMutability }) => stateMutability)).not.toContain('payable')
  expect(
    rewardLedgerAbi.filter(({ type }) => (type as string) === 'fallback' || (type as string) === 'receive'),
  ).toEqual([])
})

test('the code cannot be replaced, destroyed, or made to run other code', () => {
  const code = Buffer.from(rewardLedgerBytecode.slice(2), 'hex')
  expect(instructionsOf(code)).toContain(0xf1)
  expect(forbiddenIn(code)).toEqual([])
})

test('a forbidden instruction is found, and not where it is data', () => {
  const note = '0000'
  expect(forbiddenIn(Buffer.from(`6000f4${note}`, 'hex'))).toEqual(['DELEGATECALL'])
  expect(forbiddenIn(Buffer.from(`60f461ff3200${note}`, 'hex'))).toEqual([])
})

test('the reentrancy attack tries every way in', () => {
  const attack = readFileSync(new URL('../../contracts/attacks/Reentrancy.t.sol', import.meta.url), 'utf8')
  const ways = [...attack.matchAll(/ways\[\d+\] = (?:abi\.encodeCall\(ledger\.(\w+)|SettleCalls\.encode)/g)]
  const tried = ways.map(([, name = 'settle']) => name)
  expect(tried.toSorted()).toEqual([...Object.values(CHANGING).flat(), ...GUARDED_VIEWS].toSorted())
})
