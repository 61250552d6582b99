// One worker: loads the workshop, tries the tests without a mutation, then judges one mutant after the other.

import { getPriority, setPriority } from 'node:os'
import { createJudge } from './judge.ts'
import type { Mutant } from './mutants.ts'
import type { WorkerMessage } from './workers.ts'
import { loadWorkshop } from './workshop.ts'

/** Whoever uses the machine comes first. */
const NICENESS = 10

function send(message: WorkerMessage): void {
  process.send?.(message)
}

// Whoever stops the run stops its workers.
process.once('disconnect', () => process.exit())
setPriority(Math.max(getPriority(), NICENESS))
const [, , file = ''] = process.argv
const { runUnmutated, judge } = await createJudge(loadWorkshop(file))
send({ failures: await runUnmutated() })
process.on('message', (mutant: Mutant) => {
  void judge(mutant).then(
    (verdict) => send({ id: mutant.id, verdict }),
    (error: unknown) => send({ id: mutant.id, error: String(error) }),
  )
})
