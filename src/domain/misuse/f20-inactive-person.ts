// F20: the person left the program, or the shop paused or banned them, before the order was paid.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { OrderMisuseContext, PersonAtOrder } from './order-context.ts'

/** Rejects orders paid from the change on; orders paid before it keep their reward, however late they are told. */
export function inactivePerson(
  { paidAt }: Pick<OrderMisuseContext, 'paidAt'>,
  { recommenderId, status, statusAt }: Pick<PersonAtOrder, 'recommenderId' | 'status' | 'statusAt'>,
): MisuseVerdict {
  if (status === 'active' || (statusAt !== null && paidAt < statusAt)) return passed('F20')
  return rejected('F20', {
    recommenderId,
    evidence: { status },
    sentence: SENTENCES[status],
  })
}

const SENTENCES = {
  paused: "The person's place in the program was paused when the order was paid.",
  banned: 'The person was excluded from the program when the order was paid.',
  left: 'The person had left the program when the order was paid.',
} as const
