// Keys live in files that only their owner can read, never in arguments, which every process can see.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { secretSchema } from '#schema/ids.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'

/** Readable and writable by the owner alone. */
const KEY_FILE_MODE = 0o600

/** The key in `file`; ends the command with the configuration code when there is none. */
export function readKeyFile(file: string): string {
  const key = secretSchema.safeParse(readText(file).trim())
  if (key.success) return key.data
  throw new CommandEnd(EXIT.configuration, `${file} does not hold a key.`)
}

/** Makes `file` before there is a key for it, so that a key is never shown only to be lost; refuses an existing file. */
export function reserveKeyFile(file: string): void {
  write(file, '', 'wx')
}

/** What `make` gives, with `file` reserved for it; when it gives nothing, the empty file is taken away again. */
export async function withReservedFile<Made>(file: string, make: () => Promise<Made>): Promise<Made> {
  reserveKeyFile(file)
  try {
    return await make()
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}

/** Writes `key` into a file made by `reserveKeyFile`. */
export function writeKeyFile(file: string, key: string): void {
  write(file, `${key}\n`, 'w')
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `The key file ${file} cannot be read.`, { cause })
  }
}

function write(file: string, text: string, flag: 'w' | 'wx'): void {
  try {
    writeFileSync(file, text, { mode: KEY_FILE_MODE, flag })
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    const sentence = exists
      ? `${file} exists already; keys are never overwritten.`
      : `${file} cannot be written.`
    throw new CommandEnd(EXIT.configuration, sentence, { cause })
  }
}
