// `vouch delivery` and `vouch notice`: what the shop has sent, and which messages about orders were not used.

import {
  deliveriesAnswerSchema,
  noticesAnswerSchema,
  replayedDeliveryAnswerSchema,
} from '#schema/deliveries.ts'
import { Command } from 'commander'
import { moreLines, withPart, type PartOptions } from './list-part.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

/** The command `delivery` with `list` and `replay`. */
export function deliveryCommand(surroundings: Surroundings): Command {
  const list = withPart(
    serverCommand('list', 'List what your shops have sent, newest first, and what became of it.'),
  ).action(async (options: PartOptions) => {
    const answer = await clientOf(options).list('/v1/deliveries', deliveriesAnswerSchema, options)
    print(surroundings, options, answer, ({ data, page }) => [
      ...(data.length === 0 ? ['Nothing has been sent.'] : []),
      ...data.map(
        ({ deliveryId, receivedAt, topic, state, outcome }) =>
          `${receivedAt} ${deliveryId}${topic === null ? '' : ` ${topic}`}: ${state}${outcome === null ? '' : `, ${outcome}`}`,
      ),
      ...moreLines({ page }),
    ])
  })
  const replay = serverCommand('replay', 'Read a delivery once more, such as one that could not be read.')
    .argument('<delivery>', 'id of the delivery')
    .action(async (id: string, options: ServerOptions) => {
      const path = `/v1/deliveries/${inPath(id)}/replay`
      const answer = await clientOf(options).post(path, {}, replayedDeliveryAnswerSchema)
      print(surroundings, options, answer, ({ deliveryId }) => [
        `${deliveryId} will be read again; \`delivery list\` says what became of it.`,
      ])
    })
  return new Command('delivery').description('What your shops have sent.').addCommand(list).addCommand(replay)
}

/** The command `notice` with `list`. */
export function noticeCommand(surroundings: Surroundings): Command {
  const list = withPart(
    serverCommand('list', 'List messages that contradict what was told before, newest first.'),
  ).action(async (options: PartOptions) => {
    const answer = await clientOf(options).list('/v1/notices', noticesAnswerSchema, options)
    print(surroundings, options, answer, ({ data, page }) => [
      ...(data.length === 0 ? ['No message contradicts another.'] : []),
      ...data.map(({ at, externalId, rule, sentence }) => `${at} order ${externalId}: ${sentence} (${rule})`),
      ...moreLines({ page }),
    ])
  })
  return new Command('notice').description('Messages about orders that were not used.').addCommand(list)
}
