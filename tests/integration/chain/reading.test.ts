// Reading a real node: a batch from deposit to payment, as events and as state.

import { createKeys } from '#chain/keys.ts'
import { createChainReader } from '#chain/reader.ts'
import { indexBatches } from '#domain/settlement.ts'
import { batchHash, encodeNetList, encodeRecords, netListOf, recordsHash } from '#domain/records.ts'
import { micros } from '#domain/money.ts'
import { commitTypedData } from '#domain/typed-data.ts'
import type { BatchRef, ChainCall } from '#ports/chain.ts'
import { getAddress, keccak256, pad } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { LOCAL_DEPLOYER_KEY } from '../../../scripts/system/deploy.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createLedgerCalls } from '#chain/ledger-calls.ts'

const OWNER = privateKeyToAccount(LOCAL_DEPLOYER_KEY).address
/** Paid at once: above the default minimum of 0.10. */
const ANNA = '0x1111111111111111111111111111111111111111'
/** Owed 0.05 by each batch. */
const BERT = '0x2222222222222222222222222222222222222222'

const HOLD_SECONDS = 3_600

let chain: TestChain
let reader: ReturnType<typeof createChainReader>
let firstBlock: bigint
let refs: BatchRef[]

const keys = createKeys()
const orderKey = keys.create()

async function send(call: ChainCall): Promise<void> {
  const hash = await chain.client.sendTransaction({ ...call, chain: null })
  const receipt = await chain.client.waitForTransactionReceipt({ hash })
  expect(receipt.status).toBe('success')
}

/** Commits 0.30 to Anna and 0.05 to Bert. */
async function commit(seq: number): Promise<BatchRef> {
  const calls = createLedgerCalls(await reader.ledgerFacts())
  const records = [
    { payee: ANNA, tag: pad('0x1', { size: 6 }), micros: micros(300_000n), supplement: false },
    { payee: BERT, tag: pad('0x2', { size: 6 }), micros: micros(50_000n), supplement: false },
  ] as const
  const encoded = encodeRecords(records)
  const head = await reader.head()
  const header = {
    holdSeconds: HOLD_SECONDS,
    deadlineSeconds: head.timestampSeconds + HOLD_SECONDS,
    evidenceRoot: pad('0x3'),
    policyHash: pad('0x4'),
    counts: 0n,
  }
  const { chainId, ledger } = chain
  const typedData = commitTypedData({
    chainId,
    ledger,
    pool: 1,
    seq,
    recordsHash: recordsHash(encoded),
    header,
  })
  const signature = await keys.signTypedData(orderKey.privateKey, typedData as never)
  await send(calls.commit(1, seq, header, encoded, signature))
  return { pool: 1, seq, recordsHash: recordsHash(encoded), netList: encodeNetList(netListOf(records)) }
}

beforeAll(async () => {
  chain = await startTestChain()
  const { rpcUrl, ledger, deployBlock } = chain
  reader = createChainReader({ rpcUrl, ledger, deployBlock: BigInt(deployBlock) })
  const calls = createLedgerCalls(await reader.ledgerFacts())
  firstBlock = (await reader.head()).number + 1n
  const cap = micros(1_000_000n)
  const terms = {
    minHoldSeconds: HOLD_SECONDS,
    rewardCapMicros: cap,
    rateCapacityMicros: cap,
    rateMicrosPerDay: cap,
  }
  await send(calls.openPool(orderKey.address, terms))
  await send(calls.mintTestDollars(OWNER, micros(5_000_000n)))
  await send(calls.approveLedger(micros(5_000_000n)))
  await send(calls.deposit(1, OWNER, micros(5_000_000n)))
  refs = [await commit(1), await commit(2)]
  await chain.anvil.warp(HOLD_SECONDS + 10)
  const [first, second] = refs.map((ref) => indexBatches([ref]))
  await send(calls.settle(first!.payees, first!.batches, true))
  await send(calls.settle(second!.payees, second!.batches, false))
  await send(calls.pay([ANNA, BERT]))
})
afterAll(() => chain.stop())

