// `vouch order trace`: every decision about one order, as data and as sentences.

import { orderTraceAnswerSchema, type OrderTraceAnswer } from '#schema/orders.ts'
import { Command } from 'commander'
import { createApiClient } from './api-client.ts'
import { EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { orderTestCommand } from './order-test-command.ts'
import { serverUrlOption } from './server-url.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type Options = { readonly url: string; readonly keyFile: string; readonly json?: true }

/** What stands before each recorded reason. */
const MARKS = { passed: '+', stopped: 'x', noted: '-' } as const

/** The command `order` with its subcommand `trace`. */
export function orderCommand(surroundings: Surroundings): Command {
  const trace = new Command('trace')
    .description('Show every decision about an order, in the order in which they were taken.')
    .argument('<id>', 'id of the order')
    .requiredOption('--key-file <path>', "file with the shop's key")
    .addOption(serverUrlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (id: string, { url, keyFile, json }: Options) => {
      const client = createApiClient({ url, key: readKeyFile(keyFile) })
      const order = await client.get(`/v1/orders/${inPath(id)}/trace`, orderTraceAnswerSchema)
      surroundings.stdout.write(json ? `${JSON.stringify(order, null, 2)}\n` : textOf(order))
    })
  return new Command('order')
    .description('What became of an order, and what would become of one.')
    .addCommand(trace)
    .addCommand(orderTestCommand(surroundings))
}

function textOf({ externalId, outcome, steps, credits }: OrderTraceAnswer): string {
  const lines = [
    `Order ${externalId}: ${outcome}`,
    ...steps.map(lineOf),
    ...credits.flatMap((credit) => [
      '',
      `${credit.handle} (${credit.role}): ${credit.target} test dollars, reward ${credit.rewardId}`,
      ...credit.steps.map(lineOf),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

function lineOf({ step, outcome, sentence }: OrderTraceAnswer['steps'][number]): string {
  return `  ${MARKS[outcome]} ${step.padEnd(COLUMN)} ${sentence}`
}

/** Characters of the longest step's name, `eligibility`. */
const COLUMN = 11
