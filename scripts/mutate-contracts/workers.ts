// Judges many mutants in processes of their own: a mutant that never ends is stopped together with its process.

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { refuse } from '../system/refusal.ts'
import type { Verdict } from './judge.ts'
import type { Mutant } from './mutants.ts'
import { ENDLESS } from './summary.ts'

/** What a worker says: once at the start which tests fail without a mutation, then a verdict for each mutant. */
export type WorkerMessage =
  | { readonly failures: readonly string[] }
  | { readonly id: string; readonly verdict: Verdict }
  | { readonly id: string; readonly error: string }

/** Many times what a mutant takes on a slow machine. One that takes longer loops: the tests notice it. */
const TIMEOUT_MILLISECONDS = 180_000

const STOPPED: Verdict = { result: 'killed', code: ENDLESS, by: 'It did not end.' }

const WORKER = fileURLToPath(import.meta.resolve('./worker.ts'))

/** Judges all of `mutants`, `workers` at a time. Refuses when a test fails without a mutation. */
export async function judgeAll(
  workshopFile: string,
  {
    mutants,
    workers,
    onVerdict,
  }: {
    readonly mutants: readonly Mutant[]
    readonly workers: number
    readonly onVerdict: (mutant: Mutant, verdict: Verdict) => void
  },
): Promise<void> {
  const waiting = mutants.values()
  const running = new Set<ChildProcess>()
  const start = async () => {
    const worker = startWorker(workshopFile)
    running.add(worker)
    await checkUnmutated(worker)
    return worker
  }
  const stop = (worker: ChildProcess) => {
    running.delete(worker)
    worker.kill('SIGKILL')
  }

  const work = async () => {
    let worker = await start()
    for (const mutant of waiting) {
      const verdict = await judgeIn(worker, mutant)
      onVerdict(mutant, verdict ?? STOPPED)
      if (verdict) continue
      stop(worker)
      worker = await start()
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(workers, mutants.length) }, work))
  } finally {
    running.forEach(stop)
  }
}

function startWorker(workshopFile: string): ChildProcess {
  // Each worker keeps to one core: there are as many workers as cores.
  return fork(WORKER, [workshopFile], { env: { ...process.env, RAYON_NUM_THREADS: '1' } })
}

async function checkUnmutated(worker: ChildProcess): Promise<void> {
  const message = await nextMessage(worker)
  const failures = 'failures' in message ? message.failures : []
  if (failures.length > 0) refuse(`These tests fail without any mutation:\n${failures.join('\n')}`)
}

/** The verdict, or nothing when there is none in time. */
async function judgeIn(worker: ChildProcess, mutant: Mutant): Promise<Verdict | undefined> {
  worker.send(mutant)
  const timeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS)
  const message = await nextMessage(worker, timeout).catch((error: unknown) => {
    if (timeout.aborted) return undefined
    throw error
  })
  if (!message) return undefined
  if ('verdict' in message) return message.verdict
  throw new Error(`${mutant.id}: ${'error' in message ? message.error : 'no verdict'}`)
}

async function nextMessage(worker: ChildProcess, signal?: AbortSignal): Promise<WorkerMessage> {
  const ended = new AbortController()
  const stop = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal
  const onExit = () => ended.abort(new Error('A worker ended by itself.'))
  worker.once('exit', onExit)
  try {
    const [message] = (await once(worker, 'message', { signal: stop })) as [WorkerMessage]
    return message
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error
  } finally {
    worker.off('exit', onExit)
  }
}
