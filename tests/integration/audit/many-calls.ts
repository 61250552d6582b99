// Several calls to a contract in one chain transaction: a creation that only calls and leaves no contract behind.

import { concat, numberToHex, size, type Address, type Hex } from 'viem'

/** Bytes of the code for one call, below. */
const CALL_BYTES = 51

/** Creation code that makes `calls` to `target` in order, each with all gas, and reverts when one fails. */
export function manyCalls(target: Address, calls: readonly Hex[]): Hex {
  const revertAt = CALL_BYTES * calls.length + 1
  let dataAt = revertAt + 4
  const code = calls.map((data) => {
    const one = callCode(target, { dataAt, dataBytes: size(data), revertAt })
    dataAt += size(data)
    return one
  })
  // STOP; JUMPDEST PUSH0 PUSH0 REVERT
  return concat([...code, '0x00', '0x5b5f5ffd', ...calls])
}

function callCode(
  target: Address,
  { dataAt, dataBytes, revertAt }: { dataAt: number; dataBytes: number; revertAt: number },
): Hex {
  const push4 = (value: number): Hex => concat(['0x63', numberToHex(value, { size: 4 })])
  return concat([
    // CODECOPY(0, dataAt, dataBytes)
    ...([push4(dataBytes), push4(dataAt), '0x5f39'] as const),
    // CALL(gas, target, 0, 0, dataBytes, 0, 0)
    ...(['0x5f5f', push4(dataBytes), '0x5f5f73', target, '0x5af1'] as const),
    // Revert unless it succeeded.
    ...(['0x15', push4(revertAt), '0x57'] as const),
  ])
}
