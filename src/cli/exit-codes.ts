// What every command ends with, so that scripts can tell the cases apart.

/** `fault` is sysexits' EX_SOFTWARE: a crash must not look like a refusal. */
export const EXIT = { ok: 0, refused: 1, usage: 2, configuration: 3, unreachable: 4, fault: 70 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Help text that names the codes of commands which talk to a server. */
export const EXIT_CODES_HELP = `
Exit codes:
  ${EXIT.ok}   done
  ${EXIT.refused}   the server refused; its reason is on standard error
  ${EXIT.usage}   wrong usage: an option or an argument
  ${EXIT.configuration}   configuration: a key file that cannot be read or written, a key that is not known
  ${EXIT.unreachable}   the server, its store or the chain does not answer
  ${EXIT.fault}  the command itself is at fault`

/** A command that ends early: one sentence for standard error, and the code to end with. */
export class CommandEnd extends Error {
  override readonly name = 'CommandEnd'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options)
    this.exitCode = exitCode
  }
}
