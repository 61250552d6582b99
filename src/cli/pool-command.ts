// `vouch pool`: a program's money: what is in it, more into it, and back out of it.

import { poolAnswerSchema } from '#schema/retailers.ts'
import { lowMarkAnswerSchema } from '#schema/webhooks.ts'
import { withdrawalRequestAnswerSchema, withdrawalsAnswerSchema } from '#schema/withdrawals.ts'
import { Command } from 'commander'
import type { z } from 'zod'
import { sayingWhenCut } from './cut-off.ts'
import { fundAndWait, poolPath } from './open-and-fund.ts'
import { poolOpenCommand } from './pool-open-command.ts'
import { poolLines } from './pool-texts.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

/** The command `pool` with `open`, `show`, `fund`, `withdraw`, `keep` and `low-mark`. */
export function poolCommand(surroundings: Surroundings): Command {
  return [poolOpenCommand, showCommand, fundCommand, withdrawCommand, keepCommand, lowMarkCommand].reduce(
    (command, partOf) => command.addCommand(partOf(surroundings)),
    new Command('pool').description("A program's money."),
  )
}

function showCommand(surroundings: Surroundings): Command {
  return serverCommand('show', "Show a program's pool, and what is on its way back from it.")
    .argument('<program>', 'id of the program')
    .action(async (program: string, options: ServerOptions) => {
      const client = clientOf(options)
      const pool = await client.get(poolPath(program), poolAnswerSchema)
      const { data } = await client.get(`${poolPath(program)}/withdrawals?limit=10`, withdrawalsAnswerSchema)
      print(surroundings, options, { ...pool, withdrawals: data }, ({ withdrawals, ...figures }) => [
        ...poolLines(figures),
        ...(withdrawals.length === 0 ? [] : ['Withdrawals, the newest first:', ...withdrawals.map(lineOf)]),
      ])
    })
}

function lineOf({
  withdrawalId,
  amount,
  to,
  state,
  readyAt,
  paid,
}: z.infer<typeof withdrawalsAnswerSchema>['data'][number]): string {
  const ready = state === 'announced' && readyAt !== null ? `, can be fetched from ${readyAt} on` : ''
  const got = paid === null ? '' : `, ${paid} paid`
  return `  ${withdrawalId} ${amount} to ${to}: ${state}${ready}${got}`
}

type FundOptions = ServerOptions & { readonly amount: string }

function fundCommand(surroundings: Surroundings): Command {
  return serverCommand('fund', 'Put money into a pool, and wait until it is there.')
    .argument('<program>', 'id of the program')
    .requiredOption('--amount <amount>', 'test dollars, such as 100.00')
    .action(async (program: string, options: FundOptions) => {
      const { stderr } = surroundings
      const pool = await sayingWhenCut(surroundings, {
        sentence: () =>
          `Cut off. The money may be on its way: look with pool show ${program} before asking again.`,
        work: () =>
          fundAndWait(clientOf(options), {
            programId: program,
            amount: options.amount,
            onStep: (step) => stderr.write(`${step} …\n`),
          }),
      })
      print(surroundings, options, pool, (shown) => [
        `The pool holds ${shown.available} test dollars for new rewards, and ${shown.reserved} that are promised.`,
      ])
    })
}

type WithdrawOptions = FundOptions & { readonly to: string }

function withdrawCommand(surroundings: Surroundings): Command {
  return serverCommand('withdraw', 'Ask for money back that is promised to nobody.')
    .argument('<program>', 'id of the program')
    .requiredOption('--amount <amount>', 'the most that is taken, in test dollars')
    .requiredOption('--to <address>', 'where it is sent')
    .action(async (program: string, options: WithdrawOptions) => {
      const { amount, to } = options
      const path = `${poolPath(program)}/withdrawals`
      const answer = await clientOf(options).post(path, { amount, to }, withdrawalRequestAnswerSchema)
      print(surroundings, options, answer, ({ withdrawalId }) => [
        `Asked for: ${withdrawalId}.`,
        'When the notice is over the money is fetched and sent by itself; rewards that are promised come first.',
        `See how far it is:      npm run vouch -- pool show ${program} --key-file <file>`,
        `Leave it in the pool:   npm run vouch -- pool keep ${program} ${withdrawalId} --key-file <file>`,
      ])
    })
}

function keepCommand(surroundings: Surroundings): Command {
  return serverCommand('keep', 'Take a withdrawal back while its notice runs.')
    .argument('<program>', 'id of the program')
    .argument('<withdrawal>', 'id of the withdrawal')
    .action(async (program: string, withdrawal: string, options: ServerOptions) => {
      const path = `${poolPath(program)}/withdrawals/${inPath(withdrawal)}/cancel`
      const answer = await clientOf(options).post(path, {}, withdrawalRequestAnswerSchema)
      print(surroundings, options, answer, () => [
        'The money stays in the pool, as soon as the ledger has taken the request back; pool show says when.',
      ])
    })
}

type LowMarkOptions = ServerOptions & { readonly set?: string }

function lowMarkCommand(surroundings: Surroundings): Command {
  return serverCommand('low-mark', 'Say below what a pool is low, or read it.')
    .argument('<program>', 'id of the program')
    .option('--set <amount>', 'test dollars, such as 50.00; 0.00 for never')
    .action(async (program: string, options: LowMarkOptions) => {
      const { set: lowMark } = options
      const client = clientOf(options)
      const path = `${poolPath(program)}/low-mark`
      const answer = await (lowMark === undefined
        ? client.get(path, lowMarkAnswerSchema)
        : client.replace(path, { lowMark }, lowMarkAnswerSchema))
      print(surroundings, options, answer, (mark) => [
        `Low below ${mark.lowMark} test dollars; ${mark.available} are free${mark.isLow ? ', so it is low' : ''}.`,
      ])
    })
}
