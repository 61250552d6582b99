// `vouch sign-in-link`: links that open the pages of a shop, and how one ends.

import {
  newSignInLinkAnswerSchema,
  signInLinkRevokedAnswerSchema,
  signInLinksAnswerSchema,
} from '#schema/sign-in-links.ts'
import { Command } from 'commander'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'

type CreateOptions = ServerOptions & { readonly days?: string; readonly retailer?: string }

const WHOSE = 'a key allowed admin'

/** The command `sign-in-link` with `create`, `list` and `revoke`. */
export function signInLinkCommand(surroundings: Surroundings): Command {
  return new Command('sign-in-link')
    .description('Links that open the pages of a shop: whoever has one can do everything there.')
    .addCommand(createCommand(surroundings))
    .addCommand(listCommand(surroundings))
    .addCommand(revokeCommand(surroundings))
}

function createCommand(surroundings: Surroundings): Command {
  return serverCommand('create', 'Make a link; it is printed once.', `${WHOSE}, or the operator's`)
    .option('--days <number>', 'days that it works, 30 at most; 7 when left out')
    .option('--retailer <id>', "the shop that is let in; with the operator's key")
    .action(async (options: CreateOptions) => {
      const { days, retailer } = options
      const path =
        retailer === undefined
          ? '/v1/sign-in-links'
          : `/v1/retailers/${encodeURIComponent(retailer)}/sign-in-links`
      const body = days === undefined ? {} : { expiresInDays: daysOf(days) }
      const made = await clientOf(options).post(path, body, newSignInLinkAnswerSchema)
      print(surroundings, options, made, ({ linkId, shopUrl, expiresAt }) => [
        shopUrl,
        `${linkId}: opens the shop's pages until ${expiresAt}`,
      ])
    })
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand('list', "List the links that open the shop's pages, the newest first.", WHOSE).action(
    async (options: ServerOptions) => {
      const answer = await clientOf(options).list('/v1/sign-in-links', signInLinksAnswerSchema)
      print(surroundings, options, answer, ({ data }) =>
        data.map(({ linkId, createdAt, expiresAt, lastUsedOn }) => {
          const use = lastUsedOn === null ? 'never opened' : `opened ${lastUsedOn}`
          return `${linkId}: made ${createdAt}, ${use}, until ${expiresAt}`
        }),
      )
    },
  )
}

function revokeCommand(surroundings: Surroundings): Command {
  return serverCommand('revoke', 'End a link at once.', WHOSE)
    .argument('<link id>', 'as `sign-in-link list` names it')
    .action(async (linkId: string, options: ServerOptions) => {
      const path = `/v1/sign-in-links/${encodeURIComponent(linkId)}/revoke`
      const answer = await clientOf(options).post(path, {}, signInLinkRevokedAnswerSchema)
      print(surroundings, options, answer, (revoked) => [`${revoked.linkId} opens nothing any more.`])
    })
}

function daysOf(text: string): number {
  if (!/^[1-9]\d?$/.test(text))
    throw new CommandEnd(EXIT.usage, '--days is a whole number of days, 30 at most.')
  return Number(text)
}
