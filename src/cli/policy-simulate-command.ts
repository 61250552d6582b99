// `vouch policy simulate`: what rules would have paid for a shop's exported orders, without a server, or for orders that
// a server knows.

import { readFileSync } from 'node:fs'
import { simulateExport } from '#app/policies/simulate-export.ts'
import { readOrderExport } from '#commerce/export/read-order-export.ts'
import { formatMicros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import { simulationAnswerSchema } from '#schema/policies.ts'
import { Command } from 'commander'
import { createApiClient } from './api-client.ts'
import { CommandEnd, EXIT, EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { readPolicyFile } from './policy-file.ts'
import { serverUrlOption } from './server-url.ts'
import type { Policy, Tier } from '#domain/policy.ts'
import type { z } from 'zod'
import type { Surroundings } from './surroundings.ts'

type Options = {
  readonly policy?: string
  readonly orders?: string
  readonly currency: string
  readonly tier: string
  readonly program?: string
  readonly from?: string
  readonly to?: string
  readonly keyFile?: string
  readonly url: string
  readonly json?: true
}

type Answer = z.infer<typeof simulationAnswerSchema>

/** The subcommand `simulate`. */
export function simulateCommand({ stdout }: Surroundings): Command {
  return new Command('simulate')
    .description(
      'Say what rules would have paid: for an export of orders (no server needed) or for orders reported.',
    )
    .option('--policy <file>', 'the rules, as JSON; else those in force')
    .option('--orders <file>', "a shop's export of orders, as CSV")
    .option('--currency <code>', 'of an export that names none', 'USD')
    .option('--tier <tier>', 'of the people: micro, macro or mega', 'micro')
    .option('--program <id>', 'id of the program whose orders are meant')
    .option('--from <day>', 'orders paid from this day on (UTC)')
    .option('--to <day>', 'orders paid before this day (UTC)')
    .option('--key-file <path>', "file with the shop's key")
    .addOption(serverUrlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (options: Options) => {
      const answer =
        options.orders === undefined ? await ofServer(options) : ofExport(options, options.orders)
      stdout.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : textOf(answer))
    })
}

function ofExport({ policy, currency, tier }: Options, file: string): Answer {
  if (policy === undefined) throw new CommandEnd(EXIT.usage, 'An export needs --policy <file>.')
  const rules = readPolicyFile(policy)
  const { salesMicros, rewardsMicros, ...counts } = simulated(rules, { file, currency, tier: tierOf(tier) })
  return {
    ...counts,
    sales: formatMicros(salesMicros),
    rewards: formatMicros(rewardsMicros),
    firstSkipped: [...counts.firstSkipped],
    unrewarded: [...counts.unrewarded],
  }
}

function simulated(policy: Policy, { file, currency, tier }: { file: string; currency: string; tier: Tier }) {
  try {
    return simulateExport({ readOrderExport }, { policy, table: readText(file), currency, tier })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new CommandEnd(EXIT.refused, `${file} is refused: ${JSON.stringify(error.facts)}`)
  }
}

async function ofServer({ program, from, to, keyFile, url, policy }: Options): Promise<Answer> {
  if (program === undefined || from === undefined || to === undefined || keyFile === undefined) {
    throw new CommandEnd(EXIT.usage, 'Give --orders, or --program, --from, --to and --key-file.')
  }
  const body = {
    programId: program,
    from: instantOf(from),
    to: instantOf(to),
    ...(policy === undefined ? {} : { policy: readPolicyFile(policy) }),
  }
  const client = createApiClient({ url, key: readKeyFile(keyFile) })
  return client.post('/v1/policies/simulate', body, simulationAnswerSchema)
}

/** A day begins at midnight UTC; an instant is taken as it is. */
function instantOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text
}

function tierOf(text: string): Tier {
  if (text === 'micro' || text === 'macro' || text === 'mega') return text
  throw new CommandEnd(EXIT.usage, '--tier is micro, macro or mega.')
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CommandEnd(EXIT.usage, `${file} cannot be read.`, { cause })
  }
}

function textOf({ sentence, orders, rewarded, ...answer }: Answer): string {
  const lines = [
    sentence,
    `${rewarded} of ${orders} orders would have earned a reward.`,
    ...answer.unrewarded.map(({ reason, orders: count }) => `  ${count}: ${reason}`),
    ...(answer.waitingForRate > 0 ? [`${answer.waitingForRate} would wait for a currency rate.`] : []),
    ...(answer.uncredited ? [`${answer.uncredited} more came through nobody's link.`] : []),
    ...(answer.skipped ? [`${answer.skipped} were left out:`] : []),
    ...(answer.firstSkipped ?? []).map(({ line, reason }) => `  line ${line}: ${reason}`),
  ]
  return `${lines.join('\n')}\n`
}
