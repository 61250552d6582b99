// Encodes calls to the ledger and its token, ready to be signed. Pure.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import type { ChainCall, LedgerCalls } from '#ports/chain.ts'
import { encodeFunctionData, type Hex } from 'viem'

import type { LedgerFacts } from './ledger-events.ts'

/** `scale` is raw token units in one micro; amounts come in micros. */
export function createLedgerCalls({ ledger, token, scale }: LedgerFacts): LedgerCalls {
  const toLedger = (data: Hex): ChainCall => ({ to: ledger, data, value: 0n })
  const toToken = (data: Hex): ChainCall => ({ to: token, data, value: 0n })
  const abi = rewardLedgerAbi

  return {
    openPool: (orderSigner, terms) => {
      // The ABI has 40 bits here, which viem takes as a number: exact, as are all below 53 bits.
      const rewardCapMicros = Number(terms.rewardCapMicros)
      return toLedger(
        encodeFunctionData({
          abi,
          functionName: 'openPool',
          args: [orderSigner, { ...terms, rewardCapMicros }],
        }),
      )
    },
    transferPool: (pool, newOwner) =>
      toLedger(encodeFunctionData({ abi, functionName: 'transferPool', args: [pool, newOwner] })),
    mintTestDollars: (to, amount) =>
      toToken(encodeFunctionData({ abi: testDollarAbi, functionName: 'mint', args: [to, amount * scale] })),
    approveLedger: (amount) =>
      toToken(
        encodeFunctionData({ abi: testDollarAbi, functionName: 'approve', args: [ledger, amount * scale] }),
      ),
    deposit: (pool, expectedOwner, amount) =>
      toLedger(
        encodeFunctionData({ abi, functionName: 'deposit', args: [pool, expectedOwner, amount * scale] }),
      ),
    requestWithdrawal: (pool, amount) =>
      toLedger(encodeFunctionData({ abi, functionName: 'requestWithdrawal', args: [pool, amount] })),
    executeWithdrawal: (pool) =>
      toLedger(encodeFunctionData({ abi, functionName: 'executeWithdrawal', args: [pool] })),
    transferToken: (to, amount) =>
      toToken(
        encodeFunctionData({ abi: testDollarAbi, functionName: 'transfer', args: [to, amount * scale] }),
      ),
    commit: (pool, seq, { deadlineSeconds, ...header }, records, signature) =>
      toLedger(
        encodeFunctionData({
          abi,
          functionName: 'commit',
          args: [pool, seq, { ...header, deadline: deadlineSeconds }, records, signature],
        }),
      ),
    amend: (batch, deadlineSeconds, reductions, signature) =>
      toLedger(
        encodeFunctionData({
          abi,
          functionName: 'amend',
          args: [batch, deadlineSeconds, reductions, signature],
        }),
      ),
    settle: (payees, batches, push) =>
      toLedger(encodeFunctionData({ abi, functionName: 'settle', args: [payees, batches, push] })),
    pay: (payees) => toLedger(encodeFunctionData({ abi, functionName: 'pay', args: [payees] })),
    sendGas: (to, wei) => ({ to, data: '0x', value: wei }),
  }
}
