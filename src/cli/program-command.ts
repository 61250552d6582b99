// `vouch program`: a shop's programs, from stating the rules to the last cent back.

import { randomUUID } from 'node:crypto'
import { depositSchema, programAnswerSchema, programsAnswerSchema } from '#schema/retailers.ts'
import { closingAnswerSchema } from '#schema/withdrawals.ts'
import { Command } from 'commander'
import type { z } from 'zod'
import { answerLines } from './answer-text.ts'
import { sayingWhenCut } from './cut-off.ts'
import { openAndFund } from './open-and-fund.ts'
import { checked, planPolicy, withPolicyOptions, type RawPolicyOptions } from './policy-options.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { given, inPath } from './way-request.ts'

/** The command `program` with `create`, `list`, `close` and `closing`. */
export function programCommand(surroundings: Surroundings): Command {
  return [createCommand, listCommand, closeCommand, closingCommand].reduce(
    (command, partOf) => command.addCommand(partOf(surroundings)),
    new Command('program').description("A shop's programs: its rules and its pool."),
  )
}

type CreateOptions = ServerOptions &
  RawPolicyOptions & { readonly name: string; readonly shopUrl: string; readonly fund: string }

function createCommand(surroundings: Surroundings): Command {
  const command = serverCommand(
    'create',
    'State the rules of a new program, open its pool, and put money into it.',
  )
    .requiredOption('--name <name>', 'name of the program')
    .requiredOption('--shop-url <url>', "address that links lead to: the shop's own")
    .requiredOption('--fund <amount>', 'test dollars to put into its pool')
  return withPolicyOptions(command).action(async (options: CreateOptions) => {
    const { name, shopUrl, fund } = options
    const policy = planPolicy(options)
    checked('--fund', depositSchema, { amount: fund })
    const client = clientOf(options)
    const onStep = (step: string) => surroundings.stderr.write(`${step} …\n`)
    let made = '<program>'
    await sayingWhenCut(surroundings, {
      sentence: () =>
        `Cut off. program list says whether the program stands; if it does, pool open ${made} --fund ${fund} goes on.`,
      work: async () => {
        onStep('stating the rules')
        const program = await client.post('/v1/programs', { name, shopUrl, policy }, programAnswerSchema)
        const { programId } = program
        made = programId
        const { pool, available } = await openAndFund(client, {
          programId,
          policy,
          fund,
          run: randomUUID(),
          onStep,
        })
        print(surroundings, options, { ...program, pool, available }, answerLines)
      },
    })
  })
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand('list', "List the shop's programs, oldest first.").action(
    async (options: ServerOptions) => {
      const answer = await clientOf(options).list('/v1/programs', programsAnswerSchema)
      print(surroundings, options, answer, ({ data }) =>
        data.length === 0
          ? ['No program yet.']
          : data.map(
              ({ programId, name, shopUrl, lastOrderAt }) =>
                `${programId} ${name}: ${shopUrl}${lastOrderAt === null ? '' : `, orders count until ${lastOrderAt}`}`,
            ),
      )
    },
  )
}

type CloseOptions = ServerOptions & { readonly to: string; readonly lastOrderAt?: string }

function closeCommand(surroundings: Surroundings): Command {
  return serverCommand('close', 'End a program for good; what is promised is paid, and the rest comes back.')
    .argument('<program>', 'id of the program')
    .requiredOption('--to <address>', "where the pool's money is sent")
    .option('--last-order-at <instant>', 'orders paid later earn nothing, in ISO 8601; now when left out')
    .action(async (program: string, options: CloseOptions) => {
      const { to, lastOrderAt } = options
      const path = `/v1/programs/${inPath(program)}/close`
      const answer = await clientOf(options).post(path, given({ to, lastOrderAt }), closingAnswerSchema)
      print(surroundings, options, answer, closingLines)
    })
}

function closingCommand(surroundings: Surroundings): Command {
  return serverCommand('closing', 'Show how far the end of a program is.')
    .argument('<program>', 'id of the program')
    .action(async (program: string, options: ServerOptions) => {
      const path = `/v1/programs/${inPath(program)}/closing`
      print(surroundings, options, await clientOf(options).get(path, closingAnswerSchema), closingLines)
    })
}

function closingLines(closing: z.infer<typeof closingAnswerSchema>): readonly string[] {
  const { state, lastOrderAt, moneyBackAt, to, available, reserved, isWaiting, withoutRate, parked } = closing
  if (state === 'closed') return [`Closed: everything came back to ${to} by ${moneyBackAt}.`]
  return [
    `Orders paid until ${lastOrderAt} count.`,
    `Every cent is back on ${moneyBackAt}, sent to ${to}.`,
    `Now ${reserved} are promised, and ${available} are promised to nobody.`,
    ...(isWaiting
      ? [
          'Rewards wait for money in the pool, for the budget, or for your look at what your key refused (vouch proposal list); nothing goes back before.',
        ]
      : []),
    ...(withoutRate > 0
      ? [
          `${withoutRate} in a currency without a rate: nothing goes back until you publish terms that state one.`,
        ]
      : []),
    ...(parked > 0
      ? [`${parked} of your messages could not be read; an order in one counts only once it is.`]
      : []),
  ]
}