describe('reading a real node', () => {
  it('tells which chain and ledger it is', async () => {
    const { chainId, ledger, token, codeHash, deployBlock, deployBlockHash } = chain
    expect(await reader.identity()).toEqual({
      chainId,
      ledger: getAddress(ledger),
      token: getAddress(token),
      ledgerCodeHash: codeHash,
      deployBlock: BigInt(deployBlock),
      deployBlockHash,
    })
  })

  it('refuses a chain without the ledger, and one that ends before its deployment', async () => {
    const { rpcUrl, ledger, deployBlock } = chain
    const nowhere = createChainReader({ rpcUrl, ledger: ANNA, deployBlock: BigInt(deployBlock) })
    await expect(nowhere.identity()).rejects.toMatchObject({ code: 'chain_mismatch' })
    const never = createChainReader({ rpcUrl, ledger, deployBlock: 1_000_000n })
    await expect(never.identity()).rejects.toMatchObject({ code: 'chain_mismatch' })
  })

  it('reads every event, and the push of a settle as one', async () => {
    const head = await reader.head()
    const events = await reader.ledgerEvents(firstBlock, head.number)
    expect(
      events.map((event) => [
        event.name,
        'payee' in event ? event.payee : '',
        'micros' in event ? event.micros : '',
      ]),
    ).toEqual([
      ['PoolOpened', '', ''],
      ['Deposited', '', 5_000_000n],
      ['Committed', '', ''],
      ['Committed', '', ''],
      ['Settled', '', ''],
      ['Pushed', ANNA, 300_000n],
      ['Settled', '', ''],
      ['Paid', ANNA, 300_000n],
      ['Paid', BERT, 100_000n],
    ])
  })

  it('reads the same events block by block as over a range', async () => {
    const head = await reader.head()
    const blocks = []
    for (let number = firstBlock; number <= head.number; number++) {
      const block = await reader.block(number)
      if (block) blocks.push(block)
    }
    expect(await reader.eventsOf(blocks)).toEqual(await reader.ledgerEvents(firstBlock, head.number))
  })

  it('does not take a block that the node does not have for an empty one', async () => {
    const head = await reader.head()
    await expect(reader.eventsOf([{ ...head, hash: keccak256('0x') }])).rejects.toMatchObject({
      code: 'chain_unavailable',
    })
    expect(await reader.block(head.number + 1_000n)).toBeUndefined()
  })

  it('reads pools, batches and accounts', async () => {
    expect(await reader.pool(1)).toMatchObject({
      owner: OWNER,
      orderSigner: orderKey.address,
      availableMicros: 4_300_000n,
      reservedMicros: 0n,
      rewardCapMicros: 1_000_000n,
      minHoldSeconds: HOLD_SECONDS,
      nextSeq: 3,
    })
    expect(await reader.pool(2)).toBeUndefined()
    const [first] = refs
    if (!first) throw new Error('two batches are settled')
    expect(await reader.batch(1, 1)).toEqual({
      maturesAtSeconds: 0,
      batchHash: batchHash(first.recordsHash, first.netList),
    })
    expect(await reader.batch(1, 9)).toEqual({ maturesAtSeconds: 0, batchHash: pad('0x', { size: 27 }) })
    expect(await reader.accounts([ANNA, BERT])).toEqual([
      { owedMicros: 0n, minimumMicros: 0n },
      { owedMicros: 0n, minimumMicros: 0n },
    ])
    expect(await reader.accounts([])).toEqual([])
  })

  it('says that the chain does not answer, not that something failed', async () => {
    const { ledger, deployBlock } = chain
    const away = createChainReader({ rpcUrl: 'http://127.0.0.1:9', ledger, deployBlock: BigInt(deployBlock) })
    await expect(away.head()).rejects.toMatchObject({ code: 'chain_unavailable', retry: 'later' })
  })
})
