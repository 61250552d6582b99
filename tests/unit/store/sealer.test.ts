// Sealing at rest and keyed hashes: what is sealed opens for its own purpose under its own key alone.

import { macs } from '#store/macs.ts'
import { createSealer } from '#store/sealer.ts'
import { bytesToHex, hexToBytes, stringToBytes } from 'viem/utils'
import { describe, expect, test } from 'vitest'

describe('a sealer', () => {
  const sealer = createSealer(new Uint8Array(32).fill(1))
  const plain = stringToBytes('a secret')
  const sealed = sealer.seal(plain, 'pool:a:order-key')

  test('opens what it sealed', () => {
    expect(bytesToHex(sealer.open(sealed, 'pool:a:order-key'))).toBe(bytesToHex(plain))
    expect(sealer.open(sealer.seal(new Uint8Array(), 'c'), 'c')).toHaveLength(0)
  })

  test('shows nothing of it, and seals the same twice differently', () => {
    expect(sealed).toHaveLength(12 + 16 + plain.length)
    expect(Buffer.from(sealed).includes(plain)).toBe(false)
    expect(bytesToHex(sealer.seal(plain, 'pool:a:order-key'))).not.toBe(bytesToHex(sealed))
  })

  test('refuses another purpose and another key', () => {
    expect(() => sealer.open(sealed, 'pool:a:owner-key')).toThrow()
    expect(() => createSealer(new Uint8Array(32).fill(2)).open(sealed, 'pool:a:order-key')).toThrow()
  })

  test('refuses any byte that was changed, cut off or added', () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed, (byte, i) => (i === at ? byte ^ 1 : byte))
      expect(() => sealer.open(changed, 'pool:a:order-key')).toThrow()
      expect(() => sealer.open(sealed.slice(0, at), 'pool:a:order-key')).toThrow()
    }
    expect(() => sealer.open(Uint8Array.of(...sealed, 0), 'pool:a:order-key')).toThrow()
  })
})

describe('keyed hashes', () => {
  test('are HMAC-SHA256 and SHA-256', () => {
    // RFC 4231, test case 2; FIPS 180-2, appendix B.1.
    expect(
      bytesToHex(macs.hmacSha256(stringToBytes('Jefe'), stringToBytes('what do ya want for nothing?'))),
    ).toBe('0x5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
    expect(bytesToHex(macs.sha256(stringToBytes('abc')))).toBe(
      '0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  test.each([
    ['0x0102', '0x0102', true],
    ['0x', '0x', true],
    ['0x0102', '0x0103', false],
    ['0x0102', '0x010200', false],
    ['0x', '0x00', false],
  ] as const)('%s and %s are equal: %s', (a, b, equal) => {
    expect(macs.equal(hexToBytes(a), hexToBytes(b))).toBe(equal)
  })
})
