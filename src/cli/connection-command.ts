// `vouch connection`: connect a shop, see whether it works, give it another secret, end it.

import {
  connectionAnswerSchema,
  connectionsAnswerSchema,
  connectionViewAnswerSchema,
  GRACE_HOURS_DEFAULT,
  pastedSecretSchema,
  platformSchema,
  rotatedConnectionAnswerSchema,
  type ConnectionCheckAnswer,
} from '#schema/connections.ts'
import { pullAnswerSchema } from '#schema/pulls.ts'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { ApiClient } from './api-client.ts'
import { credentialsCommand, credentialsIn, pullCommand } from './connection-pull-commands.ts'
import { checkLines, stepLines } from './connection-texts.ts'
import { sayingWhenCut } from './cut-off.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { connectionPath, onlyConnection } from './only-connection.ts'
import { readFile } from './read-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { checkOf, parseWait, waitForOrder } from './wait-for-order.ts'
import { inPath } from './way-request.ts'

/** Seconds that `add` waits for the first order: ten minutes, enough to paste and to buy once. */
const WAIT_SECONDS = 600

type SecretOptions = { readonly secretFile?: string }
type WaitOptions = { readonly wait: number }
type AddOptions = ServerOptions &
  SecretOptions &
  WaitOptions & { readonly platform: string; readonly currency: string; readonly credentialsFile?: string }

/** The command `connection` with its subcommands. */
export function connectionCommand(surroundings: Surroundings): Command {
  return new Command('connection')
    .description('The shops that send their orders.')
    .addCommand(addCommand(surroundings))
    .addCommand(listCommand(surroundings))
    .addCommand(checkCommand(surroundings))
    .addCommand(rotateCommand(surroundings))
    .addCommand(credentialsCommand(surroundings))
    .addCommand(pullCommand(surroundings))
    .addCommand(closeCommand(surroundings))
}

function addCommand(surroundings: Surroundings): Command {
  return serverCommand(
    'add',
    'Connect a shop: says what to do on its platform, then waits for the first order.',
  )
    .addOption(
      new Option('--platform <platform>', "the shop's platform")
        .choices(platformSchema.options)
        .makeOptionMandatory(),
    )
    .option('--currency <code>', 'currency of the orders', 'USD')
    .option('--secret-file <path>', 'file with a signing secret that the platform made')
    .option('--credentials-file <path>', "JSON file with credentials to read the shop's orders with")
    .option('--wait <seconds>', 'how long to wait for the first order', parseWait, WAIT_SECONDS)
    .action(async (options: AddOptions) => {
      const client = clientOf(options)
      const { platform, currency, wait } = options
      const secret = secretOf(options)
      const credentials =
        options.credentialsFile === undefined ? undefined : credentialsIn(options.credentialsFile)
      const made = await client.post(
        '/v1/connections',
        { platform, currency, ...(secret === undefined ? {} : { secret }) },
        connectionAnswerSchema,
      )
      if (credentials)
        await client.post(`/v1/connections/${made.connectionId}/credentials`, credentials, pullAnswerSchema)
      // Shown before the wait: what is to be pasted cannot wait for what comes of it.
      const steps = `${stepLines(made.steps, options.keyFile).join('\n')}\n`
      ;(options.json ? surroundings.stderr : surroundings.stdout).write(
        `Connection ${made.connectionId}\n\n${steps}`,
      )
      const check =
        wait === 0
          ? undefined
          : await sayingWhenCut(surroundings, {
              sentence: () =>
                `Cut off. The connection stays; connection check ${made.connectionId} --wait ${wait} goes on waiting.`,
              work: () => seen(surroundings, client, { ...made, wait }),
            })
      if (options.json) print(surroundings, options, { ...made, check: check ?? null }, () => [])
      else if (check) surroundings.stdout.write(`\n${checkLines(check).join('\n')}\n`)
      endUnlessSeen(check)
    })
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand('list', 'List your connections, oldest first.').action(
    async (options: ServerOptions) => {
      const answer = await clientOf(options).list('/v1/connections', connectionsAnswerSchema)
      print(surroundings, options, answer, ({ data }) =>
        data.length === 0
          ? ['No shop is connected.']
          : data.map(
              ({ connectionId, platform, currency, state, createdAt, webhookUrl }) =>
                `${connectionId} ${platform} ${currency}, ${state} since ${createdAt}: ${webhookUrl}`,
            ),
      )
    },
  )
}

