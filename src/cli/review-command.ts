// `vouch review`: rewards that a rule put under review, and what the shop says of them.

import { REFUSAL_SENTENCES } from '#domain/misuse/review.ts'
import { reviewAnswerSchema, reviewsAnswerSchema, type ReviewAnswer } from '#schema/reviews.ts'
import { Command, Option } from 'commander'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type ListOptions = ServerOptions & { readonly state: string }
type RefuseOptions = ServerOptions & { readonly reason: string; readonly note?: string }

/** The command `review` with `list`, `release` and `refuse`. */
export function reviewCommand(surroundings: Surroundings): Command {
  return new Command('review')
    .description('Rewards under review: reserved, and released by themselves unless the shop refuses them.')
    .addCommand(listCommand(surroundings))
    .addCommand(releaseCommand(surroundings))
    .addCommand(refuseCommand(surroundings))
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand('list', 'List cases, newest first.')
    .addOption(
      new Option('--state <state>', 'which cases')
        .choices(['open', 'released', 'refused', 'expired'])
        .default('open'),
    )
    .action(async (options: ListOptions) => {
      const path = `/v1/reviews?state=${options.state}`
      const { data } = await clientOf(options).list(path, reviewsAnswerSchema)
      print(surroundings, options, { data }, ({ data: cases }) =>
        cases.length === 0 ? [`No case is ${options.state}.`] : cases.flatMap(linesOf),
      )
    })
}

function releaseCommand(surroundings: Surroundings): Command {
  return serverCommand('release', 'Release a reward: the shop has looked and found nothing.')
    .argument('<id>', 'id of the case')
    .action(async (id: string, options: ServerOptions) => {
      const answer = await clientOf(options).post(pathOf(id, 'release'), {}, reviewAnswerSchema)
      print(surroundings, options, answer, linesOf)
    })
}

function refuseCommand(surroundings: Surroundings): Command {
  return serverCommand('refuse', 'Refuse a reward: what was reserved for it goes back, for everybody to see.')
    .argument('<id>', 'id of the case')
    .addOption(
      new Option('--reason <reason>', 'why; the person reads it')
        .choices(Object.keys(REFUSAL_SENTENCES))
        .makeOptionMandatory(),
    )
    .option('--note <text>', "the shop's own words; nobody else reads them")
    .action(async (id: string, options: RefuseOptions) => {
      const { reason, note } = options
      const body = { reason, ...(note === undefined ? {} : { note }) }
      const answer = await clientOf(options).post(pathOf(id, 'refuse'), body, reviewAnswerSchema)
      print(surroundings, options, answer, linesOf)
    })
}

function pathOf(id: string, verb: 'release' | 'refuse'): string {
  return `/v1/reviews/${inPath(id)}/${verb}`
}

function linesOf({ reviewId, state, amount, handle, externalId, dueAt, verdicts }: ReviewAnswer) {
  const end = state === 'open' ? `, released by itself on ${dueAt}` : ''
  return [
    `${reviewId}: ${state}${end}`,
    `  ${amount} test dollars for ${handle}, order ${externalId}`,
    ...verdicts.map(({ rule, sentence }) => `  ${rule}: ${sentence}`),
  ]
}
