import { pad } from 'viem'
import { describe, expect, it } from 'vitest'

import { ANNA, BERT, decode, LEDGER, ledgerLog, OTHER, TOKEN, transferLog } from './ledger-logs.ts'

/** Name, payee or receiver, micros and log index: what a push is told by. */
function told(logs: Parameters<typeof decode>[0]) {
  return decode(logs).map((event) => [
    event.name,
    'payee' in event ? event.payee : undefined,
    'micros' in event ? event.micros : undefined,
    event.logIndex,
  ])
}

const terms = { minHoldSeconds: 3_600, rewardCapMicros: 5, rateCapacityMicros: 6n, rateMicrosPerDay: 7n }
const header = { holdSeconds: 1, deadline: 2, evidenceRoot: pad('0x3'), policyHash: pad('0x4'), counts: 5n }

describe("the ledger's events", () => {
  it('carry the place of their log', () => {
    const [event] = decode([ledgerLog('Deposited', { pool: 1, from: ANNA, micros: 5n }, { index: 3 })])
    expect(event).toEqual({
      name: 'Deposited',
      pool: 1,
      from: ANNA,
      micros: 5n,
      blockNumber: 7n,
      blockHash: pad('0x7'),
      blockTimestampSeconds: 1_000,
      transactionHash: pad('0x1'),
      logIndex: 3,
    })
  })

  it.each([
    [
      'PoolOpened',
      { pool: 1, owner: ANNA, orderSigner: BERT, terms },
      { pool: 1, owner: ANNA, orderSigner: BERT },
    ],
    ['PoolTransferStarted', { pool: 2, newOwner: BERT }, { pool: 2, newOwner: BERT }],
    [
      'PoolTransferred',
      { pool: 2, previousOwner: ANNA, newOwner: BERT },
      { pool: 2, previousOwner: ANNA, newOwner: BERT },
    ],
    ['OrderSignerSet', { pool: 2, orderSigner: BERT }, { pool: 2, orderSigner: BERT }],
    [
      'Committed',
      { pool: 1, seq: 2, header, maturesAt: 99, records: '0xabcd', signature: '0xef' },
      { pool: 1, seq: 2, maturesAtSeconds: 99, records: '0xabcd' },
    ],
    [
      'Amended',
      { pool: 1, seq: 2, deadline: 9, reductions: '0xabcd', signature: '0xef' },
      { pool: 1, seq: 2, reductions: '0xabcd' },
    ],
    ['Vetoed', { pool: 1, seq: 2, micros: 8n }, { pool: 1, seq: 2, micros: 8n }],
    ['Settled', { pool: 1, seq: 2, index: 3n, push: true }, { pool: 1, seq: 2, index: 3, push: true }],
    ['PayDeferred', { payee: ANNA, owedMicros: 8n }, { payee: ANNA, owedMicros: 8n }],
    ['Paid', { payee: ANNA, micros: 8n }, { payee: ANNA, micros: 8n }],
    ['Withdrawn', { payee: ANNA, to: BERT, micros: 8n }, { payee: ANNA, to: BERT, micros: 8n }],
    ['MinimumPayoutSet', { payee: ANNA, micros: 8n }, { payee: ANNA, micros: 8n }],
    [
      'WithdrawalRequested',
      { pool: 1, micros: 8n, readyAt: 50, expiresAt: 60 },
      { pool: 1, micros: 8n, readyAtSeconds: 50 },
    ],
    ['PoolWithdrawn', { pool: 1, to: BERT, micros: 8n }, { pool: 1, to: BERT, micros: 8n }],
  ] as const)('tell %s by the names of the port', (name, args, expected) => {
    const [event, ...others] = decode([ledgerLog(name, args, { index: 0 })])
    expect(others).toEqual([])
    expect(event).toMatchObject({ name, ...expected })
  })

  it('leave out the deployment, transfers between others, and logs of strangers', () => {
    const deployed = {
      token: TOKEN,
      scale: 1n,
      defaultMinimumMicros: 1n,
      minHoldSeconds: 1,
      maxHoldSeconds: 2,
      noticeSeconds: 3,
      requestWindowSeconds: 4,
    }
    expect(
      decode([
        ledgerLog('Deployed', deployed, { index: 0 }),
        transferLog(ANNA, LEDGER, 500n, { index: 1 }),
        transferLog(LEDGER, ANNA, 500n, { index: 2 }, OTHER),
      ]),
    ).toEqual([])
  })

  it('come in log order over blocks, whatever order the logs have', () => {
    const logs = [
      ledgerLog('Paid', { payee: ANNA, micros: 1n }, { block: 8n, index: 0 }),
      ledgerLog('Vetoed', { pool: 1, seq: 1, micros: 1n }, { block: 7n, index: 5 }),
      ledgerLog('Vetoed', { pool: 1, seq: 2, micros: 1n }, { block: 7n, index: 4 }),
    ]
    expect(decode(logs).map(({ blockNumber, logIndex }) => [blockNumber, logIndex])).toEqual([
      [7n, 4],
      [7n, 5],
      [8n, 0],
    ])
  })
})

