// `vouch policy explain`: how the rules came to what one order is worth.

import { orderExplanationAnswerSchema } from '#schema/orders.ts'
import { Command } from 'commander'
import { createApiClient } from './api-client.ts'
import { EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { serverUrlOption } from './server-url.ts'
import type { z } from 'zod'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type Options = { readonly url: string; readonly keyFile: string; readonly json?: true }

/** What stands before each step. */
const MARKS = { passed: '+', stopped: 'x', noted: '-' } as const

/** The subcommand `explain`. */
export function explainCommand({ stdout }: Surroundings): Command {
  return new Command('explain')
    .description('Explain what an order is worth: the version it fell under, and every step of the rules.')
    .argument('<order>', 'id of the order')
    .requiredOption('--key-file <path>', "file with the shop's key")
    .addOption(serverUrlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (order: string, { url, keyFile, json }: Options) => {
      const client = createApiClient({ url, key: readKeyFile(keyFile) })
      const path = `/v1/orders/${inPath(order)}/explanation`
      const explanation = await client.get(path, orderExplanationAnswerSchema)
      stdout.write(json ? `${JSON.stringify(explanation, null, 2)}\n` : textOf(explanation))
    })
}

function textOf(explanation: z.infer<typeof orderExplanationAnswerSchema>): string {
  const { rules, amounts, steps, potUnderRulesInForce: now } = explanation
  const lines = [
    `Order ${explanation.orderId}: ${explanation.outcome}`,
    ...(rules === null
      ? []
      : [`Under version ${rules.versionNo} of the rules, in force from ${rules.effectiveFrom}`]),
    ...steps.map(({ outcome, sentence }) => `  ${MARKS[outcome]} ${sentence}`),
    ...(amounts === null ? [] : [`${amounts.pot} on ${amounts.counted} that counts`]),
    ...(typeof amounts?.room === 'string' ? [`Caps leave ${amounts.room} for this order`] : []),
    ...(now === null ? [] : [`Under the rules in force now it would be ${now}`]),
  ]
  return `${lines.join('\n')}\n`
}
