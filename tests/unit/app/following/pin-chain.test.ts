import { pinChain } from '#app/following/pin-chain.ts'
import type { ChainIdentity } from '#ports/chain.ts'
import { describe, expect, it } from 'vitest'

import { createMemoryFollowing } from '../sending/memory-stores.ts'

const identity: ChainIdentity = {
  chainId: 31_337,
  ledger: '0x1111111111111111111111111111111111111111',
  token: '0x2222222222222222222222222222222222222222',
  ledgerCodeHash: '0xc0de',
  deployBlock: 2n,
  deployBlockHash: '0xb10c',
}

function depsFinding(found: ChainIdentity, pins = createMemoryFollowing().pins) {
  return { chainReader: { identity: async () => found }, pins, clock: { now: () => 0 } }
}

describe('pinning the chain', () => {
  it('pins what it finds at the first start and accepts it at the next', async () => {
    const { pins } = createMemoryFollowing()
    expect(await pinChain(depsFinding(identity, pins))).toEqual(identity)
    expect(await pins.pinned()).toEqual(identity)
    expect(await pinChain(depsFinding(identity, pins))).toEqual(identity)
  })

  it.each([
    ['chainId', { chainId: 1 }, '31337', '1'],
    [
      'ledger',
      { ledger: '0x3333333333333333333333333333333333333333' },
      identity.ledger,
      '0x3333333333333333333333333333333333333333',
    ],
    ['deployBlock', { deployBlock: 3n }, '2', '3'],
    ['deployBlockHash', { deployBlockHash: '0xbad0' }, '0xb10c', '0xbad0'],
    ['ledgerCodeHash', { ledgerCodeHash: '0xbad0' }, '0xc0de', '0xbad0'],
    [
      'token',
      { token: '0x4444444444444444444444444444444444444444' },
      identity.token,
      '0x4444444444444444444444444444444444444444',
    ],
  ] as const)('refuses a chain whose %s differs', async (differs, change, expected, found) => {
    const { pins } = createMemoryFollowing()
    await pinChain(depsFinding(identity, pins))
    await expect(pinChain(depsFinding({ ...identity, ...change }, pins))).rejects.toMatchObject({
      code: 'chain_mismatch',
      facts: { differs, expected, found },
    })
    expect(await pins.pinned()).toEqual(identity)
  })
})
