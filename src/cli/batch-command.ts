// `vouch batch`: what was reserved together, since when, until when, and what became of it.

import { batchesAnswerSchema, batchWithRecordsAnswerSchema } from '#schema/batches.ts'
import { Command, Option } from 'commander'
import type { z } from 'zod'
import { moreLines, withPart, type PartOptions } from './list-part.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath, queryOf } from './way-request.ts'

type Batch = z.infer<typeof batchesAnswerSchema>['data'][number]

/** What a state means, in words. */
const STATE_WORDS = {
  signed: 'on its way to the ledger',
  open: 'promised',
  settled: 'paid out',
  vetoed: 'taken back by the shop',
} as const

/** The command `batch` with `list` and `show`. */
export function batchCommand(surroundings: Surroundings): Command {
  return new Command('batch')
    .description('Rewards that were reserved together.')
    .addCommand(listCommand(surroundings))
    .addCommand(showCommand(surroundings))
}

type ListOptions = PartOptions & { readonly program?: string; readonly state?: string }

function listCommand(surroundings: Surroundings): Command {
  return withPart(serverCommand('list', 'List batches, the highest pool and number first.'))
    .option('--program <id>', 'only those of this program')
    .addOption(new Option('--state <state>', 'only those in this state').choices(Object.keys(STATE_WORDS)))
    .action(async (options: ListOptions) => {
      const { program: programId, state } = options
      const path = `/v1/batches${queryOf({ programId, state })}`
      const answer = await clientOf(options).list(path, batchesAnswerSchema, options)
      print(surroundings, options, answer, ({ data, page }) => [
        ...(data.length === 0 ? ['No batch yet.'] : data.map(lineOf)),
        ...moreLines({ page }),
      ])
    })
}

function showCommand(surroundings: Surroundings): Command {
  return serverCommand('show', 'Show a batch with its records.')
    .argument('<pool>', 'number of the pool')
    .argument('<seq>', 'number of the batch')
    .action(async (pool: string, seq: string, options: ServerOptions) => {
      const path = `/v1/batches/${inPath(pool)}/${inPath(seq)}`
      const answer = await clientOf(options).get(path, batchWithRecordsAnswerSchema)
      print(surroundings, options, answer, ({ records, ...batch }) => [
        lineOf(batch),
        `  orders since the batch before: ${batch.orders.seen} seen, ${batch.orders.rewarded} rewarded, ${batch.orders.rejected} rejected, ${batch.orders.underReview} under review`,
        `  policy ${batch.policyHash}`,
        `  evidence ${batch.evidenceRoot}`,
        `  chain transaction ${batch.chainTransaction ?? 'not final yet'}`,
        ...records.map(
          ({ rewardId, payee, amount, amended, netted }) =>
            `  ${amount} to ${payee} for reward ${rewardId}${netted === '0.00' ? '' : `, ${netted} netted`}${takenBack(amended)}`,
        ),
      ])
    })
}

function lineOf({ pool, seq, state, rewards, people, amount, amended, unlocksAt }: Batch): string {
  const until = state === 'open' && unlocksAt !== null ? ` until ${unlocksAt}` : ''
  const many = `${rewards} ${rewards === 1 ? 'reward' : 'rewards'} of ${people} ${people === 1 ? 'person' : 'people'}`
  return `Pool ${pool}, batch ${seq}: ${amount} in ${many}, ${STATE_WORDS[state]}${until}${takenBack(amended)}`
}

function takenBack(amended: string): string {
  return amended === '0.00' ? '' : `, ${amended} taken back`
}
