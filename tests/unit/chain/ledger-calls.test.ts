import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import { createLedgerCalls } from '#chain/ledger-calls.ts'
import { micros } from '#domain/money.ts'
import { decodeFunctionData, pad, type Hex } from 'viem'
import { describe, expect, it } from 'vitest'

import { ANNA, BERT, LEDGER, SCALE, TOKEN } from './ledger-logs.ts'

const calls = createLedgerCalls({ ledger: LEDGER, token: TOKEN, scale: SCALE })
const toLedger = (data: Hex) => decodeFunctionData({ abi: rewardLedgerAbi, data })
const toToken = (data: Hex) => decodeFunctionData({ abi: testDollarAbi, data })
const batch = { pool: 1, seq: 2, recordsHash: pad('0x5'), netList: '0xabcd' } as const

describe("the ledger's calls", () => {
  it('open a pool with its terms', () => {
    const terms = {
      minHoldSeconds: 3_600,
      rewardCapMicros: micros(549_755_813_887n),
      rateCapacityMicros: micros(2n),
      rateMicrosPerDay: micros(3n),
    }
    const call = calls.openPool(ANNA, terms)
    expect(call).toMatchObject({ to: LEDGER, value: 0n })
    expect(toLedger(call.data)).toEqual({
      functionName: 'openPool',
      args: [
        ANNA,
        {
          minHoldSeconds: 3_600,
          rewardCapMicros: 549_755_813_887,
          rateCapacityMicros: 2n,
          rateMicrosPerDay: 3n,
        },
      ],
    })
  })

  it('offer a pool to a new owner', () => {
    const call = calls.transferPool(3, BERT)
    expect(call).toMatchObject({ to: LEDGER, value: 0n })
    expect(toLedger(call.data)).toEqual({ functionName: 'transferPool', args: [3, BERT] })
  })

  it('turn micros into raw token units where the token is meant', () => {
    expect(toLedger(calls.deposit(1, ANNA, micros(7n)).data)).toEqual({
      functionName: 'deposit',
      args: [1, ANNA, 700n],
    })
    const mint = calls.mintTestDollars(BERT, micros(7n))
    expect(mint.to).toBe(TOKEN)
    expect(toToken(mint.data)).toEqual({ functionName: 'mint', args: [BERT, 700n] })
    const approve = calls.approveLedger(micros(7n))
    expect(approve.to).toBe(TOKEN)
    expect(toToken(approve.data)).toEqual({ functionName: 'approve', args: [LEDGER, 700n] })
  })

  it('commit, amend, settle and pay what they are given', () => {
    const header = {
      holdSeconds: 1,
      deadlineSeconds: 2,
      evidenceRoot: pad('0x3'),
      policyHash: pad('0x4'),
      counts: 5n,
    }
    expect(toLedger(calls.commit(1, 2, header, '0xab', '0xcd').data)).toEqual({
      functionName: 'commit',
      args: [
        1,
        2,
        { holdSeconds: 1, deadline: 2, evidenceRoot: pad('0x3'), policyHash: pad('0x4'), counts: 5n },
        '0xab',
        '0xcd',
      ],
    })
    expect(toLedger(calls.amend(batch, 9, '0xab', '0xcd').data)).toEqual({
      functionName: 'amend',
      args: [batch, 9, '0xab', '0xcd'],
    })
    const indexed = {
      pool: 1,
      seq: 2,
      recordsHash: pad('0x5'),
      indexedNetList: '0x0000000000000007',
    } as const
    expect(toLedger(calls.settle(ANNA, [indexed], true).data)).toEqual({
      functionName: 'settle',
      args: [ANNA, [indexed], true],
    })
    expect(toLedger(calls.pay([ANNA, BERT]).data)).toEqual({ functionName: 'pay', args: [[ANNA, BERT]] })
  })

  it('send gas money as plain value', () => {
    expect(calls.sendGas(ANNA, 5n)).toEqual({ to: ANNA, data: '0x', value: 5n })
  })
})
