// `vouch endpoint`: addresses of a shop's own at which it is told what happens.

import { SHOP_EVENT_TYPES } from '#domain/webhooks/shop-event.ts'
import {
  endpointAnswerSchema,
  endpointsAnswerSchema,
  newEndpointAnswerSchema,
  removedEndpointAnswerSchema,
  rotatedEndpointAnswerSchema,
  webhookDeliveryDetailSchema,
} from '#schema/webhooks.ts'
import { Command, Option } from 'commander'
import type { z } from 'zod'
import { answerLines } from './answer-text.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { withReservedFile, writeKeyFile } from './key-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

const PATH = '/v1/webhook-endpoints'

type SecretOptions = ServerOptions & { readonly out: string }
type AddOptions = SecretOptions & { readonly event?: readonly string[]; readonly description?: string }
type Endpoint = z.infer<typeof endpointAnswerSchema>

/** The command `endpoint` with its subcommands. */
export function endpointCommand(surroundings: Surroundings): Command {
  return new Command('endpoint')
    .description('Addresses of your own at which you are told what happens.')
    .addCommand(addCommand(surroundings))
    .addCommand(listCommand(surroundings))
    .addCommand(testCommand(surroundings))
    .addCommand(rotateCommand(surroundings))
    .addCommand(switchCommand(surroundings, 'disable', 'disabled', 'Switch an endpoint off.'))
    .addCommand(switchCommand(surroundings, 'enable', 'active', 'Switch an endpoint on again.'))
    .addCommand(removeCommand(surroundings))
}

function addCommand(surroundings: Surroundings): Command {
  return serverCommand('add', 'Name an address, and write the secret of its webhooks into a new file.')
    .argument('<address>', 'where webhooks are sent, with https://')
    .addOption(new Option('--event <event...>', 'what to tell; else everything').choices(SHOP_EVENT_TYPES))
    .option('--description <text>', 'what it is, for yourself')
    .requiredOption('--out <path>', 'new file for the secret, which nobody else can read')
    .action(async (url: string, options: AddOptions) => {
      const { event: events, description, out } = options
      const body = { url, ...(events && { events }), ...(description !== undefined && { description }) }
      const client = clientOf(options)
      const { secret, ...shown } = await withReservedFile(out, () =>
        client.post(PATH, body, newEndpointAnswerSchema),
      )
      writeKeyFile(out, secret)
      print(surroundings, options, { ...shown, file: out }, (answer) => [
        ...endpointLines(answer),
        `  the secret is in ${answer.file}`,
      ])
    })
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand('list', 'List endpoints, oldest first.').action(async (options: ServerOptions) => {
    const answer = await clientOf(options).list(PATH, endpointsAnswerSchema)
    print(surroundings, options, answer, ({ data }) =>
      data.length === 0 ? ['You are told nothing: no endpoint.'] : data.flatMap(endpointLines),
    )
  })
}

function testCommand(surroundings: Surroundings): Command {
  return serverCommand('test', 'Send an endpoint an event of no meaning, and say how it went.')
    .argument('<id>', 'id of the endpoint')
    .action((id: string, options: ServerOptions) => testEndpoint(surroundings, id, options))
}

/** Sends an endpoint an event of no meaning and prints how it went; ends the command when it did not arrive. */
export async function testEndpoint(
  surroundings: Surroundings,
  id: string,
  options: ServerOptions,
): Promise<void> {
  const path = `${pathOf(id)}/test`
  const answer = await clientOf(options).post(path, {}, webhookDeliveryDetailSchema)
  print(surroundings, options, answer, ({ status, reason, milliseconds }) => [
    `${reason ?? 'It arrived.'} ${status === null ? 'No answer' : `Status ${status}`}, ${milliseconds ?? 0} ms`,
  ])
  if (answer.state !== 'delivered')
    throw new CommandEnd(EXIT.refused, 'The endpoint did not take the test event.')
}

function rotateCommand(surroundings: Surroundings): Command {
  return serverCommand('rotate', 'Give an endpoint a new secret; for a day webhooks are signed with both.')
    .argument('<id>', 'id of the endpoint')
    .requiredOption('--out <path>', 'new file for the secret, which nobody else can read')
    .action(async (id: string, options: SecretOptions) => {
      const { out } = options
      const client = clientOf(options)
      const answer = await withReservedFile(out, () =>
        client.post(`${pathOf(id)}/rotate`, {}, rotatedEndpointAnswerSchema),
      )
      const { secret, ...shown } = answer
      writeKeyFile(out, secret)
      print(surroundings, options, { ...shown, file: out }, ({ previousUntil, file }) => [
        `The new secret is in ${file}; the one before it signs as well until ${previousUntil}.`,
      ])
    })
}

function switchCommand(
  surroundings: Surroundings,
  name: string,
  state: 'active' | 'disabled',
  description: string,
): Command {
  return serverCommand(name, description)
    .argument('<id>', 'id of the endpoint')
    .action(async (id: string, options: ServerOptions) => {
      const answer = await clientOf(options).replace(pathOf(id), { state }, endpointAnswerSchema)
      print(surroundings, options, answer, endpointLines)
    })
}

function removeCommand(surroundings: Surroundings): Command {
  return serverCommand('remove', 'Remove an endpoint for good.')
    .argument('<id>', 'id of the endpoint')
    .action(async (id: string, options: ServerOptions) => {
      const answer = await clientOf(options).post(`${pathOf(id)}/remove`, {}, removedEndpointAnswerSchema)
      print(surroundings, options, answer, answerLines)
    })
}

function pathOf(id: string): string {
  return `${PATH}/${inPath(id)}`
}

/** Why an endpoint is off, for people. */
const OFF: Readonly<Record<string, string>> = {
  asked: 'switched off',
  gone: 'switched off: the address said that it is gone for good',
  failing: 'switched off: nothing arrived for five days',
}

function endpointLines(endpoint: Endpoint): string[] {
  const { endpointId, url, events, description, disabledReason, failingSince } = endpoint
  const failing = failingSince === null ? 'on' : `on, but nothing has arrived since ${failingSince}`
  return [
    `${endpointId} ${url}: ${disabledReason === null ? failing : (OFF[disabledReason] ?? 'off')}`,
    `  ${events.length === SHOP_EVENT_TYPES.length ? 'everything' : events.join(', ')}${description === null ? '' : ` (${description})`}`,
  ]
}
