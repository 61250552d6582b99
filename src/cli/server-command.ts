// What commands that ask a server have in common: whose key, which server, and how the answer is printed.

import { Command } from 'commander'
import { createApiClient, type ApiClient } from './api-client.ts'
import { EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { serverUrlOption } from './server-url.ts'
import type { Surroundings } from './surroundings.ts'

export type ServerOptions = { readonly url: string; readonly keyFile: string; readonly json?: true }

/** A command with `--key-file`, `--url` and `--json`; `whose` names the key in its help. */
export function serverCommand(name: string, description: string, whose = "the shop's key"): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--key-file <path>', `file with ${whose}`)
    .addOption(serverUrlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
}

/** A client that signs in with the key of the options. */
export function clientOf({ url, keyFile }: ServerOptions): ApiClient {
  return createApiClient({ url, key: readKeyFile(keyFile) })
}

/** Prints an answer: as JSON when asked for, else as the lines that `linesOf` makes of it. */
export function print<Answer>(
  { stdout }: Surroundings,
  { json }: ServerOptions,
  answer: Answer,
  linesOf: (answer: Answer) => readonly string[],
): void {
  stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : `${linesOf(answer).join('\n')}\n`)
}
