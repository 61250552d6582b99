// The model says what contracts/interfaces says: the same functions, logs and refusals, in types and in words.

import { readFileSync } from 'node:fs'
import type { Abi, AbiParameter } from 'viem'
import { describe, expect, test } from 'vitest'
import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { callAbi, logAbi, refusalAbi, viewAbi } from '../support/ledger-model/interface.ts'
import { LEDGER_TYPES } from '../support/ledger-model/typed-data.ts'
import { REFUSALS } from './required.ts'

const PREFIX = 'RewardLedger_'

/** What a call never meets. */
const OF_DEPLOYMENT = [
  'Deployed',
  'EIP712DomainChanged',
  `${PREFIX}TokenDecimalsOutOfBounds`,
  `${PREFIX}NoticeOutOfBounds`,
  `${PREFIX}RequestWindowOutOfBounds`,
]

/** What the model has no use for: it does not count gas. */
const WITHOUT_MODEL = 'PUSH_GAS'

const ledgerAbi: Abi = rewardLedgerAbi
const interfaceText = readFileSync(
  new URL('../../contracts/interfaces/IRewardLedger.sol', import.meta.url),
  'utf8',
)

describe('in types', () => {
  test('every function that changes the ledger', () => {
    const ofContract = ledgerAbi.filter(
      (item) => item.type === 'function' && item.stateMutability === 'nonpayable',
    )
    expect(told(callAbi)).toEqual(told(ofContract))
  })

  test('every view', () => {
    const ofContract = ledgerAbi.filter(
      (item) => item.type === 'function' && item.stateMutability !== 'nonpayable',
    )
    expect(told(viewAbi)).toEqual(
      told(ofContract.filter((item) => 'name' in item && item.name !== WITHOUT_MODEL)),
    )
  })

  test('every log', () => {
    expect(told(logAbi)).toEqual(told(ledgerAbi.filter((item) => item.type === 'event' && isOfCalls(item))))
  })

  test('every refusal', () => {
    const ofContract = ledgerAbi.filter(
      (item) => item.type === 'error' && item.name.startsWith(PREFIX) && isOfCalls(item),
    )
    expect(told(refusalAbi)).toEqual(told(ofContract))
  })
})

describe('in words', () => {
  const text = interfaceText.replaceAll(/\s*\/\/\/\s*/g, ' ')

  test.each(Object.values(LEDGER_TYPES))('signs %s', (type) => {
    expect(text.replaceAll(/,\s+/g, ',')).toContain(type)
  })

  test('requires of the histories every refusal', () => {
    const required = new Set(Object.values(REFUSALS).flat())
    expect([...required].map((name) => PREFIX + name).sort()).toEqual(
      refusalAbi.map(({ name }) => name).sort(),
    )
  })

  test.each(Object.entries(REFUSALS))('requires of %s what its text refuses', (name, refusals) => {
    expect([...refusals].sort()).toEqual([...refusedBy(text, name)].sort())
  })
})

function isOfCalls(item: Abi[number]): boolean {
  return 'name' in item && !OF_DEPLOYMENT.includes(item.name)
}

/** One line for each item, with everything about it that matters to a caller. */
function told(abi: Abi): string[] {
  return abi
    .map((item) => {
      if (!('name' in item)) return item.type
      const outputs = 'outputs' in item ? item.outputs : []
      const named = 'inputs' in item ? (item.inputs ?? []) : []
      // A contract may call the parameters of a function as it likes.
      const inputs = item.type === 'function' ? named.map((one) => ({ ...one, name: '' })) : named
      return `${item.type} ${item.name}${tellParameters(inputs)} ${tellParameters(outputs)}`
    })
    .sort()
}

function tellParameters(parameters: readonly AbiParameter[]): string {
  return `(${parameters.map((one) => tellParameter(one)).join(', ')})`
}

function tellParameter(parameter: AbiParameter): string {
  const { type, name = '' } = parameter
  const indexed = 'indexed' in parameter && parameter.indexed === true ? ' indexed' : ''
  const inside = 'components' in parameter ? tellParameters(parameter.components) : ''
  return `${type}${inside}${indexed} ${name}`
}

/** Names of refusals in the text above the function, and in that of a function that it refuses like. */
function refusedBy(text: string, name: string): Set<string> {
  const [before = ''] = text.split(new RegExp(`\\bfunction ${name}\\(`))
  const block = before.slice(before.lastIndexOf('@notice'))
  const known = refusalAbi.map((item) => item.name.slice(PREFIX.length))
  const own = known.filter((refusal) => new RegExp(`\\b${refusal}\\b`).test(block))
  const [, like] = /(?:Refuses and logs|then) as \{(\w+)\}/.exec(block) ?? []
  return new Set(like === undefined ? own : [...own, ...refusedBy(text, like)])
}
