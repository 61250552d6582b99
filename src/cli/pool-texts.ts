// A pool as the command line tells it: also what its retailer has to send with its own wallet, once the pool is offered to it
// or its own.

import type { poolAnswerSchema } from '#schema/retailers.ts'
import type { z } from 'zod'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { answerLines } from './answer-text.ts'

const abi = parseAbi(['function acceptPool(uint32 pool)'])

type Pool = z.infer<typeof poolAnswerSchema>

/** Lines of a pool. */
export function poolLines(pool: Pool): readonly string[] {
  const { state, offeredTo } = pool
  const shown = offeredTo === null ? state : `offered to ${offeredTo}`
  return [...answerLines({ ...pool, state: shown }), ...acceptLines(pool), ...ownMoneyLines(pool)]
}

function acceptLines({ pool, offeredTo, ledger }: Pool): readonly string[] {
  if (offeredTo === null || pool === null) return []
  return [
    '',
    `Take the pool with the wallet of ${offeredTo}: acceptPool(${pool})`,
    `  to     ${ledger}`,
    `  data   ${encodeFunctionData({ abi, args: [pool] })}`,
    '  value  0',
  ]
}

/** Whoever owns the pool pays into it: what is free in it is the owner's. */
function ownMoneyLines({ pool, isManaged, owner, ledger, token }: Pool): readonly string[] {
  if (isManaged || pool === null) return []
  return [
    '',
    'The pool is its owner’s: this server cannot pay into it, take money out, or change its order key.',
    'Pay into it from any wallet, amounts in units of the token:',
    `  1. approve(${ledger}, amount)           to ${token}`,
    `  2. deposit(${pool}, ${owner}, amount)   to ${ledger}`,
  ]
}