function checkCommand(surroundings: Surroundings): Command {
  return serverCommand(
    'check',
    'Say whether a connection works: how many of the last 100 orders carried a token, by which way, and what is missing.',
  )
    .argument('[connection]', 'id of the connection; not needed when there is one')
    .option('--wait <seconds>', 'wait so long for the first order', parseWait, 0)
    .option('--steps', 'print what is to be done on the platform as well')
    .action(
      async (given: string | undefined, options: ServerOptions & WaitOptions & { readonly steps?: true }) => {
        const client = clientOf(options)
        const connectionId = given ?? (await onlyConnection(client))
        const { wait } = options
        const check =
          wait === 0
            ? await checkOf(client, connectionId)
            : await seen(surroundings, client, { connectionId, wait })
        print(surroundings, options, check, () => [
          ...checkLines(check),
          ...(options.steps ? ['', ...stepLines(check.steps, options.keyFile)] : []),
        ])
        endUnlessSeen(check)
      },
    )
}

function rotateCommand(surroundings: Surroundings): Command {
  return serverCommand('rotate', 'Give a connection another secret, or bring the one that its platform made.')
    .argument('[connection]', 'id of the connection; not needed when there is one')
    .option('--secret-file <path>', 'file with a signing secret that the platform made; else one is made')
    .option(
      '--grace-hours <hours>',
      'how long the secret before is still taken',
      parseHours,
      GRACE_HOURS_DEFAULT,
    )
    .action(
      async (
        given: string | undefined,
        options: ServerOptions & SecretOptions & { readonly graceHours: number },
      ) => {
        const { graceHours } = options
        const secret = secretOf(options)
        const client = clientOf(options)
        const answer = await client.post(
          `${await connectionPath(client, given)}/rotate`,
          { graceHours, ...(secret === undefined ? {} : { secret }) },
          rotatedConnectionAnswerSchema,
        )
        print(surroundings, options, answer, ({ secret: shown, previousSecretUntil }) => [
          shown === null ? 'The secret was taken.' : `New secret, shown this once: ${shown}`,
          `The one before is taken until ${previousSecretUntil}.`,
        ])
      },
    )
}

function closeCommand(surroundings: Surroundings): Command {
  return serverCommand('close', 'End a connection: nothing is taken from it any more.')
    .argument('<connection>', 'id of the connection')
    .action(async (connectionId: string, options: ServerOptions) => {
      const path = `/v1/connections/${inPath(connectionId)}/close`
      const answer = await clientOf(options).post(path, {}, connectionViewAnswerSchema)
      print(surroundings, options, answer, ({ closedAt }) => [
        `Closed ${closedAt}. What came through it stays.`,
      ])
    })
}

/** Waits for the first order, telling on standard error what is missing. */
function seen(
  { stderr }: Surroundings,
  client: ApiClient,
  { connectionId, wait }: { readonly connectionId: string; readonly wait: number },
): Promise<ConnectionCheckAnswer> {
  const onNews = (sentence: string): void => void stderr.write(`${sentence}\n`)
  return waitForOrder(client, { connectionId, waitSeconds: wait, onNews })
}

function endUnlessSeen(check: ConnectionCheckAnswer | undefined): void {
  if (check?.orders.firstAt === null) throw new CommandEnd(EXIT.refused, 'No order has been seen yet.')
}

/** The secret in the file of `--secret-file`; never an argument, which every process can see. */
function secretOf({ secretFile }: SecretOptions): string | undefined {
  if (secretFile === undefined) return undefined
  const secret = pastedSecretSchema.safeParse(new TextDecoder().decode(readFile(secretFile)).trim())
  if (secret.success) return secret.data
  throw new CommandEnd(EXIT.configuration, `${secretFile} does not hold a signing secret.`)
}

function parseHours(text: string): number {
  const hours = Number(text)
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('A whole number of hours.')
  return hours
}
