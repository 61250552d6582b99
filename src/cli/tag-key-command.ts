// `vouch tag-key fetch`: the key by which the shop's orders are marked on the ledger, into a file for the countersigner.

import { tagKeyAnswerSchema } from '#schema/tag-key.ts'
import { Command } from 'commander'
import { withReservedFile, writeKeyFile } from './key-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'

type FetchOptions = ServerOptions & { readonly out: string }

/** The command `tag-key` with `fetch`; the key itself is never printed. */
export function tagKeyCommand(surroundings: Surroundings): Command {
  const fetchCommand = serverCommand(
    'fetch',
    "Fetch the key by which the shop's orders are marked on the ledger.",
    "the shop's key, with the scope admin",
  )
    .requiredOption('--out <path>', 'new file for the key (mode 0600)')
    .action(async (options: FetchOptions) => {
      const { out } = options
      await withReservedFile(out, async () => {
        const { tagKey } = await clientOf(options).get('/v1/tag-key', tagKeyAnswerSchema)
        writeKeyFile(out, tagKey)
      })
      print(surroundings, options, { file: out }, ({ file }) => [`The tag key is in ${file}.`])
    })
  return new Command('tag-key')
    .description("The key by which the shop's orders are marked on the ledger.")
    .addCommand(fetchCommand)
}
