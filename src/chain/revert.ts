// Tells a contract's refusal from every other failure of a simulation, and names it.

import { passkeyAccountAbi } from '#abi/passkey-account.ts'
import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import { BaseError, decodeErrorResult, isHex, size, slice, type Hex } from 'viem'

/** Errors of the ledger, of passkey accounts, and of the token by their OpenZeppelin names (ERC-6093). */
const knownErrors = [...rewardLedgerAbi, ...passkeyAccountAbi, ...testDollarAbi].filter(
  (item) => item.type === 'error',
)

/** Bytes of an error's selector. */
const SELECTOR_BYTES = 4

/**
 * Name of the error with which the call reverted: a custom error's name, `Error` or `Panic`, or the selector where it
 * is not known. Undefined when the failure is anything but a revert that carries data.
 */
export function revertName(failure: unknown): string | undefined {
  const data = revertData(failure)
  if (data === undefined || size(data) < SELECTOR_BYTES) return undefined
  try {
    return decodeErrorResult({ abi: knownErrors, data }).errorName
  } catch {
    return slice(data, 0, SELECTOR_BYTES)
  }
}

/** Nodes give the data as text, some as an object that holds it. */
function revertData(failure: unknown): Hex | undefined {
  if (!(failure instanceof BaseError)) return undefined
  let found: Hex | undefined
  failure.walk((cause) => {
    const data = dataOf(cause)
    if (data !== undefined) found = data
    return data !== undefined
  })
  return found
}

function dataOf(cause: unknown): Hex | undefined {
  if (typeof cause !== 'object' || cause === null || !('data' in cause)) return undefined
  const { data } = cause
  if (isHex(data)) return data
  if (typeof data === 'object' && data !== null && 'data' in data && isHex(data.data)) return data.data
  return undefined
}
