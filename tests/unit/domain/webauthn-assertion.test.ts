// Authenticator answers as a passkey account takes them, against what a browser really answered.

import { bytesToHex, concatBytes, decodeAbiParameters, hexToBytes, parseAbiParameters, type Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { Problem } from '#domain/problem.ts'
import { encodeAssertion, type AssertionResponse } from '#domain/webauthn-assertion.ts'
import { readPasskeyVectors, type RecordedAssertion } from '../../support/passkey-vectors.ts'

const { assertions } = readPasskeyVectors()
const accepted = assertions.filter(({ outcome }) => outcome !== 'refused')

/** Order of the P-256 group and its half, written out. */
const N = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'
const HALF_N = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n

function responseOf(vector: RecordedAssertion): AssertionResponse {
  return {
    authenticatorData: hexToBytes(vector.authenticatorData),
    clientDataJSON: hexToBytes(vector.clientDataJSON),
    signature: hexToBytes(vector.der),
  }
}

function recorded(name: string): RecordedAssertion {
  const found = assertions.find((vector) => vector.name === name)
  if (!found) throw new Error(`no vector: ${name}`)
  return found
}

function faultOf(response: AssertionResponse, digest: Hex): unknown {
  try {
    encodeAssertion(response, digest)
  } catch (error) {
    if (error instanceof Problem && error.code === 'passkey_malformed') return error.facts
    throw error
  }
  return undefined
}

function read(signature: Hex) {
  const [r, s, challengeIndex, typeIndex, authenticatorData, clientDataJSON] = decodeAbiParameters(
    parseAbiParameters('uint256, uint256, uint256, uint256, bytes, bytes'),
    signature,
  )
  return { r, s, challengeIndex, typeIndex, authenticatorData, clientDataJSON }
}

describe('what the browser answered', () => {
  test.each(accepted)('is encoded as the contract took it: $name', (vector) => {
    expect(encodeAssertion(responseOf(vector), vector.digest)).toBe(vector.signature)
  })

  test('covers both halves of s, and both are folded into the lower', () => {
    const upper = recorded('s in the upper half')
    const lower = recorded('s in the lower half')
    // The device's own bytes: the last 32 of the answer are s.
    expect(BigInt(`0x${upper.der.slice(-64)}`)).toBeGreaterThan(HALF_N)
    expect(BigInt(`0x${lower.der.slice(-64)}`)).toBeLessThanOrEqual(HALF_N)
    expect(read(upper.signature).s).toBe(BigInt(`0x${N}`) - BigInt(`0x${upper.der.slice(-64)}`))
    expect(read(lower.signature).s).toBe(BigInt(`0x${lower.der.slice(-64)}`))
  })

  test.each([
    ['a person not verified', { part: 'authenticatorData', fault: 'the person was not verified' }],
    [
      'a device that does not say that it verified',
      { part: 'authenticatorData', fault: 'the person was not verified' },
    ],
    ['a person not present', { part: 'authenticatorData', fault: 'the person was not present' }],
    [
      'a passkey backed up without being eligible',
      { part: 'authenticatorData', fault: 'backed up without being eligible' },
    ],
    [
      'a registration instead of an assertion',
      { part: 'clientDataJSON', fault: 'without "type":"webauthn.get"' },
    ],
  ])('is refused before it costs gas: %s', (name, fault) => {
    const vector = recorded(name)
    expect(faultOf(responseOf(vector), vector.digest)).toEqual(fault)
  })

  test.each(assertions.filter(({ name }) => name.startsWith('the digest of another')))(
    'is refused when it was signed for $name',
    (vector) => {
      const challenge = Buffer.from(hexToBytes(vector.digest)).toString('base64url')
      expect(faultOf(responseOf(vector), vector.digest)).toEqual({
        part: 'clientDataJSON',
        fault: `without "challenge":"${challenge}"`,
      })
      expect(faultOf(responseOf(vector), vector.challenge)).toBeUndefined()
    },
  )
})

describe('client data', () => {
  const vector = recorded('a transfer')
  const json = Buffer.from(hexToBytes(vector.clientDataJSON)).toString()

  const withData = (text: string) => ({ ...responseOf(vector), clientDataJSON: Buffer.from(text) })

  test('is searched in bytes, so that letters of several bytes shift nothing', () => {
    const challenge = json.match(/"challenge":"[^"]*"/)?.[0] ?? ''
    const { challengeIndex, typeIndex } = read(
      encodeAssertion(withData(`{"note":"für £5","type":"webauthn.get",${challenge}}`), vector.digest),
    )
    // {"note":"für £5", has 15 letters and two more bytes; "type":"webauthn.get", has 22.
    expect([typeIndex, challengeIndex]).toEqual([19n, 41n])
  })

  test('is searched to its very end', () => {
    const challenge = json.match(/"challenge":"[^"]*"/)?.[0] ?? ''
    const { challengeIndex } = read(
      encodeAssertion(withData(`"type":"webauthn.get",${challenge}`), vector.digest),
    )
    expect(challengeIndex).toBe(22n)
  })

  test('keeps every byte, also those that are no text', () => {
    const odd = concatBytes([Buffer.from(json), Uint8Array.of(0xff, 0xfe)])
    const encoded = encodeAssertion({ ...responseOf(vector), clientDataJSON: odd }, vector.digest)
    expect(read(encoded).clientDataJSON).toBe(bytesToHex(odd))
  })

  test.each([
    ['a challenge of more letters', json.replace('","origin"', 'A","origin"')],
    ['a padded challenge', json.replace('","origin"', '=","origin"')],
    ['no challenge', '{"type":"webauthn.get"}'],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(faultOf(withData(text), vector.digest)).toMatchObject({ part: 'clientDataJSON' })
  })

  test('is refused with a type that only begins alike', () => {
    const text = json.replace('webauthn.get"', 'webauthn.get2"')
    expect(faultOf(withData(text), vector.digest)).toEqual({
      part: 'clientDataJSON',
      fault: 'without "type":"webauthn.get"',
    })
  })
})

describe('authenticator data', () => {
  const vector = recorded('a transfer')

  const withFlags = (flags: number, length = 37) => {
    const data = new Uint8Array(length)
    data[32] = flags
    return { ...responseOf(vector), authenticatorData: data }
  }

  test('counts with 48 of all flags: present, verified, backed up only if eligible', () => {
    const taken = Array.from({ length: 256 }, (_, flags) => flags).filter(
      (flags) => faultOf(withFlags(flags), vector.digest) === undefined,
    )
    expect(taken).toHaveLength(48)
    expect(taken.slice(0, 7)).toEqual([0x05, 0x07, 0x0d, 0x0f, 0x1d, 0x1f, 0x25])
  })

  test('needs its 37 fixed bytes', () => {
    expect(faultOf(withFlags(0x05, 37), vector.digest)).toBeUndefined()
    expect(faultOf(withFlags(0x05, 36), vector.digest)).toEqual({
      part: 'authenticatorData',
      fault: 'shorter than its fixed part',
    })
  })
})

describe('a signature in DER', () => {
  const vector = recorded('a transfer')

  const withDer = (der: string) => ({ ...responseOf(vector), signature: hexToBytes(`0x${der}`) })

  test.each([
    ['two small numbers', '3006020105020101', 5n, 1n],
    ['a number whose first bit is set', '300702020080020101', 128n, 1n],
    ['s of half the order', `30250201010220${HALF_N.toString(16)}`, 1n, HALF_N],
    ['s of half the order and one', `30250201010220${(HALF_N + 1n).toString(16)}`, 1n, HALF_N],
    ['s of the order less one', `3026020101022100${N.slice(0, -1)}0`, 1n, 1n],
  ])('is read: %s', (_, der, r, s) => {
    expect(read(encodeAssertion(withDer(der), vector.digest))).toMatchObject({ r, s })
  })

  test.each([
    ['nothing', '', 'cut off'],
    ['the byte that a faulty device sent', '00', 'cut off'],
    ['another tag', '3106020105020101', 'tag 49 instead of 48'],
    ['a length in more bytes', '308106020105020101', 'a length that no P-256 signature has'],
    ['a length of no end', '3080020105020101', 'a length that no P-256 signature has'],
    ['a sequence cut off', '3006020105', 'cut off'],
    ['a sequence with bytes after it', '300602010502010100', 'bytes after its end'],
    ['one number', '3003020105', 'cut off'],
    ['three numbers', '3009020105020101020101', 'more than two numbers'],
    ['a number that is none', '3006030105020101', 'tag 3 instead of 2'],
    ['a number longer than the sequence', '3006020105020201', 'cut off'],
    ['a number without bytes', '30050200020101', 'a number without bytes'],
    ['a negative number', '3006020185020101', 'a negative number'],
    ['a number with a needless zero', '300702020005020101', 'a number with a needless zero'],
    ['r of zero', '3006020100020101', 'a number that is zero or not below the order'],
    ['s of zero', '3006020101020100', 'a number that is zero or not below the order'],
    ['s of the order', `3026020101022100${N}`, 'a number that is zero or not below the order'],
    ['r of the order', `3026022100${N}020101`, 'a number that is zero or not below the order'],
    [
      'a number of 34 bytes',
      `302702010102220100${'00'.repeat(32)}`,
      'a number that is zero or not below the order',
    ],
  ])('is refused: %s', (_, der, fault) => {
    expect(faultOf(withDer(der), vector.digest)).toEqual({ part: 'signature', fault })
  })
})
