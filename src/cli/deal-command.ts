// `vouch deal`: agreed fixed fees, from a pool of their own.

import { DAY_SECONDS } from '#domain/time.ts'
import { Command, Option } from 'commander'
import { serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { asking, given, inPath } from './way-request.ts'

type ProgramOptions = ServerOptions & {
  readonly name: string
  readonly feeCap: string
  readonly totalCap: string
  readonly holdDays: string
}

type ProposeOptions = ServerOptions & {
  readonly person: string
  readonly title: string
  readonly terms: string
  readonly fee: string
  readonly dueAt?: string
}

/** The command `deal` with `program`, `propose`, `deliver`, `withdraw`, `list` and, for people, `answer`. */
export function dealCommand(surroundings: Surroundings): Command {
  const program = asking<ProgramOptions>(
    surroundings,
    serverCommand('program', 'Make a program for deals; its pool is opened and filled like any other.')
      .requiredOption('--name <name>', 'name of the program')
      .requiredOption('--fee-cap <amount>', 'most that one deal pays')
      .requiredOption('--total-cap <amount>', 'most that all deals pay together')
      .option('--hold-days <number>', 'days from delivery to payment', '30'),
    ({ name, feeCap, totalCap, holdDays }) => ({
      path: '/v1/deal-programs',
      body: { name, feeCap, totalCap, holdSeconds: Math.round(Number(holdDays) * DAY_SECONDS) },
    }),
  )
  const propose = asking<ProposeOptions>(
    surroundings,
    serverCommand('propose', 'Propose a deal; it is agreed when the person approves the same words.')
      .argument('<program>', 'id of the program for deals')
      .requiredOption('--person <id>', 'id of the person')
      .requiredOption('--title <title>', 'what it is called')
      .requiredOption('--terms <words>', 'what is to be done')
      .requiredOption('--fee <amount>', 'test dollars')
      .option('--due-at <instant>', 'until when, in ISO 8601'),
    ({ person, title, terms, fee, dueAt }, [programId]) => ({
      path: '/v1/deals',
      body: given({ programId, recommenderId: person, title, terms, fee, dueAt }),
    }),
  )
  const concluding = (name: string, verb: string, description: string): Command =>
    asking(
      surroundings,
      serverCommand(name, description).argument('<deal>', 'id of the deal'),
      (_options, [deal]) => ({
        path: `/v1/deals/${inPath(deal)}/${verb}`,
        body: {},
      }),
    )
  const list = asking(
    surroundings,
    serverCommand('list', 'Show programs for deals with their caps and deals.'),
    () => ({ path: '/v1/deal-programs' }),
  )
  const answer = asking<ServerOptions & { readonly answer: string; readonly termsHash: string }>(
    surroundings,
    serverCommand('answer', 'Approve a deal as it was read, or decline it.', "the person's sign-in token")
      .argument('<deal>', 'id of the deal')
      .addOption(
        new Option('--answer <answer>', 'what the person says')
          .choices(['approve', 'decline'])
          .makeOptionMandatory(),
      )
      .requiredOption('--terms-hash <hash>', 'names the words that were read'),
    (options, [deal]) => ({
      path: `/v1/me/deals/${inPath(deal)}/answer`,
      body: { answer: options.answer, termsHash: options.termsHash },
    }),
  )
  const parts = [
    program,
    propose,
    concluding('deliver', 'delivered', 'Say that the work is delivered: the fee is reserved, held and paid.'),
    concluding('withdraw', 'withdrawn', 'Call a deal off that is not delivered.'),
    list,
    answer,
  ]
  return parts.reduce(
    (command, part) => command.addCommand(part),
    new Command('deal').description('Deals: agreed fixed fees, apart from sales.'),
  )
}
