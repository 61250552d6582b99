import { isCanonical } from '#app/sending/is-canonical.ts'
import { describe, expect, it } from 'vitest'

const followed = {
  blockAt: async (number: bigint) =>
    number === 50n
      ? ({ number, hash: '0xaa', parentHash: '0xa9', timestampSeconds: 0, receivedAt: 0 } as const)
      : undefined,
}
const at = (blockNumber: bigint, blockHash: `0x${string}`) => ({ blockNumber, blockHash })

describe('a block of a receipt', () => {
  it('is canonical when it is followed under the same hash', async () => {
    expect(await isCanonical(followed, undefined, at(50n, '0xaa'))).toBe(true)
    expect(await isCanonical(followed, 60n, at(50n, '0xbb'))).toBe(false)
  })

  it('is not canonical before it is followed', async () => {
    expect(await isCanonical(followed, undefined, at(51n, '0xab'))).toBe(false)
    expect(await isCanonical(followed, 50n, at(51n, '0xab'))).toBe(false)
  })

  it('is canonical when it is so deep that it is kept no more', async () => {
    expect(await isCanonical(followed, 50n, at(49n, '0x99'))).toBe(true)
  })
})
