// A recorded assertion as its vector holds it. The account's encoding is written here a second time, without any check,
// so that refused assertions reach the contract as well.

import { webcrypto } from 'node:crypto'
import { passkeyAccountAbi } from '#abi/passkey-account.ts'
import type { Instruction } from '#domain/passkey-account.ts'
import type { AssertionResponse } from '#domain/webauthn-assertion.ts'
import {
  bytesToHex,
  concatBytes,
  encodeAbiParameters,
  encodeFunctionData,
  hexToBigInt,
  hexToBytes,
  numberToHex,
  parseAbiParameters,
  sha256,
  slice,
  type Hex,
} from 'viem'
import type { InstructionJson, RecordedAssertion } from '../support/passkey-vectors.ts'

/** Order of the P-256 group. */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

type Recording = Pick<
  RecordedAssertion,
  'name' | 'account' | 'byRecovery' | 'digest' | 'challenge' | 'outcome'
> & {
  readonly instruction: Instruction
  readonly response: AssertionResponse
  /** `s` stays in the half in which the device left it. */
  readonly unfolded?: boolean
}

/** The vector of a recording. */
export function writeAssertion(recording: Recording): RecordedAssertion {
  const { instruction, response, unfolded = false, ...rest } = recording
  const signature = encodeUnchecked(response, recording.challenge, unfolded)
  return {
    ...rest,
    instruction: writeInstruction(instruction),
    authenticatorData: bytesToHex(response.authenticatorData),
    clientDataJSON: bytesToHex(response.clientDataJSON),
    der: bytesToHex(response.signature),
    signature,
    call: encodeCall(instruction, signature),
  }
}

function writeInstruction({ nonce, deadlineSeconds, ...rest }: Instruction): InstructionJson {
  const fields = Object.entries(rest).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? value.toString() : value,
  ])
  return {
    ...(Object.fromEntries(fields) as InstructionJson),
    nonce: nonce.toString(),
    deadlineSeconds: deadlineSeconds.toString(),
  }
}

function encodeUnchecked(response: AssertionResponse, challenge: Hex, unfolded: boolean): Hex {
  const json = Buffer.from(response.clientDataJSON).toString('latin1')
  const { r, s } = readDer(bytesToHex(response.signature))
  const folded = s > N / 2n && !unfolded ? N - s : s
  const expected = Buffer.from(hexToBytes(challenge)).toString('base64url')
  return encodeAbiParameters(parseAbiParameters('uint256, uint256, uint256, uint256, bytes, bytes'), [
    r,
    folded,
    BigInt(json.indexOf(`"challenge":"${expected}"`)),
    BigInt(json.indexOf('"type":')),
    bytesToHex(response.authenticatorData),
    bytesToHex(response.clientDataJSON),
  ])
}

/** The two numbers of a DER signature whose form nobody doubts. */
function readDer(der: Hex): { readonly r: bigint; readonly s: bigint } {
  const rBytes = Number(slice(der, 3, 4))
  return { r: hexToBigInt(slice(der, 4, 4 + rBytes)), s: hexToBigInt(slice(der, 6 + rBytes)) }
}

export function isInUpperHalf({ signature }: AssertionResponse): boolean {
  return readDer(bytesToHex(signature)).s > N / 2n
}

/** Chromium sometimes adds a member to its clientDataJSON, so that nobody relies on there being none. */
export function hasAddedMember({ clientDataJSON }: AssertionResponse): boolean {
  return Buffer.from(clientDataJSON).includes('other_keys_can_be_added_here')
}

/** Signs what a device signs, with a passkey's private key (PKCS #8); DER. */
export async function signAsDevice(
  privateKey: Uint8Array<ArrayBuffer>,
  authenticatorData: Uint8Array,
  clientDataJSON: Uint8Array,
): Promise<Uint8Array> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await webcrypto.subtle.importKey('pkcs8', privateKey, curve, false, ['sign'])
  const signed = Uint8Array.from(concatBytes([authenticatorData, sha256(clientDataJSON, 'bytes')]))
  const answer = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, signed)
  const [r, s] = [new Uint8Array(answer, 0, 32), new Uint8Array(answer, 32)].map(derNumber)
  const body = concatBytes([r!, s!])
  return concatBytes([Uint8Array.of(0x30, body.length), body])
}

function derNumber(bytes: Uint8Array): Uint8Array {
  const hex = numberToHex(hexToBigInt(bytesToHex(bytes)))
  const digits = hex.length % 2 === 0 ? hex.slice(2) : `0${hex.slice(2)}`
  const content = hexToBytes(
    Number.parseInt(digits.slice(0, 2), 16) >= 0x80 ? `0x00${digits}` : `0x${digits}`,
  )
  return concatBytes([Uint8Array.of(0x02, content.length), content])
}

function encodeCall(instruction: Instruction, signature: Hex): Hex {
  const { nonce, deadlineSeconds: deadline } = instruction
  const authorization = { nonce, deadline, signature }
  const abi = passkeyAccountAbi
  switch (instruction.type) {
    case 'Transfer': {
      const { token, to, rawAmount } = instruction
      return encodeFunctionData({
        abi,
        functionName: 'transfer',
        args: [token, to, rawAmount, authorization],
      })
    }
    case 'Withdraw': {
      const { ledger, to, micros } = instruction
      return encodeFunctionData({ abi, functionName: 'withdraw', args: [ledger, to, micros, authorization] })
    }
    case 'SetMinimumPayout': {
      const { ledger, micros } = instruction
      return encodeFunctionData({
        abi,
        functionName: 'setMinimumPayout',
        args: [ledger, micros, authorization],
      })
    }
    case 'SetKey': {
      const { signer, byRecovery } = instruction
      return encodeFunctionData({ abi, functionName: 'setKey', args: [signer, byRecovery, authorization] })
    }
    case 'SetRecovery':
      return encodeFunctionData({
        abi,
        functionName: 'setRecovery',
        args: [instruction.signer, authorization],
      })
    case 'Cancel':
      return encodeFunctionData({
        abi,
        functionName: 'cancel',
        args: [instruction.byRecovery, authorization],
      })
    default:
      return instruction satisfies never
  }
}
