// Addresses and digests of passkey accounts, against the vectors that the contract's tests read too.

import { getAddress, hashStruct, keccak256, stringToBytes, type Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { passkeyAccountBytecode } from '#abi/passkey-account-bytecode.ts'
import { passkeyAccountFactoryBytecode } from '#abi/passkey-account-factory-bytecode.ts'
import { passkeyAccountAbi } from '#abi/passkey-account.ts'
import {
  addressSigner,
  INSTRUCTION_TYPES,
  instructionDigest,
  instructionTypedData,
  NOBODY,
  passkeyAccountAddress,
  passkeyAccountImplementation,
  passkeySigner,
} from '#domain/passkey-account.ts'
import { Problem } from '#domain/problem.ts'
import { parseInstruction, readPasskeyVectors } from '../../support/passkey-vectors.ts'

const vectors = readPasskeyVectors()

function faultOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    if (error instanceof Problem && error.code === 'passkey_malformed') return error.facts
    throw error
  }
  return undefined
}

describe('a signer', () => {
  const { key, recovery } = vectors.publicKeys

  test('is the public key that the browser gave', () => {
    expect(passkeySigner(key)).toEqual(vectors.accounts.alone.key)
    expect(passkeySigner(recovery)).toEqual(vectors.accounts.backed.recovery)
    expect(vectors.accounts.alone.key.x).toMatch(/^0x[0-9a-f]{64}$/)
  })

  test('is an address in the lower bytes, or nobody', () => {
    expect(addressSigner('0x70997970C51812dc3A010C7d01b50e0d17dc79C8')).toEqual({
      x: '0x00000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8',
      y: `0x${'00'.repeat(32)}`,
    })
    expect(addressSigner('0x0000000000000000000000000000000000000000')).toEqual(NOBODY)
  })

  test.each<[string, Hex]>([
    ['a key of another curve', `0x3059301306072a8648ce3d020106082a8648ce3d03010803420004${'11'.repeat(64)}`],
    ['a compressed point', `${key.slice(0, 54)}02${key.slice(56)}` as Hex],
    ['a key cut off', key.slice(0, -2) as Hex],
    ['a key with a byte too many', `${key}00`],
    ['nothing', '0x'],
  ])('is not %s', (_, publicKey) => {
    expect(faultOf(() => passkeySigner(publicKey))).toEqual({
      part: 'publicKey',
      fault: 'not an uncompressed P-256 key',
    })
  })

  test('is not a point off the curve, nor one written beyond the field', () => {
    const field = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
    const prefix = key.slice(0, 56)
    // (0, √b) lies on the curve; with the field's prime for 0 it is the same point, written as no key is.
    const root = '66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4'
    const off = { part: 'publicKey', fault: 'not a point of the curve' }
    expect(faultOf(() => passkeySigner(`${prefix}${'00'.repeat(32)}${root}` as Hex))).toBeUndefined()
    expect(faultOf(() => passkeySigner(`${prefix}${field.toString(16)}${root}` as Hex))).toEqual(off)
    // So does a point with y = 5.
    const x = 'd7325d7646cd60d80a92738ceb345f844cffaf35841022cab176f692de8de1d7'
    const five = 5n.toString(16).padStart(64, '0')
    expect(faultOf(() => passkeySigner(`${prefix}${x}${five}` as Hex))).toBeUndefined()
    expect(faultOf(() => passkeySigner(`${prefix}${x}${(field + 5n).toString(16)}` as Hex))).toEqual(off)
    expect(faultOf(() => passkeySigner(`${prefix}${'00'.repeat(64)}` as Hex))).toEqual(off)
    expect(
      faultOf(() => passkeySigner(`${key.slice(0, -2)}${key.endsWith('00') ? '01' : '00'}` as Hex)),
    ).toEqual(off)
  })
})

describe('an account', () => {
  test.each(['alone', 'backed', 'guarded'] as const)('is where the contract says: %s', (name) => {
    const { key, recovery, account } = vectors.accounts[name]
    expect(passkeyAccountAddress({ factory: vectors.factory, key, recovery })).toBe(account)
  })

  test('has the code that its factory created first', () => {
    expect(passkeyAccountImplementation(vectors.factory)).toBe(vectors.implementation)
  })

  test('has another address with any other signer or factory', () => {
    const { key, recovery } = vectors.accounts.backed
    const { factory } = vectors
    const addresses = [
      { factory, key, recovery },
      { factory, key: recovery, recovery: key },
      { factory, key, recovery: NOBODY },
      { factory, key: { x: key.x, y: recovery.y }, recovery },
      { factory: vectors.token, key, recovery },
    ].map((input) => passkeyAccountAddress(input))
    expect(new Set(addresses).size).toBe(5)
    expect(addresses[0]).toBe(getAddress(vectors.accounts.backed.account))
  })
})

describe('an instruction', () => {
  test.each(vectors.assertions)('has the digest of its vector: $name', (vector) => {
    const { account } = vectors.accounts[vector.account]
    const instruction = parseInstruction(vector.instruction)
    expect(instructionDigest({ chainId: vectors.chainId, account, instruction })).toBe(vector.digest)
  })

  test('is typed data that names this chain and this account', () => {
    const { account } = vectors.accounts.guarded
    const instruction = {
      type: 'Cancel',
      byRecovery: true,
      nonce: 3n,
      deadlineSeconds: 1_800_000_000,
    } as const
    const typed = instructionTypedData({ chainId: 10, account, instruction })
    expect(typed).toEqual({
      domain: { name: 'Vouchpenny PasskeyAccount', version: '1', chainId: 10, verifyingContract: account },
      types: { Cancel: INSTRUCTION_TYPES.Cancel },
      primaryType: 'Cancel',
      message: { byRecovery: true, nonce: 3n, deadline: 1_800_000_000 },
    })
  })

  test('has the type string of the interface', () => {
    const { types, primaryType, message } = instructionTypedData({
      chainId: 1,
      account: vectors.token,
      instruction: {
        type: 'Transfer',
        token: '0x0000000000000000000000000000000000000001',
        to: '0x0000000000000000000000000000000000000002',
        rawAmount: 3n,
        nonce: 4n,
        deadlineSeconds: 5,
      },
    })
    const typeHash = keccak256(
      stringToBytes('Transfer(address token,address to,uint256 rawAmount,uint64 nonce,uint40 deadline)'),
    )
    const words = [1, 2, 3, 4, 5].map((word) => word.toString(16).padStart(64, '0')).join('')
    expect(hashStruct({ types, primaryType, data: message })).toBe(keccak256(`${typeHash}${words}`))
  })

  test('is one of six, and the contract changes by no other function', () => {
    const changing = passkeyAccountAbi.filter(
      (entry) => entry.type === 'function' && entry.stateMutability !== 'view',
    )
    expect(changing.map((entry) => ('name' in entry ? entry.name : ''))).toEqual([
      'cancel',
      'setKey',
      'setMinimumPayout',
      'setRecovery',
      'transfer',
      'withdraw',
    ])
    expect(Object.keys(INSTRUCTION_TYPES)).toHaveLength(6)
    expect(
      passkeyAccountAbi.some(({ type }) => (type as string) === 'fallback' || (type as string) === 'receive'),
    ).toBe(false)
  })
})

test('the factory brings the code of its accounts along', () => {
  expect(passkeyAccountFactoryBytecode).toContain(passkeyAccountBytecode.slice(2))
})
