// `vouch campaign`: campaigns directed at people, and what these spread further.

import { Command, Option } from 'commander'
import { serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { asking, given, inPath, listed } from './way-request.ts'

type Words = ServerOptions & {
  readonly name: string
  readonly brief: string
  readonly startsAt?: string
  readonly endsAt?: string
}

/** The command `campaign` with `create`, `spread`, `choose`, `list`, `end` and, for people, `answer`. */
export function campaignCommand(surroundings: Surroundings): Command {
  const create = asking<Words & { readonly people: string }>(
    surroundings,
    withWords(serverCommand('create', 'Begin a campaign directed at chosen people of a program.'))
      .argument('<program>', 'id of the program')
      .requiredOption('--people <ids>', 'ids of the people, with commas between them'),
    (options, [program]) => ({
      path: `/v1/programs/${inPath(program)}/campaigns`,
      body: { ...wordsOf(options), people: listed(options.people) },
    }),
  )
  const spread = asking<Words & { readonly text: readonly string[]; readonly channels: string }>(
    surroundings,
    withWords(
      serverCommand('spread', 'Begin a secondary campaign, which people of a directed one spread further.'),
    )
      .argument('<campaign>', 'id of the directed campaign')
      .requiredOption('--text <words...>', 'texts of the share kit; the disclosure is put before each')
      .option('--channels <names>', 'where it should be seen, with commas between them', ''),
    (options, [campaign]) => ({
      path: `/v1/campaigns/${inPath(campaign)}/secondary`,
      body: { ...wordsOf(options), kit: { texts: options.text, channels: listed(options.channels) } },
    }),
  )
  const choose = asking<ServerOptions & { readonly people: string }>(
    surroundings,
    serverCommand('choose', 'Choose more people for a directed campaign.')
      .argument('<campaign>', 'id of the campaign')
      .requiredOption('--people <ids>', 'ids of the people, with commas between them'),
    ({ people }, [campaign]) => ({
      path: `/v1/campaigns/${inPath(campaign)}/people`,
      body: { people: listed(people) },
    }),
  )
  const list = asking(
    surroundings,
    serverCommand(
      'list',
      'Show campaigns with their people and results by reach, awareness and sales.',
    ).argument('<program>', 'id of the program'),
    (_options, [program]) => ({ path: `/v1/programs/${inPath(program)}/campaigns` }),
  )
  const end = asking(
    surroundings,
    serverCommand('end', 'End a campaign now.').argument('<campaign>', 'id of the campaign'),
    (_options, [campaign]) => ({ path: `/v1/campaigns/${inPath(campaign)}/end`, body: {} }),
  )
  const answer = asking<ServerOptions & { readonly answer: string }>(
    surroundings,
    serverCommand('answer', 'Take part in a campaign, or decline.', "the person's sign-in token")
      .argument('<campaign>', 'id of the campaign')
      .addOption(
        new Option('--answer <answer>', 'what the person says')
          .choices(['take-part', 'decline'])
          .makeOptionMandatory(),
      ),
    (options, [campaign]) => ({
      path: `/v1/me/campaigns/${inPath(campaign)}/answer`,
      body: { answer: options.answer },
    }),
  )
  return [create, spread, choose, list, end, answer].reduce(
    (command, part) => command.addCommand(part),
    new Command('campaign').description('Campaigns: directed at chosen people, and spread further by them.'),
  )
}

function withWords(command: Command): Command {
  return command
    .requiredOption('--name <name>', 'name of the campaign')
    .requiredOption('--brief <words>', 'what the shop asks for')
    .option('--starts-at <instant>', 'beginning, in ISO 8601; now when left out')
    .option('--ends-at <instant>', 'end, in ISO 8601; none when left out')
}

function wordsOf({ name, brief, startsAt, endsAt }: Words): object {
  return given({ name, brief, startsAt, endsAt })
}
