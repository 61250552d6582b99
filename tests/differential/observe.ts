// What the chain answered, in the words of the model.

import {
  decodeErrorResult,
  decodeEventLog,
  decodeFunctionResult,
  type Abi,
  type AbiParameter,
  type Hex,
} from 'viem'
import { isTokenCall, type Call } from '../support/ledger-model/apply-call.ts'
import { callAbi, logAbi, refusalAbi, tokenAbi, viewAbi } from '../support/ledger-model/interface.ts'
import type { Outcome } from '../support/ledger-model/outcome.ts'
import type { Deployment } from '../support/ledger-model/state.ts'
import type { Answer, RawLog } from './simulate.ts'

const CALLS: Abi = callAbi
const LOGS: Abi = logAbi
const TOKEN: Abi = tokenAbi
const ERRORS: Abi = [...refusalAbi, ...tokenAbi]

/** One line that says all that an outcome says; equal lines are equal outcomes. */
export function tellOutcome(outcome: Outcome): string {
  return outcome.kind === 'refused'
    ? `refused ${outcome.error}${tellAll(outcome.facts)}`
    : `done${tellAll(outcome.answer === undefined ? [] : [outcome.answer])} ${outcome.logs.map(({ by, name, facts }) => `${by}.${name}${tellAll(facts)}`).join(' ')}`
}

/** The same for what a call came to on the chain. */
export function tellAnswer(deployment: Deployment, call: Call, answer: Answer): string {
  const { status, returnData, logs } = answer
  if (status === '0x0') return `refused ${tellRevert(returnData)}`
  return `done${tellReturned(call, returnData)} ${logs.map((log) => tellLog(deployment, log)).join(' ')}`
}

function tellRevert(data: Hex): string {
  if (data === '0x') return '[]'
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: ERRORS, data })
    if (errorName === 'RewardLedger_GasTooLow') return tellGasTooLow(args)
    return `${errorName}${tellAll(args as readonly unknown[])}`
  } catch {
    return data
  }
}

/** How much gas is left is not for the model to know; that it is too little is. */
function tellGasTooLow(args: unknown): string {
  const [left = 0n, needed = 0n] = args as readonly bigint[]
  return left < needed ? 'RewardLedger_GasTooLow[]' : `RewardLedger_GasTooLow with ${left} for ${needed}`
}

/** What a function of the ledger returned; what the token returns is of no interest. */
function tellReturned(call: Call, returnData: Hex): string {
  if (isTokenCall(call)) return '[]'
  const item = CALLS.find((one) => one.type === 'function' && one.name === call.name)
  if (!item || !('outputs' in item) || item.outputs.length === 0)
    return returnData === '0x' ? '[]' : returnData
  return tellAll([decodeFunctionResult({ abi: CALLS, functionName: call.name, data: returnData })])
}

function tellLog({ ledger, token }: Deployment, { address, topics, data }: RawLog): string {
  const isLedger = address === ledger
  if (!isLedger && address !== token) return `somebody else at ${address}`
  const abi = isLedger ? LOGS : TOKEN
  const decoded: unknown = decodeEventLog({ abi, topics, data, strict: true })
  const { eventName, args } = decoded as { eventName: string; args: Record<string, unknown> }
  const item = abi.find((one) => one.type === 'event' && one.name === eventName)
  const inputs: readonly AbiParameter[] = item && 'inputs' in item ? (item.inputs ?? []) : []
  return `${isLedger ? 'ledger' : 'token'}.${eventName}${tellAll(inputs.map(({ name }) => args[name ?? '']))}`
}

/** What a view answered, or how it refused. */
export function tellView(functionName: string, { status, returnData }: Answer): string {
  if (status === '0x0') return `refused ${tellRevert(returnData)}`
  const abi: Abi = functionName === 'balanceOf' ? TOKEN : viewAbi
  const answer: unknown = decodeFunctionResult({ abi, functionName, data: returnData })
  return tellAll(Array.isArray(answer) ? answer : [answer])
}

/** Values one after the other; numbers in decimal, hex in lower case, structs by name. */
export function tellAll(values: readonly unknown[]): string {
  return `[${values.map(tell).join(', ')}]`
}

function tell(value: unknown): string {
  if (typeof value === 'string') return value.toLowerCase()
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value as Record<string, unknown>)
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${name}: ${tell(one)}`)
    .join(', ')}}`
}
