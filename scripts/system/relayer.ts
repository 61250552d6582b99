// Runs the relayer (`src/main.ts`) as a child of the supervisor: tells it where everything is, waits until it says
// that it is ready, and ends it cleanly. A relayer that outlived its supervisor is ended before another one starts.

import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endProcess, sendSignal } from './process.ts'
import { readLivingProcess, removeProcessMark, writeProcessMark } from './process-mark.ts'
import { refuse } from './refusal.ts'
import { waitFor } from './wait-for.ts'

/** Migrations, catching up with the chain and the first connection fit in a few seconds; a slow machine takes ten. */
const READY_DEADLINE_MILLISECONDS = 60_000

/** On SIGTERM the relayer answers what it has accepted, then closes; SIGKILL loses nothing that was acknowledged. */
const STOP_STEPS = [
  { signal: 'SIGTERM', patienceMilliseconds: 20_000 },
  { signal: 'SIGKILL', patienceMilliseconds: 5_000 },
] as const

export type RelayerExit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export type Relayer = {
  readonly url: string
  readonly pid: number
  readonly logFile: string
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<RelayerExit>
  /** Resolves when the process is gone; says whether it went by itself or had to be killed. */
  stop(): Promise<'stopped' | 'killed'>
  /** Ends the process at once. */
  hurry(): void
}

/**
 * Starts the relayer with `env` and resolves when it is ready. Its log is `<folder>/relayer.log`.
 * Refuses, with its last words, a relayer that ends or stays silent instead.
 */
export async function startRelayer(options: {
  folder: string
  env: Readonly<Record<string, string>>
}): Promise<Relayer> {
  const { folder, env } = options
  mkdirSync(folder, { recursive: true })
  const logFile = join(folder, 'relayer.log')
  const readyFile = join(folder, 'relayer.out')
  const markFile = markFileIn(folder)

  const child = spawnRelayer({ env, logFile, readyFile })
  const ended = endOf(child)
  const { pid } = child
  if (pid === undefined) return refuse('The relayer could not be started; is node_modules complete?')
  writeProcessMark(markFile, pid)
  void ended.then(() => removeProcessMark(markFile))

  const stop = async () => {
    const signal = await endProcess(pid, STOP_STEPS)
    return signal === 'SIGTERM' ? 'stopped' : 'killed'
  }
  const outcome = await Promise.race([
    ended,
    waitFor(() => readReadyLine(readyFile), READY_DEADLINE_MILLISECONDS),
  ])
  if (outcome && 'url' in outcome)
    return { url: outcome.url, pid, logFile, ended, stop, hurry: () => sendSignal(pid, 'SIGKILL') }
  await stop()
  return refuse(`The relayer did not start: ${lastWords(logFile)} (log: ${logFile})`)
}

/** Ends the relayer that a killed supervisor left behind in `folder`, if there is one. */
export async function endLeftRelayer({ folder }: { folder: string }): Promise<void> {
  const pid = readLivingProcess(markFileIn(folder))
  if (pid !== undefined && !(await endProcess(pid, STOP_STEPS))) {
    refuse(`An earlier relayer (process ${pid}) does not stop; end it first.`)
  }
}

function markFileIn(folder: string): string {
  return join(folder, 'relayer.json')
}

/**
 * In a session of its own, so that Ctrl-C reaches the supervisor alone and the relayer hears of it once.
 * It writes to files: a pipe would break under it if the supervisor were killed.
 */
function spawnRelayer(files: {
  env: Readonly<Record<string, string>>
  logFile: string
  readyFile: string
}): ChildProcess {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
  const out = openSync(files.readyFile, 'w')
  const log = openSync(files.logFile, 'a')
  try {
    const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...files.env }
    return spawn(process.execPath, [main], { detached: true, env, stdio: ['ignore', out, log] })
  } finally {
    closeSync(out)
    closeSync(log)
  }
}

function endOf(child: ChildProcess): Promise<RelayerExit> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

/** The relayer's first line is `{"ready":true,"url":"…"}`. */
function readReadyLine(file: string): { url: string } | undefined {
  const [line, rest] = readFileSync(file, 'utf8').split('\n', 2)
  if (!line || rest === undefined) return undefined
  const said = JSON.parse(line) as { ready?: unknown; url?: unknown }
  return said.ready === true && typeof said.url === 'string' ? { url: said.url } : undefined
}

/** The last line of the log; of a structured one, its message. */
function lastWords(logFile: string): string {
  const line = readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1) ?? ''
  try {
    const entry = JSON.parse(line) as { msg?: unknown }
    return typeof entry.msg === 'string' ? entry.msg : line
  } catch {
    return line || 'it said nothing'
  }
}
