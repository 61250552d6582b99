// `vouch session` and `vouch wallet`: where a shop or a person is signed in, which wallets may sign in, and how that ends.

import {
  sessionEndedAnswerSchema,
  sessionsAnswerSchema,
  walletsAnswerSchema,
  walletUnboundAnswerSchema,
} from '#schema/api-keys.ts'
import { Command } from 'commander'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type SessionOptions = ServerOptions & { readonly person?: true }

/** The command `session` with `list` and `revoke`. */
export function sessionCommand(surroundings: Surroundings): Command {
  const list = forEither('list', 'List where a shop or a person is signed in, the newest first.').action(
    async (options: SessionOptions) => {
      const answer = await clientOf(options).list(pathOf(options), sessionsAnswerSchema)
      print(surroundings, options, answer, ({ data }) =>
        linesOr(
          'Nobody is signed in.',
          data,
          ({ sessionId, openedBy, createdAt, expiresAt, lastUsedOn }) =>
            `${sessionId}: by ${openedBy} on ${createdAt}, used ${lastUsedOn}, until ${expiresAt}`,
        ),
      )
    },
  )
  const revoke = forEither('revoke', 'Sign one device out at once.')
    .argument('<session id>', 'as `session list` names it')
    .action(async (sessionId: string, options: SessionOptions) => {
      const path = `${pathOf(options)}/${inPath(sessionId)}/end`
      const answer = await clientOf(options).post(path, {}, sessionEndedAnswerSchema)
      print(surroundings, options, answer, (ended) => [`${ended.sessionId} is signed out.`])
    })
  return new Command('session')
    .description('Where a shop or a person is signed in.')
    .addCommand(list)
    .addCommand(revoke)
}

/** The command `wallet` with `list` and `unbind`. */
export function walletCommand(surroundings: Surroundings): Command {
  const list = serverCommand(
    'list',
    'List the wallets that may sign in for the shop.',
    'a key allowed admin',
  ).action(async (options: ServerOptions) => {
    const answer = await clientOf(options).list('/v1/wallets', walletsAnswerSchema)
    print(surroundings, options, answer, ({ data }) =>
      linesOr('No wallet may sign in.', data, ({ address, boundAt }) => `${address}: since ${boundAt}`),
    )
  })
  const unbind = serverCommand('unbind', 'Let a wallet sign in no more.', 'a key allowed admin')
    .argument('<address>', 'as `wallet list` names it')
    .action(async (address: string, options: ServerOptions) => {
      const path = `/v1/wallets/${inPath(address)}/unbind`
      const answer = await clientOf(options).post(path, {}, walletUnboundAnswerSchema)
      print(surroundings, options, answer, (unbound) => [`${unbound.address} signs in no more.`])
    })
  return new Command('wallet')
    .description('Wallets that may sign in for a shop. A wallet is let in on the page "Keys and sign-ins".')
    .addCommand(list)
    .addCommand(unbind)
}

function forEither(name: string, description: string): Command {
  return serverCommand(name, description, "a shop's key allowed admin, or a person's sign-in token").option(
    '--person',
    "the file holds a person's sign-in token",
  )
}

function pathOf({ person }: SessionOptions): string {
  return person ? '/v1/me/sessions' : '/v1/sessions'
}

/** A line for each; the sentence where there is none. */
function linesOr<Row>(
  sentence: string,
  rows: readonly Row[],
  lineOf: (row: Row) => string,
): readonly string[] {
  return rows.length === 0 ? [sentence] : rows.map(lineOf)
}
