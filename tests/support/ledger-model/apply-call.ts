// The model of the RewardLedger: what a call does to the state and which logs it leaves, or why it is refused. Written
// from contracts/interfaces alone, to be compared with the contract.

import { amend, commit, veto } from './batches.ts'
import { deposit, depositWithAuthorization, depositWithPermit } from './deposits.ts'
import type { LedgerCall, TokenCall } from './interface.ts'
import { Refusal, type Outcome } from './outcome.ts'
import {
  pay,
  setMinimumPayout,
  setMinimumPayoutWithSignature,
  settle,
  withdraw,
  withdrawWithSignature,
} from './payouts.ts'
import {
  acceptPool,
  executeWithdrawal,
  openPool,
  requestWithdrawal,
  setOrderSigner,
  transferPool,
} from './pools.ts'
import { copyState, type Ledger } from './state.ts'
import { applyTokenCall } from './token.ts'

/** Anything that happens in a history. */
export type Call = LedgerCall | TokenCall

/** Does `call` at the instant `now`; a refused call leaves the state as it was. */
export async function applyCall(ledger: Ledger, call: Call, now: number): Promise<Outcome> {
  const before = copyState(ledger.state)
  ledger.logs = []
  try {
    const answer = await (isTokenCall(call) ? applyTokenCall(ledger, call, now) : act(ledger, call, now))
    return { kind: 'done', answer: answer ?? undefined, logs: ledger.logs }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    ledger.state = before
    return { kind: 'refused', error: error.error, facts: error.facts }
  }
}

export function isTokenCall(call: Call): call is TokenCall {
  return TOKEN_CALLS.includes(call.name)
}

/** What a function returns, where it returns anything. */
type Answered = number | bigint | void

const TOKEN_CALLS: readonly string[] = ['mint', 'approve', 'permit', 'setMood']

function act(ledger: Ledger, call: LedgerCall, now: number): Answered | Promise<Answered> {
  const context = { from: call.from, now, isShortOfGas: call.isShortOfGas ?? false }
  switch (call.name) {
    case 'openPool':
      return openPool(ledger, context, call.args)
    case 'setOrderSigner':
      return setOrderSigner(ledger, context, call.args)
    case 'transferPool':
      return transferPool(ledger, context, call.args)
    case 'acceptPool':
      return acceptPool(ledger, context, call.args)
    case 'deposit':
      return deposit(ledger, context, call.args)
    case 'depositWithPermit':
      return depositWithPermit(ledger, context, call.args)
    case 'depositWithAuthorization':
      return depositWithAuthorization(ledger, context, call.args)
    case 'requestWithdrawal':
      return requestWithdrawal(ledger, context, call.args)
    case 'executeWithdrawal':
      return executeWithdrawal(ledger, context, call.args)
    case 'commit':
      return commit(ledger, context, call.args)
    case 'amend':
      return amend(ledger, context, call.args)
    case 'veto':
      return veto(ledger, context, call.args)
    case 'settle':
      return settle(ledger, context, call.args)
    case 'pay':
      return pay(ledger, context, call.args)
    case 'withdraw':
      return withdraw(ledger, context, call.args)
    case 'withdrawWithSignature':
      return withdrawWithSignature(ledger, context, call.args)
    case 'setMinimumPayout':
      return setMinimumPayout(ledger, context, call.args)
    case 'setMinimumPayoutWithSignature':
      return setMinimumPayoutWithSignature(ledger, context, call.args)
  }
}
