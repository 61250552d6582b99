// The audit as a program of its own: entry of the single file `dist/audit.mjs`, which needs nothing but Node.

import { CommanderError } from 'commander'
import { auditCommand } from './audit-command.ts'

/** A reader that closed the pipe early, such as `head`, has what it wanted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const command = auditCommand({
  stdout: process.stdout,
  stderr: process.stderr,
  clock: () => performance.now(),
  exitWith: (code) => {
    process.exitCode = code
  },
})

try {
  await command.parseAsync()
} catch (error) {
  // Commander has printed the help or what was wrong; only the code is left to pass on.
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode
}
