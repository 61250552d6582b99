import { createKeys, createTransactionSigner } from '#chain/keys.ts'
import {
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  type TransactionSerializedEIP1559,
} from 'viem'
import { describe, expect, it } from 'vitest'

const TO = '0x1111111111111111111111111111111111111111'

const typedData = {
  domain: { name: 'Test', version: '1', chainId: 1 },
  types: { Note: [{ name: 'text', type: 'string' }] },
  primaryType: 'Note',
  message: { text: 'hello' },
} as const

describe('managed keys', () => {
  it('sign typed data that recovers to their address', async () => {
    const keys = createKeys()
    const { address, privateKey } = keys.create()
    expect(privateKey).toHaveLength(32)
    const signature = await keys.signTypedData(privateKey, typedData)
    expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(address)
  })

  it('are never the same twice', () => {
    const keys = createKeys()
    expect(keys.create().address).not.toBe(keys.create().address)
  })

  it('sign chain transactions with exactly what was asked for, the same bytes every time', async () => {
    const { address, privateKey } = createKeys().create()
    const transaction = {
      chainId: 31_337,
      nonce: 7n,
      call: { to: TO, data: '0xabcd', value: 5n },
      gasLimit: 21_000n,
      fees: { maxFeePerGas: 30n, maxPriorityFeePerGas: 2n },
    } as const
    const signed = await createTransactionSigner().sign(privateKey, transaction)
    const again = await createTransactionSigner().sign(privateKey, transaction)
    expect(again.raw).toBe(signed.raw)
    expect(signed.hash).toBe(keccak256(signed.raw))
    expect(parseTransaction(signed.raw)).toMatchObject({
      type: 'eip1559',
      chainId: 31_337,
      nonce: 7,
      to: TO,
      data: '0xabcd',
      value: 5n,
      gas: 21_000n,
      maxFeePerGas: 30n,
      maxPriorityFeePerGas: 2n,
    })
    const serializedTransaction = signed.raw as TransactionSerializedEIP1559
    expect(await recoverTransactionAddress({ serializedTransaction })).toBe(address)
  })
})
