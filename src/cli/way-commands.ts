// `vouch people`, `funnel`, `invitation`, `mention` and `lead`: finding people, and what is counted and never paid.

import { CHANNELS } from '#domain/mention.ts'
import { RANKINGS } from '#domain/influence.ts'
import { Command, Option } from 'commander'
import { withPart } from './list-part.ts'
import { serverCommand } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { asking, given, inPath, listing, queryOf } from './way-request.ts'

type PeriodOptions = { readonly from?: string; readonly to?: string }

type DeclareOptions = {
  readonly kind: string
  readonly channel: string
  readonly post?: string
  readonly reach?: string
  readonly campaign?: string
}

/** The commands, each with its subcommands. */
export function wayCommands(surroundings: Surroundings): readonly Command[] {
  return [
    new Command('people').description('The people of a program.').addCommand(rankCommand(surroundings)),
    new Command('funnel')
      .description('What came of each way of influence.')
      .addCommand(funnelCommand(surroundings)),
    new Command('invitation')
      .description('Invitations that a shop shows after a purchase.')
      .addCommand(inviteCommand(surroundings))
      .addCommand(invitationsCommand(surroundings)),
    new Command('mention')
      .description('Posts and shares that people declared.')
      .addCommand(mentionsCommand(surroundings))
      .addCommand(declareCommand(surroundings)),
    new Command('lead').description('Sign-ups at the shop.').addCommand(leadCommand(surroundings)),
  ]
}

function ofProgram(name: string, description: string): Command {
  return serverCommand(name, description).argument('<program>', 'id of the program')
}

function withPeriod(command: Command): Command {
  return command
    .option('--from <instant>', 'beginning, in ISO 8601; 30 days back when left out')
    .option('--to <instant>', 'end, in ISO 8601; now when left out')
}

function rankCommand(surroundings: Surroundings): Command {
  const command = withPart(
    withPeriod(ofProgram('rank', 'Find people: the best of a program first.')).addOption(
      new Option('--by <figure>', 'what counts').choices(RANKINGS).default('sales'),
    ),
  )
  return listing(surroundings, command, ([program]) => {
    const { by, from, to } = command.opts<PeriodOptions & { by: string }>()
    return `/v1/programs/${inPath(program)}/ranking${queryOf({ by, from, to })}`
  })
}

function funnelCommand(surroundings: Surroundings): Command {
  const command = withPeriod(
    ofProgram('show', 'From visits over sign-ups to kept sales, by way of influence.'),
  )
  return asking(surroundings, command, ([program]) => {
    const { from, to } = command.opts<PeriodOptions>()
    return { path: `/v1/programs/${inPath(program)}/funnel${queryOf({ from, to })}` }
  })
}

function inviteCommand(surroundings: Surroundings): Command {
  const command = ofProgram('create', 'Make an invitation to show to one buyer; it works once.')
  return asking(surroundings, command, ([program]) => ({
    path: `/v1/programs/${inPath(program)}/invitations`,
    body: {},
  }))
}

function invitationsCommand(surroundings: Surroundings): Command {
  const command = ofProgram('list', 'Count invitations, and show who joined by one.')
  return asking(surroundings, command, ([program]) => ({
    path: `/v1/programs/${inPath(program)}/invitations`,
  }))
}

function mentionsCommand(surroundings: Surroundings): Command {
  const command = withPart(ofProgram('list', 'Show what people declared, newest first.'))
  return listing(surroundings, command, ([program]) => `/v1/programs/${inPath(program)}/mentions`)
}

function declareCommand(surroundings: Surroundings): Command {
  const command = serverCommand(
    'declare',
    'Say where one spoke of a shop; nothing is paid on it.',
    "the person's sign-in token",
  )
    .argument('<program>', 'id of the program')
    .addOption(new Option('--kind <kind>', 'what was done').choices(['mention', 'share']).default('mention'))
    .addOption(new Option('--channel <channel>', 'where').choices(CHANNELS).makeOptionMandatory())
    .option('--post <url>', 'address of the post')
    .option('--reach <number>', "people who saw it, by the person's own word")
    .option('--campaign <id>', 'the campaign it belongs to')
  return asking(surroundings, command, ([programId]) => {
    const { kind, channel, post, reach, campaign } = command.opts<DeclareOptions>()
    const declaredReach = reach === undefined ? undefined : Number(reach)
    const mention = { programId, kind, channel, postUrl: post, declaredReach, campaignId: campaign }
    return { path: '/v1/me/mentions', body: given(mention) }
  })
}

function leadCommand(surroundings: Surroundings): Command {
  const command = serverCommand('record', 'Count a sign-up; it is not paid.')
    .argument('<id>', "the shop's own number of it")
    .option('--click-token <token>', 'what the visitor came with')
    .option('--code <code>', 'the link that they came through')
  return asking(surroundings, command, ([id]) => {
    const { clickToken, code } = command.opts<{ clickToken?: string; code?: string }>()
    return { path: '/v1/leads', body: given({ id, clickToken, code }) }
  })
}
