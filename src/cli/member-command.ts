// `vouch member`: the people of a program, and what the shop sets of them.

import { memberAnswerSchema, membersAnswerSchema } from '#schema/people-answers.ts'
import { Command, InvalidArgumentError, Option } from 'commander'
import { answerLines } from './answer-text.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { given, inPath } from './way-request.ts'

/** The command `member` with `list` and `set`. */
export function memberCommand(surroundings: Surroundings): Command {
  return new Command('member')
    .description('The people of a program.')
    .addCommand(listCommand(surroundings))
    .addCommand(setCommand(surroundings))
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand('list', 'List the people of a program, in the order in which they joined.')
    .argument('<program>', 'id of the program')
    .action(async (program: string, options: ServerOptions) => {
      const path = `/v1/programs/${inPath(program)}/recommenders`
      const answer = await clientOf(options).list(path, membersAnswerSchema)
      print(surroundings, options, answer, ({ data }) =>
        data.length === 0
          ? ['Nobody has joined yet.']
          : data.map(
              ({ recommenderId, handle, status, tier, followers, trusted }) =>
                `${recommenderId} ${handle}: ${status}, ${tier}, ${followers} followers${trusted ? ', trusted' : ''}`,
            ),
      )
    })
}

type SetOptions = ServerOptions & {
  readonly followers?: number
  readonly trusted?: 'yes' | 'no'
  readonly status?: string
}

function setCommand(surroundings: Surroundings): Command {
  return serverCommand(
    'set',
    'Set followers, trust or standing of a person; counts for orders paid from now on.',
  )
    .argument('<program>', 'id of the program')
    .argument('<person>', 'id of the person')
    .option('--followers <count>', 'followers, as the shop has checked', parseCount)
    .addOption(
      new Option('--trusted <answer>', 'whether rewards are held for the shorter time').choices([
        'yes',
        'no',
      ]),
    )
    .addOption(new Option('--status <status>', 'whether they earn').choices(['active', 'paused', 'banned']))
    .action(async (program: string, person: string, options: SetOptions) => {
      const { followers, trusted, status } = options
      const path = `/v1/programs/${inPath(program)}/recommenders/${inPath(person)}`
      const body = given({
        followers,
        status,
        trusted: trusted === undefined ? undefined : trusted === 'yes',
      })
      const answer = await clientOf(options).replace(path, body, memberAnswerSchema)
      print(surroundings, options, answer, answerLines)
    })
}

function parseCount(text: string): number {
  if (!/^\d{1,11}$/.test(text)) throw new InvalidArgumentError('A whole number.')
  return Number(text)
}
