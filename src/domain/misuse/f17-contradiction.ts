// F17: a message about an order contradicts one that stands. The first stays; the other is not used.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

/** What a message says of an order, against what stands under the same key. */
export type ContradictionContext = {
  /** The same payment, refund or edit was told before with other contents. */
  readonly contradicts: boolean
  /** It says more was paid, or less given back, than what stands. */
  readonly isUpward: boolean
}

/** Rejects a message that says again, and otherwise, what was said before; an exact repeat is one message. */
export function contradiction({ contradicts, isUpward }: ContradictionContext): MisuseVerdict {
  if (!contradicts) return passed('F17')
  return rejected('F17', {
    evidence: { isUpward },
    sentence: isUpward
      ? 'A message that raises an amount told before was not used.'
      : 'A message that contradicts an earlier one was not used.',
  })
}
