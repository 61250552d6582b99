// The log of what the order key has signed, on disk: locked by one process, and each line on the disk for good before the
// signature that it tells of leaves.

import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { createSignedBook, type SignedBook } from '#domain/countersign/signed-book.ts'
import type { LogLine } from '#domain/countersign/signed-log.ts'
import { countersignLogLineSchema, countersignLogText } from '#schema/countersign-log.ts'
import { CommandEnd, EXIT } from '../exit-codes.ts'

/** Readable and writable by its owner alone: it tells what the shop sells. */
const STATE_FILE_MODE = 0o600

export type StateFile = {
  readonly book: SignedBook
  /** Writes a line, and returns once it is on the disk. */
  readonly append: (line: LogLine) => void
  readonly close: () => void
}

/** Opens or makes the log at `path`; ends the command when another process has it, or when it cannot be read. */
export function openStateFile(path: string): StateFile {
  const unlock = lock(`${path}.lock`)
  try {
    const book = createSignedBook()
    const descriptor = openFile(path)
    readLines(path, descriptor, book)
    return {
      book,
      append: (line) => {
        writeSync(descriptor, `${countersignLogText(line)}\n`)
        fsyncSync(descriptor)
        book.add(line)
      },
      close: () => {
        closeSync(descriptor)
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

function openFile(path: string): number {
  try {
    const descriptor = openSync(path, 'a+', STATE_FILE_MODE)
    // A new file is there for good only once its folder knows it.
    const folder = openSync(dirname(path), 'r')
    fsyncSync(folder)
    closeSync(folder)
    return descriptor
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `The state file ${path} cannot be opened.`, { cause })
  }
}

/** A last line that a power cut tore was never followed by its signature: it is cut off. */
function readLines(path: string, descriptor: number, book: SignedBook): void {
  const bytes = readFileSync(path)
  const whole = bytes.lastIndexOf(0x0a) + 1
  if (whole < bytes.length) ftruncateSync(descriptor, whole)
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1)
  for (const [place, text] of lines.entries()) book.add(parseLine(path, place + 1, text))
}

function parseLine(path: string, place: number, text: string): LogLine {
  try {
    return countersignLogLineSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `Line ${place} of the state file ${path} cannot be read.`, {
      cause,
    })
  }
}

/** One process at a time; a lock whose process is gone is taken over. */
function lock(path: string): () => void {
  const own = `${process.pid}\n`
  try {
    writeFileSync(path, own, { flag: 'wx', mode: STATE_FILE_MODE })
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) {
      throw new CommandEnd(EXIT.configuration, `${path} cannot be written.`, { cause })
    }
    const holder = Number(readFileSync(path, 'utf8'))
    if (isRunning(holder)) {
      throw new CommandEnd(
        EXIT.configuration,
        `Another countersigner (process ${holder}) uses this state file.`,
      )
    }
    rmSync(path, { force: true })
    writeFileSync(path, own, { flag: 'wx', mode: STATE_FILE_MODE })
  }
  return () => rmSync(path, { force: true })
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
