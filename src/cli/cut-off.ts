// What somebody is told who interrupts a command on its way: what stands by then, and how it goes on.

import type { Surroundings } from './surroundings.ts'
import { EXIT } from './exit-codes.ts'

/** The two by which people and supervisors end a process in an orderly way. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Does `work`; an interruption meanwhile tidies up, says `sentence` and ends the process. */
export async function sayingWhenCut<T>(
  { stderr }: Pick<Surroundings, 'stderr'>,
  {
    sentence,
    tidyUp = () => undefined,
    work,
  }: { readonly sentence: () => string; readonly tidyUp?: () => void; readonly work: () => Promise<T> },
): Promise<T> {
  const end = (): void => {
    tidyUp()
    stderr.write(`\nvouch: ${sentence()}\n`)
    process.exit(EXIT.interrupted)
  }
  for (const signal of SIGNALS) process.once(signal, end)
  try {
    return await work()
  } finally {
    for (const signal of SIGNALS) process.off(signal, end)
  }
}
