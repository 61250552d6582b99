// `vouch webhook list`, `show` and `resend`: what the shop was told, how it went, and once more.

import {
  resentAnswerSchema,
  webhookDeliveriesAnswerSchema,
  webhookDeliveryDetailSchema,
} from '#schema/webhooks.ts'
import { Option, type Command } from 'commander'
import { moreLines, withPart, type PartOptions } from './list-part.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath, queryOf } from './way-request.ts'

const PATH = '/v1/webhook-deliveries'

type ListOptions = PartOptions & { readonly endpoint?: string; readonly state?: string }

/** The command `list`. */
export function webhookListCommand(surroundings: Surroundings): Command {
  return withPart(serverCommand('list', 'List what you were told, newest first.'))
    .option('--endpoint <id>', 'only at this endpoint')
    .addOption(
      new Option('--state <state>', 'only these').choices(['waiting', 'delivered', 'dead', 'stopped']),
    )
    .action(async (options: ListOptions) => {
      const { endpoint, state } = options
      const path = `${PATH}${queryOf({ endpoint, state })}`
      const answer = await clientOf(options).list(path, webhookDeliveriesAnswerSchema, options)
      print(surroundings, options, answer, ({ data, page }) => [
        ...(data.length === 0 ? ['Nothing was told.'] : []),
        ...data.map(
          ({ createdAt, deliveryId, type, state: now, attempts, reason }) =>
            `${createdAt} ${deliveryId} ${type}: ${now}, attempts: ${attempts}${reason === null ? '' : `; ${reason}`}`,
        ),
        ...moreLines({ page }),
      ])
    })
}

/** The command `show`. */
export function webhookShowCommand(surroundings: Surroundings): Command {
  return serverCommand('show', 'Show what was sent, and every attempt at it.')
    .argument('<delivery>', 'id of the delivery')
    .action(async (delivery: string, options: ServerOptions) => {
      const path = `${PATH}/${inPath(delivery)}`
      const answer = await clientOf(options).get(path, webhookDeliveryDetailSchema)
      print(surroundings, options, answer, ({ type, state, body, nextAt, log }) => [
        `${type}: ${state}${nextAt === null ? '' : `, again at ${nextAt}`}`,
        body,
        ...log.map(
          ({ attempt, at, status, reason, milliseconds }) =>
            `${attempt}. ${at}: ${status === null ? 'no answer' : `status ${status}`}, ${milliseconds} ms. ${reason ?? 'It arrived.'}`,
        ),
      ])
    })
}

/** The command `resend`. */
export function webhookResendCommand(surroundings: Surroundings): Command {
  return serverCommand('resend', 'Send an event once more, under the same id.')
    .argument('<delivery>', 'id of the delivery')
    .action(async (delivery: string, options: ServerOptions) => {
      const path = `${PATH}/${inPath(delivery)}/resend`
      const answer = await clientOf(options).post(path, {}, resentAnswerSchema)
      print(surroundings, options, answer, ({ deliveryId }) => [`It is sent again: ${deliveryId}.`])
    })
}