describe('pushes', () => {
  it('are the transfers from the ledger that nothing explains, in micros', () => {
    const logs = [
      ledgerLog('Settled', { pool: 1, seq: 1, index: 0n, push: true }, { index: 0 }),
      transferLog(LEDGER, ANNA, 12_300n, { index: 1 }),
      transferLog(LEDGER, BERT, 500n, { index: 2 }),
    ]
    expect(told(logs)).toEqual([
      ['Settled', undefined, undefined, 0],
      ['Pushed', ANNA, 123n, 1],
      ['Pushed', BERT, 5n, 2],
    ])
  })

  it('are none where pay, withdraw or a pool withdrawal log the same amount to the same address', () => {
    const logs = [
      transferLog(LEDGER, ANNA, 500n, { transaction: 1, index: 0 }),
      ledgerLog('Paid', { payee: ANNA, micros: 5n }, { transaction: 1, index: 1 }),
      ledgerLog('Withdrawn', { payee: ANNA, to: BERT, micros: 6n }, { transaction: 2, index: 2 }),
      transferLog(LEDGER, BERT, 600n, { transaction: 2, index: 3 }),
      ledgerLog('PoolWithdrawn', { pool: 1, to: BERT, micros: 7n }, { transaction: 3, index: 4 }),
      transferLog(LEDGER, BERT, 700n, { transaction: 3, index: 5 }),
    ]
    expect(decode(logs).map(({ name }) => name)).toEqual(['Paid', 'Withdrawn', 'PoolWithdrawn'])
  })

  it('are not explained by another chain transaction, another amount or another address', () => {
    const paid = ledgerLog('Paid', { payee: ANNA, micros: 5n }, { transaction: 1, index: 0 })
    const pushed = (log: ReturnType<typeof transferLog>) =>
      decode([paid, log]).filter(({ name }) => name === 'Pushed')
    expect(pushed(transferLog(LEDGER, ANNA, 500n, { transaction: 2, index: 1 }))).toHaveLength(1)
    expect(pushed(transferLog(LEDGER, ANNA, 600n, { transaction: 1, index: 1 }))).toHaveLength(1)
    expect(pushed(transferLog(LEDGER, BERT, 500n, { transaction: 1, index: 1 }))).toHaveLength(1)
    expect(pushed(transferLog(LEDGER, ANNA, 500n, { transaction: 1, index: 1 }))).toHaveLength(0)
  })

  it('are told from a payment of the same amount in the same chain transaction by what lies nearest', () => {
    const logs = [
      ledgerLog('Settled', { pool: 1, seq: 1, index: 0n, push: true }, { index: 0 }),
      transferLog(LEDGER, ANNA, 500n, { index: 1 }),
      ledgerLog('Settled', { pool: 1, seq: 2, index: 0n, push: false }, { index: 2 }),
      transferLog(LEDGER, ANNA, 500n, { index: 3 }),
      ledgerLog('Paid', { payee: ANNA, micros: 5n }, { index: 4 }),
    ]
    expect(told(logs).filter(([name]) => name === 'Pushed')).toEqual([['Pushed', ANNA, 5n, 1]])
  })
})
