// `vouch people`, `funnel`, `invitation`, `mention` and `lead`: finding people, and what is counted and never paid.

import { CHANNELS } from '#domain/mention.ts'
import { RANKINGS } from '#domain/influence.ts'
import { Command, Option } from 'commander'
import { serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { asking, given, inPath } from './way-request.ts'

type PeriodOptions = ServerOptions & { readonly from?: string; readonly to?: string }

type DeclareOptions = ServerOptions & {
  readonly kind: string
  readonly channel: string
  readonly post?: string
  readonly reach?: string
  readonly campaign?: string
}

/** The commands, each with its subcommands. */
export function wayCommands(surroundings: Surroundings): readonly Command[] {
  return [
    people(surroundings),
    funnel(surroundings),
    invitation(surroundings),
    mention(surroundings),
    lead(surroundings),
  ]
}

function withPeriod(command: Command): Command {
  return command
    .argument('<program>', 'id of the program')
    .option('--from <instant>', 'beginning, in ISO 8601; 30 days back when left out')
    .option('--to <instant>', 'end, in ISO 8601; now when left out')
}

function queryOf(fields: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, value)
  return query.size === 0 ? '' : `?${query}`
}

function people(surroundings: Surroundings): Command {
  const rank = asking<PeriodOptions & { readonly by: string }>(
    surroundings,
    withPeriod(serverCommand('rank', 'Find people: the best of a program first.')).addOption(
      new Option('--by <figure>', 'what counts').choices(RANKINGS).default('sales'),
    ),
    ({ by, from, to }, [program]) => ({
      path: `/v1/programs/${inPath(program)}/ranking${queryOf({ by, from, to })}`,
    }),
  )
  return new Command('people').description('The people of a program.').addCommand(rank)
}

function funnel(surroundings: Surroundings): Command {
  const show = asking<PeriodOptions>(
    surroundings,
    withPeriod(serverCommand('show', 'From visits over sign-ups to kept sales, by way of influence.')),
    ({ from, to }, [program]) => ({ path: `/v1/programs/${inPath(program)}/funnel${queryOf({ from, to })}` }),
  )
  return new Command('funnel').description('What came of each way of influence.').addCommand(show)
}

function invitation(surroundings: Surroundings): Command {
  const create = asking(
    surroundings,
    serverCommand('create', 'Make an invitation to show to one buyer; it works once.').argument(
      '<program>',
      'id of the program',
    ),
    (_options, [program]) => ({ path: `/v1/programs/${inPath(program)}/invitations`, body: {} }),
  )
  const list = asking(
    surroundings,
    serverCommand('list', 'Count invitations, and show who joined by one.').argument(
      '<program>',
      'id of the program',
    ),
    (_options, [program]) => ({ path: `/v1/programs/${inPath(program)}/invitations` }),
  )
  return new Command('invitation')
    .description('Invitations that a shop shows after a purchase.')
    .addCommand(create)
    .addCommand(list)
}

function mention(surroundings: Surroundings): Command {
  const list = asking(
    surroundings,
    serverCommand('list', 'Show what people declared.').argument('<program>', 'id of the program'),
    (_options, [program]) => ({ path: `/v1/programs/${inPath(program)}/mentions` }),
  )
  const declare = asking<DeclareOptions>(
    surroundings,
    serverCommand(
      'declare',
      'Say where one spoke of a shop; nothing is paid on it.',
      "the person's sign-in token",
    )
      .argument('<program>', 'id of the program')
      .addOption(
        new Option('--kind <kind>', 'what was done').choices(['mention', 'share']).default('mention'),
      )
      .addOption(new Option('--channel <channel>', 'where').choices(CHANNELS).makeOptionMandatory())
      .option('--post <url>', 'address of the post')
      .option('--reach <number>', "people who saw it, by the person's own word")
      .option('--campaign <id>', 'the campaign it belongs to'),
    ({ kind, channel, post, reach, campaign }, [programId]) => ({
      path: '/v1/me/mentions',
      body: given({
        programId,
        kind,
        channel,
        postUrl: post,
        declaredReach: reach === undefined ? undefined : Number(reach),
        campaignId: campaign,
      }),
    }),
  )
  return new Command('mention')
    .description('Posts and shares that people declared.')
    .addCommand(list)
    .addCommand(declare)
}

function lead(surroundings: Surroundings): Command {
  const record = asking<ServerOptions & { readonly clickToken?: string; readonly code?: string }>(
    surroundings,
    serverCommand('record', 'Count a sign-up; it is not paid.')
      .argument('<id>', "the shop's own number of it")
      .option('--click-token <token>', 'what the visitor came with')
      .option('--code <code>', 'the link that they came through'),
    ({ clickToken, code }, [id]) => ({ path: '/v1/leads', body: given({ id, clickToken, code }) }),
  )
  return new Command('lead').description('Sign-ups at the shop.').addCommand(record)
}
