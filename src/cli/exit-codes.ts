// What every command ends with, so that scripts can tell the cases apart.

import type { Refusal } from './refusal-text.ts'

/** `fault` is sysexits' EX_SOFTWARE: a crash must not look like a refusal; `interrupted` is a shell's 128 + SIGINT. */
export const EXIT = {
  ok: 0,
  refused: 1,
  usage: 2,
  configuration: 3,
  unreachable: 4,
  fault: 70,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Help text that names the codes of commands which talk to a server. */
export const EXIT_CODES_HELP = `
Exit codes:
  ${EXIT.ok}   done
  ${EXIT.refused}   the server refused; its reason is on standard error
  ${EXIT.usage}   wrong usage: an option or an argument
  ${EXIT.configuration}   configuration: a key file that cannot be read or written, a key that is not known
  ${EXIT.unreachable}   the server, its store or the chain does not answer
  ${EXIT.fault}  the command itself is at fault
  ${EXIT.interrupted} interrupted, by Ctrl-C`

/** A command that ends early: one sentence for standard error, and the code to end with. */
export class CommandEnd extends Error {
  override readonly name = 'CommandEnd'
  readonly exitCode: ExitCode
  /** What the server refused, and why, where it was the server. */
  readonly refusal: Refusal | undefined

  constructor(
    exitCode: ExitCode,
    sentence: string,
    { refusal, ...options }: { cause?: unknown; refusal?: Refusal } = {},
  ) {
    super(sentence, options)
    this.exitCode = exitCode
    this.refusal = refusal
  }
}

/** The names of the codes, for programs that read a refusal of this command's own. */
const NAMES = new Map<ExitCode, string>(
  Object.entries(EXIT).map(([name, code]): [ExitCode, string] => [code, name]),
)

/** An end as programs read it: the server's code and facts, or the name of the exit code. */
export function endJson({ exitCode, message, refusal }: CommandEnd): object {
  const error = refusal ?? { code: NAMES.get(exitCode), sentence: message, facts: {} }
  return { error, exitCode }
}
