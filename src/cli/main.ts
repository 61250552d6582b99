// The command line: data on standard output, progress and refusals on standard error, an exit code for each case.

import { createInterface } from 'node:readline/promises'
import { CommanderError } from 'commander'
import type { DemoChain } from './audit-command.ts'
import { createProgram } from './create-program.ts'
import { CommandEnd, endJson, EXIT } from './exit-codes.ts'

/** A reader that closed the pipe early, such as `head`, has what it wanted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const { stdout, stderr, stdin } = process

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(question)
  } catch (cause) {
    // Ctrl-C, and Ctrl-D, which ends what can be typed.
    if (!(cause instanceof Error && cause.name === 'AbortError')) throw cause
    stderr.write('\n')
    throw new CommandEnd(EXIT.interrupted, 'Given up before anything was done.', { cause })
  } finally {
    terminal.close()
  }
}

/** Loaded when asked for: only the demo's audit needs what starts a testnet. */
async function startDemoChain(): Promise<DemoChain | undefined> {
  const demo = await import('../../scripts/system/demo-chain.ts')
  return demo.startDemoChain()
}

const exitWith = (code: number): void => {
  process.exitCode = code
}

/** With --json the last line of standard error is for programs. */
const tellPrograms = (end: CommandEnd): void => {
  if (process.argv.includes('--json')) stderr.write(`${JSON.stringify(endJson(end))}\n`)
}

const program = createProgram(
  { stdout, stderr, ask: stdin.isTTY && stderr.isTTY ? ask : undefined },
  { stdout, stderr, clock: () => performance.now(), exitWith, startDemoChain },
)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommandEnd) {
    stderr.write(`vouch: ${error.message}\n`)
    tellPrograms(error)
    exitWith(error.exitCode)
  } else if (error instanceof CommanderError) {
    // Commander has printed the help or what was wrong; only the code is left to pass on.
    if (error.exitCode === 0) exitWith(EXIT.ok)
    else {
      tellPrograms(new CommandEnd(EXIT.usage, error.message))
      exitWith(EXIT.usage)
    }
  } else {
    stderr.write(`vouch: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    exitWith(EXIT.fault)
  }
}
