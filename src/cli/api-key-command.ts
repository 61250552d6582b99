// `vouch api-key`: keys of a shop, each for one purpose.

import { SCOPES, type Scope } from '#domain/access/principal.ts'
import { apiKeyAnswerSchema, apiKeysAnswerSchema, newApiKeyAnswerSchema } from '#schema/api-keys.ts'
import { Command, Option } from 'commander'
import type { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { withReservedFile, writeKeyFile } from './key-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type CreateOptions = ServerOptions & {
  readonly name: string
  readonly scope: readonly Scope[]
  readonly days?: string
  readonly out: string
}
type Key = z.infer<typeof apiKeyAnswerSchema>

/** The command `api-key` with `create`, `list` and `revoke`. */
export function apiKeyCommand(surroundings: Surroundings): Command {
  return new Command('api-key')
    .description('API keys of a shop, each for one purpose.')
    .addCommand(createCommand(surroundings))
    .addCommand(listCommand(surroundings))
    .addCommand(revokeCommand(surroundings))
}

function createCommand(surroundings: Surroundings): Command {
  return serverCommand('create', 'Make an API key and write it into a new file.', 'a key allowed admin')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--scope <scope...>', 'what it may do').choices(SCOPES).makeOptionMandatory())
    .option('--days <number>', 'days that it works; else until it is revoked')
    .requiredOption('--out <path>', 'new file for the key, which nobody else can read')
    .action(async (options: CreateOptions) => {
      const { name, scope, days, out } = options
      const life = days === undefined ? {} : { expiresInDays: daysOf(days) }
      const client = clientOf(options)
      const made = await withReservedFile(out, () =>
        client.post('/v1/api-keys', { name, scopes: scope, ...life }, newApiKeyAnswerSchema),
      )
      const { apiKey, ...shown } = made
      writeKeyFile(out, apiKey)
      print(surroundings, options, { ...shown, file: out }, (answer) => [
        `${answer.keyId}: ${answer.scopes.join(', ')}; the key is in ${answer.file}`,
      ])
    })
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand('list', 'List API keys, the newest first.', 'a key allowed admin').action(
    async (options: ServerOptions) => {
      const answer = await clientOf(options).list('/v1/api-keys', apiKeysAnswerSchema)
      print(surroundings, options, answer, ({ data }) => data.map(keyLine))
    },
  )
}

function revokeCommand(surroundings: Surroundings): Command {
  return serverCommand('revoke', 'End an API key at once.', 'a key allowed admin')
    .argument('<key id>', 'as `api-key list` names it')
    .action(async (keyId: string, options: ServerOptions) => {
      const path = `/v1/api-keys/${inPath(keyId)}/revoke`
      const key = await clientOf(options).post(path, {}, apiKeyAnswerSchema)
      print(surroundings, options, key, (answer) => [keyLine(answer)])
    })
}

function daysOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new CommandEnd(EXIT.usage, '--days is a whole number of days.')
  return Number(text)
}

function keyLine({ keyId, name, scopes, expiresAt, lastUsedOn, revokedAt }: Key): string {
  const end = expiresAt === null ? 'without end' : `until ${expiresAt}`
  const life = revokedAt === null ? end : `revoked ${revokedAt}`
  return `${keyId}: ${name}, ${scopes.join(' ')}, ${life}, ${lastUsedOn === null ? 'never used' : `used ${lastUsedOn}`}`
}
