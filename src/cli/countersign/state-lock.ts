// The lock beside the state file: one countersigner at a time, also after one was killed, and also when two find a dead one's
// lock in the same moment.

import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { CommandEnd, EXIT } from '../exit-codes.ts'

/** Readable and writable by its owner alone. */
const LOCK_MODE = 0o600

/** Bytes that tell one holder from every other, of the same process number too. */
const TOKEN_BYTES = 8

/** Tries to take a lock that goes away, or whose holder is gone, between two looks. */
const TRIES_MAX = 5

export type StateLock = {
  /** Ends the command when the lock is somebody else's by now: nothing is written beside another. */
  readonly check: () => void
  readonly release: () => void
}

/** Takes the lock at `path`; ends the command while another process that runs, or one of another machine, has it. */
export function takeLock(path: string): StateLock {
  const token = randomBytes(TOKEN_BYTES).toString('hex')
  const own = `${process.pid} ${hostname()} ${token}\n`
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > TRIES_MAX) throw new CommandEnd(EXIT.configuration, `${path} changes all the time.`)
    if (make(path, own)) break
    const held = read(path)
    if (held === undefined) continue
    refuseLiving(path, held)
    removeDead(path, held, `${path}.${token}`)
  }
  return {
    check: () => {
      if (read(path) === own) return
      throw new CommandEnd(EXIT.configuration, `Another countersigner has taken ${path}; this one stops.`)
    },
    release: () => {
      if (read(path) === own) rmSync(path, { force: true })
    },
  }
}

/** False when there is such a file already. */
function make(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: LOCK_MODE })
    return true
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) return false
    throw new CommandEnd(EXIT.configuration, `${path} cannot be written.`, { cause })
  }
}

/** Undefined when there is none. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined
    throw new CommandEnd(EXIT.configuration, `${path} cannot be read.`, { cause })
  }
}

function refuseLiving(path: string, held: string): void {
  const [pid = '', host = hostname()] = held.trim().split(' ')
  if (host !== hostname()) {
    throw new CommandEnd(
      EXIT.configuration,
      `A countersigner on ${host} uses this state file. If that one is gone for good, remove ${path}.`,
    )
  }
  if (isRunning(Number(pid))) {
    throw new CommandEnd(EXIT.configuration, `Another countersigner (process ${pid}) uses this state file.`)
  }
}

/**
 * Moves a dead one's lock away, which only one process can do. What was moved may be the lock of another that was faster:
 * then it is put back.
 */
function removeDead(path: string, held: string, aside: string): void {
  try {
    renameSync(path, aside)
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return
    throw new CommandEnd(EXIT.configuration, `${path} cannot be moved.`, { cause })
  }
  if (read(aside) !== held) putBack(aside, path)
  rmSync(aside, { force: true })
}

function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path)
  } catch (cause) {
    // A third has made one meanwhile; whose was moved finds out before it writes.
    if (!hasCode(cause, 'EEXIST')) throw cause
  }
}

/** A process number of one's own was that of somebody before, as in a container that was started again. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
