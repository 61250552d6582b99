// `vouch webhook send-test`: a signed test order, sent the way a shop's own would come. It is marked as a test, so it earns
// nothing.

import { randomUUID } from 'node:crypto'
import { commerceAdapters } from '#commerce/adapters.ts'
import { signWebhook } from '#commerce/sign-webhook.ts'
import { sampleNumber } from '#domain/sample-number.ts'
import { connectionsAnswerSchema } from '#schema/connections.ts'
import { triedAmountSchema } from '#schema/test-orders.ts'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { z } from 'zod'
import { testEndpoint } from './endpoint-command.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { nodeMacs } from './node-macs.ts'
import { onlyConnection } from './only-connection.ts'
import { readFile } from './read-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'

/** Longest wait for the server's answer, in milliseconds: longer than any platform waits. */
const TIMEOUT_MS = 15_000

type Options = ServerOptions & {
  readonly connection?: string
  readonly endpoint?: string
  readonly secretFile?: string
  readonly amount: string
}

const hookAnswerSchema = z.object({ status: z.string() })

const hookProblemSchema = z.object({ title: z.string(), code: z.string() })

/** The command `send-test`. */
export function webhookSendTestCommand(surroundings: Surroundings): Command {
  return serverCommand(
    'send-test',
    'Send a signed test order to a connection, which earns nothing, or a test event to an endpoint of yours.',
  )
    .addOption(
      new Option('--connection <id>', 'the connection; not needed when there is one').conflicts('endpoint'),
    )
    .option('--endpoint <id>', 'the endpoint, in place of a connection')
    .option('--secret-file <path>', "file with the connection's secret")
    .option('--amount <amount>', "what was bought, in the connection's currency", parseAmount, '25.00')
    .action((options: Options) => {
      const { endpoint, secretFile } = options
      if (endpoint !== undefined) return testEndpoint(surroundings, endpoint, options)
      if (secretFile === undefined)
        throw new CommandEnd(EXIT.usage, 'Name --secret-file of a connection, or --endpoint.')
      return sendTest(surroundings, { ...options, secretFile })
    })
}

async function sendTest(
  surroundings: Surroundings,
  options: Options & { readonly secretFile: string },
): Promise<void> {
  const client = clientOf(options)
  const wanted = options.connection ?? (await onlyConnection(client))
  const { data } = await client.list('/v1/connections', connectionsAnswerSchema)
  const connection = data.find(({ connectionId }) => connectionId === wanted)
  if (!connection) throw new CommandEnd(EXIT.refused, 'There is no such connection.')
  const secret = new TextDecoder().decode(readFile(options.secretFile)).trim()
  if (secret === '') throw new CommandEnd(EXIT.configuration, `${options.secretFile} holds no secret.`)

  const { platform, currency, webhookUrl } = connection
  const at = Date.now()
  const number = sampleNumber(at)
  const sample = { number, amount: options.amount, currency, clickToken: undefined, at, test: true }
  const message = commerceAdapters(nodeMacs)[platform].sampleOrder(sample)
  const headers = signWebhook(nodeMacs, platform, message, { secret, messageId: `msg_${randomUUID()}`, at })
  surroundings.stderr.write(`sending ${message.topic} to ${webhookUrl} …\n`)
  const { status, text } = await post(webhookUrl, { headers, body: message.body })
  if (status !== 200) throw new CommandEnd(EXIT.refused, refusalIn(status, text))
  const answered = hookAnswerSchema.parse(JSON.parse(text))
  print(surroundings, options, { platform, topic: message.topic, order: number, ...answered }, () => [
    `Order ${number} was ${answered.status}. \`vouch delivery list\` says what became of it.`,
  ])
}

/** What the address says, in its own sentence where it is one of ours. */
function refusalIn(status: number, text: string): string {
  const problem = hookProblemSchema.safeParse(jsonOf(text))
  if (!problem.success) return `The address answered ${status}: ${text}`
  return `The address refused it: ${problem.data.title} (${problem.data.code})`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function parseAmount(text: string): string {
  const amount = triedAmountSchema.safeParse(text)
  if (amount.success) return amount.data
  throw new InvalidArgumentError('An amount such as 25.00.')
}

async function post(
  url: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    return { status: response.status, text: (await response.text()).slice(0, 1_000) }
  } catch (cause) {
    throw new CommandEnd(EXIT.unreachable, `The address ${url} does not answer.`, { cause })
  }
}
