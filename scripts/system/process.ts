// Processes that outlive the supervisor: starting one in its own session, asking whether a process number still
// names it, and ending it by signals.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, readlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { waitFor } from './wait-for.ts'

/** The user a process runs as; as root, PostgreSQL needs another one. */
export type ProcessOwner = { readonly uid: number; readonly gid: number }

export type DetachedOptions = {
  readonly command: string
  readonly args: readonly string[]
  /** A folder the process can reach; it must exist. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Gets what the process prints, appended. */
  readonly logFile: string
  readonly owner?: ProcessOwner | undefined
}

/** Starts a process in a session of its own, so that Ctrl-C at the terminal does not reach it. */
export function spawnDetached(options: DetachedOptions): ChildProcess {
  mkdirSync(dirname(options.logFile), { recursive: true })
  const log = openSync(options.logFile, 'a')
  try {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: { ...options.env },
      detached: true,
      stdio: ['ignore', log, log],
      ...options.owner,
    })
    // A failed start is seen by whoever waits for readiness; without a listener it would end this process.
    child.on('error', () => undefined)
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

/** Whether a process with this number runs; one that has ended but was not collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return process.platform !== 'linux' || !isZombie(pid)
}

function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name stands in parentheses and may hold any character; the state follows the last one.
    return /^\) [ZX]/.test(stat.slice(stat.lastIndexOf(')')))
  } catch {
    return true
  }
}

/** The command line of a process, words separated by spaces; undefined when it cannot be read. */
export function commandLineOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const listed = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return listed.status === 0 ? listed.stdout.trim() : undefined
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return undefined
  }
}

/** When a process began, in the system's own terms; with its number it names one process for good. */
export function birthOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const listed = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return listed.status === 0 ? listed.stdout.trim() : undefined
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Field 22 of the line; the second field is in parentheses and may hold spaces, the third follows it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

/** The working folder of a process; undefined where the system does not tell. */
export function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/**
 * Sends the signals one after the other, each with its patience, until the process is gone.
 * Returns the signal that ended it, or undefined when the process outlived them all.
 */
export async function endProcess(
  pid: number,
  steps: ReadonlyArray<{ readonly signal: NodeJS.Signals; readonly patienceMilliseconds: number }>,
): Promise<NodeJS.Signals | undefined> {
  for (const { signal, patienceMilliseconds } of steps) {
    sendSignal(pid, signal)
    if (await waitFor(() => !isAlive(pid), patienceMilliseconds)) return signal
  }
  return undefined
}

/** Signals a process; one that is gone already needs no signal. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
