// The interface is the specification: every refusal that it names has a Solidity test, every error belongs to a
// function, and where several refusals apply the tests climb them in the order in which the interface names them.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  findFalseTags,
  findUntested,
  readDeploymentErrors,
  readErrors,
  readRefusals,
  readTests,
  type Refusals,
} from '../../support/refusals.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const readAll = (folder: string): string =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.sol'))
    .map((name) => read(`${folder}${name}`))
    .join('\n')

const errorSource = read('contracts/interfaces/IRewardLedgerErrors.sol')
const errors = readErrors(errorSource)
const interfaceRefusals = readRefusals(read('contracts/interfaces/IRewardLedger.sol'), errors)

/** A deployment has no function in the interface: besides its own errors it may meet those of the same bounds. */
const deployment: Refusals = {
  fn: 'constructor',
  named: [...readDeploymentErrors(errorSource), 'MinimumPayoutOutOfBounds', 'HoldOutOfBounds'],
  ordered: [],
}
const refusals = [...interfaceRefusals, deployment]

const support = readAll('tests/contracts/support/')
const files = readdirSync(new URL('tests/contracts', root)).filter((name) => name.endsWith('.t.sol'))
const tests = files.flatMap((name) => readTests(read(`tests/contracts/${name}`), support))

/** Read of the ledger and no more; `poolCount` changes only where no call is made. */
const UNGUARDED = /^(?:[A-Z_]+|poolCount)$/

describe('the refusals of the interface', () => {
  test('were read', () => {
    expect(errors).toHaveLength(new Set(errors).size)
    expect(interfaceRefusals.find(({ fn }) => fn === 'acceptPool')).toEqual({
      fn: 'acceptPool',
      named: ['PoolUnknown', 'NotPendingOwner', 'OrderSignerIsOwner'],
      ordered: ['PoolUnknown', 'NotPendingOwner', 'OrderSignerIsOwner'],
    })
    expect(interfaceRefusals.find(({ fn }) => fn === 'withdrawWithSignature')?.ordered).toEqual([
      'DeadlinePassed',
      'PayeeSignatureInvalid',
      'ZeroAddress',
      'ForbiddenAddress',
      'AmountZero',
      'OwedExceeded',
      'TransferFailed',
    ])
    expect(interfaceRefusals.find(({ fn }) => fn === 'pay')?.named).toEqual(['GasTooLow'])
  })

  test('name every error there is, each for some function', () => {
    const named = new Set(refusals.flatMap((entry) => entry.named))
    expect(errors.filter((error) => !named.has(error))).toEqual([])
  })

  test('have a test each', () => {
    expect(findUntested(refusals, tests)).toEqual([])
  })

  test('are all that tests are said to meet, and their code bears it out', () => {
    expect(findFalseTags(refusals, tests)).toEqual([])
  })

  const several = interfaceRefusals.filter(({ ordered }) => ordered.length > 1)

  test.each(several)('of $fn are met one after the other, in order', ({ fn, ordered }) => {
    const climb = tests.find(({ name }) => name === `test_RefusesInOrder_${fn}`)
    expect(climb?.errors).toEqual(ordered)
    expect(climb?.calls).toContain(fn)
  })

  test('are never overtaken by a call back: each function is entered again by a test', () => {
    const reentry = readTests(read('tests/contracts/Reentry.t.sol')).flatMap(({ calls }) => calls)
    const guarded = interfaceRefusals.map(({ fn }) => fn).filter((fn) => !UNGUARDED.test(fn))
    expect(guarded.length).toBeGreaterThan(20)
    expect(guarded.filter((fn) => !reentry.includes(fn))).toEqual([])
  })
})

describe('a planted fault is found:', () => {
  const one: Refusals = { fn: 'pay', named: ['GasTooLow'], ordered: ['GasTooLow'] }
  const tested = (docs: string, code: string) =>
    readTests(`    /// ${docs}\n    function test_A() public {\n        ${code}\n    }\n`)
  const TAG = '@custom:refuses pay GasTooLow'
  const CODE =
    'vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_GasTooLow.selector)); ledger.pay(payees);'

  test('a refusal without a test', () => {
    expect(findUntested([one], tested('@dev Says nothing.', CODE))).toEqual(['pay GasTooLow'])
    expect(findUntested([one], tested(TAG, CODE))).toEqual([])
  })

  test.each([
    [
      'a test that expects another error',
      TAG,
      CODE.replace('GasTooLow', 'RateZero'),
      'test_A does not expect GasTooLow',
    ],
    [
      'a test of another function',
      TAG,
      CODE.replace('ledger.pay', 'ledger.settle'),
      'test_A does not call pay',
    ],
    [
      'a refusal that the interface does not name',
      '@custom:refuses pay GasTooLow, RateZero',
      `${CODE} Errors.RewardLedger_RateZero.selector`,
      'test_A: the interface names no RateZero for pay',
    ],
  ])('%s', (_, docs, code, fault) => {
    expect(findFalseTags([one], tested(docs, code))).toEqual([fault])
    expect(findFalseTags([one], tested(TAG, CODE))).toEqual([])
  })
})
