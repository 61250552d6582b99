// `vouch person` and `vouch buyer`: what people and shops may ask about what is kept of them.

import { buyerErasureAnswerSchema, erasureAnswerSchema, profileAnswerSchema } from '#schema/privacy.ts'
import { Command, Option } from 'commander'
import { z } from 'zod'
import { createApiClient } from './api-client.ts'
import { CommandEnd, EXIT, EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { serverUrlOption } from './server-url.ts'
import type { Surroundings } from './surroundings.ts'

type Options = { readonly url: string; readonly keyFile: string; readonly json?: true }

const TOKEN_FILE = 'file with the sign-in token'

/** The command `person` with its subcommands `export`, `profile` and `erase`. */
export function personCommand({ stdout }: Surroundings): Command {
  const exported = client('export', TOKEN_FILE)
    .description('Print everything that is kept of a person, as JSON.')
    .action(async ({ url, keyFile }: Options) => {
      const all = await createApiClient({ url, key: readKeyFile(keyFile) }).get('/v1/me/export', z.unknown())
      stdout.write(`${JSON.stringify(all, null, 2)}\n`)
    })
  const profile = client('profile', TOKEN_FILE)
    .description('Be left out of rankings and comparisons of people, or be in them again.')
    .addOption(
      new Option('--compared <answer>', 'whether to be compared')
        .choices(['yes', 'no'])
        .makeOptionMandatory(),
    )
    .action(async ({ url, keyFile, compared, json }: Options & { readonly compared: 'yes' | 'no' }) => {
      const body = { withoutProfile: compared === 'no' }
      const api = createApiClient({ url, key: readKeyFile(keyFile) })
      const answer = await api.post('/v1/me/profile', body, profileAnswerSchema)
      const text = answer.withoutProfile ? 'Not compared with others.' : 'Compared with others.'
      stdout.write(json ? `${JSON.stringify(answer)}\n` : `${text}\n`)
    })
  const erase = client('erase', TOKEN_FILE)
    .description('Be erased: name, links and page at once, records when the last promise is paid.')
    .option('--yes', 'say that it is meant; it cannot be undone')
    .action(async ({ url, keyFile, yes, json }: Options & { readonly yes?: true }) => {
      if (yes === undefined)
        throw new CommandEnd(EXIT.usage, 'This cannot be undone; say --yes if it is meant.')
      const api = createApiClient({ url, key: readKeyFile(keyFile) })
      const answer = await api.post('/v1/me/erasure', { confirm: 'erase' }, erasureAnswerSchema)
      const text =
        answer.status === 'erased'
          ? 'Erased.'
          : 'Name, links and page are erased; records follow when what is promised is paid.'
      stdout.write(json ? `${JSON.stringify(answer)}\n` : `${text}\n`)
    })
  return new Command('person')
    .description('What is kept of a person, for the person.')
    .addCommand(exported)
    .addCommand(profile)
    .addCommand(erase)
}

type BuyerOptions = Options & {
  readonly email?: string
  readonly connection?: string
  readonly customer?: string
}

/** The command `buyer` with its subcommand `erase`. */
export function buyerCommand({ stdout }: Surroundings): Command {
  const erase = client('erase', "file with the shop's key")
    .description('Forget what one of the shop’s buyers was known by.')
    .option('--email <address>', "the buyer's e-mail address")
    .option('--connection <id>', 'the connection that `--customer` belongs to')
    .option('--customer <id>', "the platform's own id of the customer")
    .action(async ({ url, keyFile, email, connection, customer, json }: BuyerOptions) => {
      const body = {
        ...(email === undefined ? {} : { email }),
        ...(customer === undefined
          ? {}
          : { customer: { connectionId: connection ?? '', customerId: customer } }),
      }
      const api = createApiClient({ url, key: readKeyFile(keyFile) })
      const answer = await api.post('/v1/buyers/erasure', body, buyerErasureAnswerSchema)
      stdout.write(json ? `${JSON.stringify(answer)}\n` : `Forgotten in ${answer.orders} orders.\n`)
    })
  return new Command('buyer').description('Buyers of the shop.').addCommand(erase)
}

/** A command that talks to a server with a key. */
function client(name: string, keyFile: string): Command {
  return new Command(name)
    .requiredOption('--key-file <path>', keyFile)
    .addOption(serverUrlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
}
