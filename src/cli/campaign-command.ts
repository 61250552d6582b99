// `vouch campaign`: campaigns directed at people, and what these spread further.

import { Command, Option } from 'commander'
import { serverCommand } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { asking, given, inPath, listed, listing } from './way-request.ts'

type Words = {
  readonly name: string
  readonly brief: string
  readonly startsAt?: string
  readonly endsAt?: string
}

/** The command `campaign` with `create`, `spread`, `choose`, `list`, `end` and, for people, `answer`. */
export function campaignCommand(surroundings: Surroundings): Command {
  return [createCommand, spreadCommand, chooseCommand, listCommand, endCommand, answerCommand].reduce(
    (command, partOf) => command.addCommand(partOf(surroundings)),
    new Command('campaign').description('Campaigns: directed at chosen people, and spread further by them.'),
  )
}

function createCommand(surroundings: Surroundings): Command {
  const command = withWords(
    serverCommand('create', 'Begin a campaign directed at chosen people of a program.'),
  )
    .argument('<program>', 'id of the program')
    .requiredOption('--people <ids>', 'ids of the people, with commas between them')
  return asking(surroundings, command, ([program]) => ({
    path: `/v1/programs/${inPath(program)}/campaigns`,
    body: { ...wordsOf(command), people: listed(command.opts<{ people: string }>().people) },
  }))
}

function spreadCommand(surroundings: Surroundings): Command {
  const command = withWords(
    serverCommand('spread', 'Begin a secondary campaign, which people of a directed one spread further.'),
  )
    .argument('<campaign>', 'id of the directed campaign')
    .requiredOption('--text <words...>', 'texts of the share kit; the disclosure is put before each')
    .option('--channels <names>', 'where it should be seen, with commas between them', '')
  return asking(surroundings, command, ([campaign]) => {
    const { text, channels } = command.opts<{ text: readonly string[]; channels: string }>()
    return {
      path: `/v1/campaigns/${inPath(campaign)}/secondary`,
      body: { ...wordsOf(command), kit: { texts: text, channels: listed(channels) } },
    }
  })
}

function chooseCommand(surroundings: Surroundings): Command {
  const command = serverCommand('choose', 'Choose more people for a directed campaign.')
    .argument('<campaign>', 'id of the campaign')
    .requiredOption('--people <ids>', 'ids of the people, with commas between them')
  return asking(surroundings, command, ([campaign]) => ({
    path: `/v1/campaigns/${inPath(campaign)}/people`,
    body: { people: listed(command.opts<{ people: string }>().people) },
  }))
}

function listCommand(surroundings: Surroundings): Command {
  const description = 'Show campaigns with their people and results by reach, awareness and sales.'
  const command = serverCommand('list', description).argument('<program>', 'id of the program')
  return listing(surroundings, command, ([program]) => `/v1/programs/${inPath(program)}/campaigns`)
}

function endCommand(surroundings: Surroundings): Command {
  const command = serverCommand('end', 'End a campaign now.').argument('<campaign>', 'id of the campaign')
  return asking(surroundings, command, ([campaign]) => ({
    path: `/v1/campaigns/${inPath(campaign)}/end`,
    body: {},
  }))
}

function answerCommand(surroundings: Surroundings): Command {
  const command = serverCommand(
    'answer',
    'Take part in a campaign, or decline.',
    "the person's sign-in token",
  )
    .argument('<campaign>', 'id of the campaign')
    .addOption(
      new Option('--answer <answer>', 'what the person says')
        .choices(['take-part', 'decline'])
        .makeOptionMandatory(),
    )
  return asking(surroundings, command, ([campaign]) => ({
    path: `/v1/me/campaigns/${inPath(campaign)}/answer`,
    body: { answer: command.opts<{ answer: string }>().answer },
  }))
}

function withWords(command: Command): Command {
  return command
    .requiredOption('--name <name>', 'name of the campaign')
    .requiredOption('--brief <words>', 'what the shop asks for')
    .option('--starts-at <instant>', 'beginning, in ISO 8601; now when left out')
    .option('--ends-at <instant>', 'end, in ISO 8601; none when left out')
}

function wordsOf(command: Command): object {
  const { name, brief, startsAt, endsAt } = command.opts<Words>()
  return given({ name, brief, startsAt, endsAt })
}
