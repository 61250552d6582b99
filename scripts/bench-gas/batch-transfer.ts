// Calls of the batch tool `BatchTransfer`, which pays people outside the ledger.

import type { Hex } from 'viem'
import { concatHex, encodeFunctionData, numberToHex, parseAbi } from 'viem/utils'
import type { World } from './world.ts'
import { personAt, slices } from './workload.ts'

/** So much for person number `person`. */
export type Payment = { readonly person: number; readonly micros: bigint }

const ABI = parseAbi(['function send(address token, uint256 rawTotal, bytes payments)'])

/** As in the published figures; it keeps payments to new holders of a heavy token well under the gas of one call. */
export const PAYMENTS_PER_CALL = 500

/** Bytes of an amount in the packed payments. */
const AMOUNT_BYTES = 6

/** Pays all of `payments`, 500 in a chain transaction, and answers the gas. */
export async function sendBatched(
  { chain, token, batchTransfer }: World,
  payments: readonly Payment[],
): Promise<bigint> {
  let gas = 0n
  for (const part of slices(payments, PAYMENTS_PER_CALL)) {
    const total = part.reduce((sum, { micros }) => sum + micros, 0n)
    const data = encodeFunctionData({ abi: ABI, functionName: 'send', args: [token, total, packed(part)] })
    gas += await chain.send({ to: batchTransfer, data })
  }
  return gas
}

function packed(payments: readonly Payment[]): Hex {
  return concatHex(
    payments.flatMap(({ person, micros }) => [
      personAt(person).toLowerCase() as Hex,
      numberToHex(micros, { size: AMOUNT_BYTES }),
    ]),
  )
}
