// `vouch connection credentials` and `pull`: let a shop's orders be read from its own interface, and read them now.

import { credentialsSchema, pullAnswerSchema } from '#schema/pulls.ts'
import type { Command } from 'commander'
import type { z } from 'zod'
import { pullLines } from './connection-texts.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { connectionPath } from './only-connection.ts'
import { readFile } from './read-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'

type CredentialsOptions = ServerOptions & { readonly credentialsFile?: string; readonly remove?: true }

/** `connection credentials`. */
export function credentialsCommand(surroundings: Surroundings): Command {
  return serverCommand('credentials', "Let a shop's orders be read from its own interface, or no longer.")
    .argument('[connection]', 'id of the connection; not needed when there is one')
    .option('--credentials-file <path>', "JSON file with the platform's credentials")
    .option('--remove', 'forget the credentials')
    .action(async (given: string | undefined, options: CredentialsOptions) => {
      const { credentialsFile, remove } = options
      if ((credentialsFile === undefined) === (remove === undefined))
        throw new CommandEnd(EXIT.usage, 'Give either --credentials-file or --remove.')
      const client = clientOf(options)
      const path = `${await connectionPath(client, given)}/credentials`
      const pull =
        credentialsFile === undefined
          ? await client.post(`${path}/remove`, {}, pullAnswerSchema)
          : await client.post(path, credentialsIn(credentialsFile), pullAnswerSchema)
      print(surroundings, options, pull, () =>
        pull.state === 'off' ? ['The credentials are forgotten. Webhooks go on.'] : pullLines(pull),
      )
    })
}

/** `connection pull`. */
export function pullCommand(surroundings: Surroundings): Command {
  return serverCommand('pull', "Read a shop's orders now instead of at the next time.")
    .argument('[connection]', 'id of the connection; not needed when there is one')
    .action(async (given: string | undefined, options: ServerOptions) => {
      const client = clientOf(options)
      const pull = await client.post(`${await connectionPath(client, given)}/pull`, {}, pullAnswerSchema)
      print(surroundings, options, pull, () => pullLines(pull))
    })
}

/** The credentials in a file; what it holds is never said. */
export function credentialsIn(path: string): z.output<typeof credentialsSchema> {
  const credentials = credentialsSchema.safeParse(jsonIn(path))
  if (credentials.success) return credentials.data
  const fields = credentials.error.issues.map((issue) => issue.path.join('.') || issue.message)
  throw new CommandEnd(
    EXIT.configuration,
    `${path} does not hold the credentials of Shopify, WooCommerce or Stripe: look at ${[...new Set(fields)].join(', ')}.`,
  )
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readFile(path)))
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandEnd(EXIT.configuration, `${path} does not hold JSON.`)
    throw error
  }
}
