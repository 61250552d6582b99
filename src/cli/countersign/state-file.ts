// The log of what the order key has signed, on disk: locked by one process, and each line on the disk for good before the
// signature that it tells of leaves.

import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { createSignedBook, type SignedBook } from '#domain/countersign/signed-book.ts'
import type { LogLine } from '#domain/countersign/signed-log.ts'
import { countersignLogLineSchema, countersignLogText } from '#schema/countersign-log.ts'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import { takeLock } from './state-lock.ts'

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
  const lock = takeLock(`${path}.lock`)
  try {
    const book = createSignedBook()
    const descriptor = openFile(path)
    let size = readLines(path, descriptor, book)
    return {
      book,
      append: (line) => {
        lock.check()
        size = writeLine(path, descriptor, { text: `${countersignLogText(line)}\n`, size })
        book.add(line)
      },
      close: () => {
        closeSync(descriptor)
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * Puts a line behind `size` bytes, on the disk for good; resolves what the size is then. A line that a full disk cut off is
 * taken back, so that the next one begins where it should, and nothing is signed for it.
 */
function writeLine(
  path: string,
  descriptor: number,
  { text, size }: { readonly text: string; readonly size: number },
): number {
  const bytes = Buffer.from(text)
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
  } catch (cause) {
    ftruncateSync(descriptor, size)
    // Room may come back: a countersigner that goes on looking tries again.
    const sentence = `The state file ${path} cannot be written: ${messageOf(cause)}. Nothing was signed.`
    throw new CommandEnd(EXIT.unreachable, sentence, { cause })
  }
  try {
    fsyncSync(descriptor)
  } catch (cause) {
    // What is on the disk is unknown from here on: the file is to be read anew.
    throw new CommandEnd(EXIT.configuration, `The state file ${path} is not safe on its disk.`, { cause })
  }
  return size + bytes.length
}

function messageOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'it failed'
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

/** The bytes of whole lines. A last line that a power cut tore was never followed by its signature: it is cut off. */
function readLines(path: string, descriptor: number, book: SignedBook): number {
  const bytes = readFileSync(path)
  const whole = bytes.lastIndexOf(0x0a) + 1
  if (whole < bytes.length) ftruncateSync(descriptor, whole)
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1)
  for (const [place, text] of lines.entries()) book.add(parseLine(path, place + 1, text))
  return whole
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
