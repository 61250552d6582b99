// Files that a command sends to the server.

import { readFileSync } from 'node:fs'
import { CommandEnd, EXIT } from './exit-codes.ts'

/** The bytes of a file; ends the command as wrongly used when it cannot be read. */
export function readFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path))
  } catch (cause) {
    throw new CommandEnd(EXIT.usage, `The file ${path} cannot be read.`, { cause })
  }
}
