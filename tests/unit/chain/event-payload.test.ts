import { micros } from '#domain/money.ts'
import type { LedgerEvent, LedgerEventBody, LedgerEventPlace } from '#ports/chain.ts'
import { readEventPayload, writeEventPayload } from '#store/chain/event-payload.ts'
import { describe, expect, it } from 'vitest'

const ANNA = '0x1111111111111111111111111111111111111111'

/** More than a JavaScript number can hold. */
const MUCH = micros(9_007_199_254_740_993n)

const place: LedgerEventPlace = {
  blockNumber: 5n,
  blockHash: '0xb1',
  blockTimestampSeconds: 10,
  transactionHash: '0xc1',
  logIndex: 2,
}

const bodies: readonly LedgerEventBody[] = [
  { name: 'PoolOpened', pool: 1, owner: ANNA, orderSigner: ANNA },
  { name: 'OrderSignerSet', pool: 1, orderSigner: ANNA },
  { name: 'PoolTransferStarted', pool: 1, newOwner: ANNA },
  { name: 'PoolTransferred', pool: 1, previousOwner: ANNA, newOwner: ANNA },
  { name: 'Deposited', pool: 1, from: ANNA, micros: MUCH },
  { name: 'Committed', pool: 1, seq: 2, maturesAtSeconds: 3, records: '0xabcd' },
  { name: 'Amended', pool: 1, seq: 2, reductions: '0xabcd' },
  { name: 'Vetoed', pool: 1, seq: 2, micros: MUCH },
  { name: 'Settled', pool: 1, seq: 2, index: 0, push: true },
  { name: 'PayDeferred', payee: ANNA, owedMicros: MUCH },
  { name: 'Paid', payee: ANNA, micros: MUCH },
  { name: 'Withdrawn', payee: ANNA, to: ANNA, micros: MUCH },
  { name: 'MinimumPayoutSet', payee: ANNA, micros: MUCH },
  { name: 'WithdrawalRequested', pool: 1, micros: MUCH, readyAtSeconds: 4 },
  { name: 'PoolWithdrawn', pool: 1, to: ANNA, micros: MUCH },
  { name: 'Pushed', payee: ANNA, micros: MUCH },
]

describe('a stored ledger event', () => {
  it.each(bodies)('comes back as it was: $name', (body) => {
    const event: LedgerEvent = { ...body, ...place }
    const stored = writeEventPayload(event)
    expect(readEventPayload(JSON.parse(stored), place)).toEqual(event)
  })

  it('holds amounts as text, and nothing of its place', () => {
    const stored: unknown = JSON.parse(
      writeEventPayload({ name: 'Paid', payee: ANNA, micros: MUCH, ...place }),
    )
    expect(stored).toEqual({ name: 'Paid', payee: ANNA, micros: '9007199254740993' })
  })
})
