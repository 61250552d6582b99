// Whose signature it is: a key's, or that of a wallet that is a contract (ERC-1271), asked on a real node.

import { createWalletSignatures } from '#chain/wallet-signatures.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain } from '../../support/chain.ts'

/** PUSH32 the word, store it at 0, return 32 bytes: a contract that answers every call with it. */
const answering = (word: string): Hex => `0x7f${word}5f5260205ff3`

const TAKES = `1626ba7e${'00'.repeat(28)}`
const REFUSES = 'ff'.repeat(32)

/** PUSH0 PUSH0 REVERT, and a word of data behind an error for the node to tell. */
const REVERTS: Hex = '0x7f08c379a0000000000000000000000000000000000000000000000000000000005f5260245ffd'

const message = 'Let me in.'

let chain: TestChain

beforeAll(async () => {
  chain = await startTestChain()
})

afterAll(() => chain.stop())

async function contractWith(code: Hex): Promise<`0x${string}`> {
  const { address } = privateKeyToAccount(generatePrivateKey())
  await chain.client.setCode({ address, bytecode: code })
  return address
}

test('a key’s own signature is its own, and another’s is not', async () => {
  const { isSignedBy } = createWalletSignatures({ rpcUrl: chain.rpcUrl })
  const [own, other] = [privateKeyToAccount(generatePrivateKey()), privateKeyToAccount(generatePrivateKey())]
  const signature = await own.signMessage({ message })
  expect(await isSignedBy({ address: own.address, message, signature })).toBe(true)
  expect(await isSignedBy({ address: own.address, message: `${message} `, signature })).toBe(false)
  expect(await isSignedBy({ address: other.address, message, signature })).toBe(false)
  expect(await isSignedBy({ address: own.address, message, signature: `0x${'ff'.repeat(65)}` })).toBe(false)
  expect(await isSignedBy({ address: own.address, message, signature: '0x12' })).toBe(false)
})

test('a contract says itself what it signed; one that answers otherwise or reverts did not', async () => {
  const { isSignedBy } = createWalletSignatures({ rpcUrl: chain.rpcUrl })
  const asked = { message, signature: '0x1234' as const }
  expect(await isSignedBy({ ...asked, address: await contractWith(answering(TAKES)) })).toBe(true)
  expect(await isSignedBy({ ...asked, address: await contractWith(answering(REFUSES)) })).toBe(false)
  expect(await isSignedBy({ ...asked, address: await contractWith(REVERTS) })).toBe(false)
  expect(await isSignedBy({ ...asked, address: chain.ledger })).toBe(false)
})

test('a node that does not answer is no answer', async () => {
  const { isSignedBy } = createWalletSignatures({ rpcUrl: 'http://127.0.0.1:1' })
  const { address } = privateKeyToAccount(generatePrivateKey())
  await expect(isSignedBy({ address, message, signature: '0x1234' })).rejects.toMatchObject({
    code: 'chain_unavailable',
  })
})
