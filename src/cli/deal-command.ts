// `vouch deal`: agreed fixed fees, from a pool of their own.

import { DAY_SECONDS } from '#domain/time.ts'
import { Command, Option } from 'commander'
import { serverCommand } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { asking, given, inPath, listing } from './way-request.ts'

type ProgramOptions = {
  readonly name: string
  readonly feeCap: string
  readonly totalCap: string
  readonly holdDays: string
}

type ProposeOptions = {
  readonly person: string
  readonly title: string
  readonly terms: string
  readonly fee: string
  readonly dueAt?: string
}

/** The command `deal` with `program`, `propose`, `deliver`, `withdraw`, `list`, `show` and, for people, `answer`. */
export function dealCommand(surroundings: Surroundings): Command {
  return [
    programCommand,
    proposeCommand,
    deliverCommand,
    withdrawCommand,
    listCommand,
    showCommand,
    answerCommand,
  ].reduce(
    (command, partOf) => command.addCommand(partOf(surroundings)),
    new Command('deal').description('Deals: agreed fixed fees, apart from sales.'),
  )
}

function programCommand(surroundings: Surroundings): Command {
  const command = serverCommand(
    'program',
    'Make a program for deals; its pool is opened and filled like any other.',
  )
    .requiredOption('--name <name>', 'name of the program')
    .requiredOption('--fee-cap <amount>', 'most that one deal pays')
    .requiredOption('--total-cap <amount>', 'most that all deals pay together')
    .option('--hold-days <number>', 'days from delivery to payment', '30')
  return asking(surroundings, command, () => {
    const { name, feeCap, totalCap, holdDays } = command.opts<ProgramOptions>()
    const holdSeconds = Math.round(Number(holdDays) * DAY_SECONDS)
    return { path: '/v1/deal-programs', body: { name, feeCap, totalCap, holdSeconds } }
  })
}

function proposeCommand(surroundings: Surroundings): Command {
  const command = serverCommand(
    'propose',
    'Propose a deal; it is agreed when the person approves the same words.',
  )
    .argument('<program>', 'id of the program for deals')
    .requiredOption('--person <id>', 'id of the person')
    .requiredOption('--title <title>', 'what it is called')
    .requiredOption('--terms <words>', 'what is to be done')
    .requiredOption('--fee <amount>', 'test dollars')
    .option('--due-at <instant>', 'until when, in ISO 8601')
  return asking(surroundings, command, ([programId]) => {
    const { person, title, terms, fee, dueAt } = command.opts<ProposeOptions>()
    return { path: '/v1/deals', body: given({ programId, recommenderId: person, title, terms, fee, dueAt }) }
  })
}

function deliverCommand(surroundings: Surroundings): Command {
  const description = 'Say that the work is delivered: the fee is reserved, held and paid.'
  const command = serverCommand('deliver', description).argument('<deal>', 'id of the deal')
  return asking(surroundings, command, ([deal]) => ({
    path: `/v1/deals/${inPath(deal)}/delivered`,
    body: {},
  }))
}

function withdrawCommand(surroundings: Surroundings): Command {
  const command = serverCommand('withdraw', 'Call a deal off that is not delivered.').argument(
    '<deal>',
    'id of the deal',
  )
  return asking(surroundings, command, ([deal]) => ({
    path: `/v1/deals/${inPath(deal)}/withdrawn`,
    body: {},
  }))
}

function showCommand(surroundings: Surroundings): Command {
  const command = serverCommand('show', 'Show one deal.').argument('<deal>', 'id of the deal')
  return asking(surroundings, command, ([deal]) => ({ path: `/v1/deals/${inPath(deal)}` }))
}

function listCommand(surroundings: Surroundings): Command {
  const command = serverCommand('list', 'Show programs for deals with their caps and deals.')
  return listing(surroundings, command, () => '/v1/deal-programs')
}

function answerCommand(surroundings: Surroundings): Command {
  const command = serverCommand(
    'answer',
    'Approve a deal as it was read, or decline it.',
    "the person's sign-in token",
  )
    .argument('<deal>', 'id of the deal')
    .addOption(
      new Option('--answer <answer>', 'what the person says')
        .choices(['approve', 'decline'])
        .makeOptionMandatory(),
    )
    .requiredOption('--terms-hash <hash>', 'names the words that were read')
  return asking(surroundings, command, ([deal]) => {
    const { answer, termsHash } = command.opts<{ answer: string; termsHash: string }>()
    return { path: `/v1/me/deals/${inPath(deal)}/answer`, body: { answer, termsHash } }
  })
}
