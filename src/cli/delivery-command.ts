// `vouch delivery` and `vouch notice`: what the shop has sent, and which messages about orders were not used.

import {
  deliveriesAnswerSchema,
  noticesAnswerSchema,
  replayedDeliveryAnswerSchema,
} from '#schema/deliveries.ts'
import { Command, InvalidArgumentError } from 'commander'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'

/** Deliveries of one answer at most, as the server allows. */
const LIMIT_MAX = 100

type DeliveryOptions = ServerOptions & { readonly limit: number; readonly after?: string }

/** The command `delivery` with `list` and `replay`. */
export function deliveryCommand(surroundings: Surroundings): Command {
  const list = serverCommand('list', 'List what your shops have sent, newest first, and what became of it.')
    .option('--limit <count>', 'how many', parseLimit, LIMIT_MAX)
    .option('--after <id>', 'only what came before this delivery')
    .action(async (options: DeliveryOptions) => {
      const after = options.after === undefined ? '' : `&after=${encodeURIComponent(options.after)}`
      const path = `/v1/deliveries?limit=${options.limit}${after}`
      const answer = await clientOf(options).get(path, deliveriesAnswerSchema)
      print(surroundings, options, answer, ({ data, page }) => [
        ...(data.length === 0 ? ['Nothing has been sent.'] : []),
        ...data.map(
          ({ deliveryId, receivedAt, topic, state, outcome }) =>
            `${receivedAt} ${deliveryId}${topic === null ? '' : ` ${topic}`}: ${state}${outcome === null ? '' : `, ${outcome}`}`,
        ),
        ...(page.next === null ? [] : [`Older ones: --after ${page.next}`]),
      ])
    })
  const replay = serverCommand('replay', 'Read a delivery once more, such as one that could not be read.')
    .argument('<delivery>', 'id of the delivery')
    .action(async (id: string, options: ServerOptions) => {
      const path = `/v1/deliveries/${encodeURIComponent(id)}/replay`
      const answer = await clientOf(options).post(path, {}, replayedDeliveryAnswerSchema)
      print(surroundings, options, answer, ({ deliveryId }) => [
        `${deliveryId} will be read again; \`delivery list\` says what became of it.`,
      ])
    })
  return new Command('delivery').description('What your shops have sent.').addCommand(list).addCommand(replay)
}

/** The command `notice` with `list`. */
export function noticeCommand(surroundings: Surroundings): Command {
  const list = serverCommand(
    'list',
    'List messages that contradict what was told before, newest first.',
  ).action(async (options: ServerOptions) => {
    const answer = await clientOf(options).get('/v1/notices', noticesAnswerSchema)
    print(surroundings, options, answer, ({ data }) =>
      data.length === 0
        ? ['No message contradicts another.']
        : data.map(
            ({ at, externalId, rule, sentence }) => `${at} order ${externalId}: ${sentence} (${rule})`,
          ),
    )
  })
  return new Command('notice').description('Messages about orders that were not used.').addCommand(list)
}

function parseLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw new InvalidArgumentError(`A whole number from 1 to ${LIMIT_MAX}.`)
  return limit
}
