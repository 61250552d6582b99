// Encodes calls that tell a passkey account an instruction. Pure.

import { passkeyAccountAbi as abi } from '#abi/passkey-account.ts'
import { passkeyAccountFactoryAbi } from '#abi/passkey-account-factory.ts'
import type { Instruction } from '#domain/passkey-account.ts'
import type { EnrolledSigners } from '#ports/passkey-accounts.ts'
import { encodeFunctionData, type Hex } from 'viem'

/** Data for the factory: creates the account unless it is there, and calls it. */
export function firstCallData(
  { key, recovery }: EnrolledSigners,
  instruction: Instruction,
  signature: Hex,
): Hex {
  return encodeFunctionData({
    abi: passkeyAccountFactoryAbi,
    functionName: 'createAndCall',
    args: [key, recovery, instructionData(instruction, signature)],
  })
}

/** Data for the account itself. */
function instructionData(instruction: Instruction, signature: Hex): Hex {
  const { nonce, deadlineSeconds: deadline } = instruction
  const authorization = { nonce, deadline, signature }
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
    case 'SetRecovery': {
      const { signer } = instruction
      return encodeFunctionData({ abi, functionName: 'setRecovery', args: [signer, authorization] })
    }
    case 'Cancel': {
      const { byRecovery } = instruction
      return encodeFunctionData({ abi, functionName: 'cancel', args: [byRecovery, authorization] })
    }
    default:
      return instruction satisfies never
  }
}
