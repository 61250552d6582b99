// `vouch retailer setup`: from nothing to a shop that can be connected, in five answers.

import { Command } from 'commander'
import { stepLines } from './connection-texts.ts'
import { EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile, reserveKeyFile, writeKeyFile } from './key-file.ts'
import { planRetailer, type RawRetailerOptions, type RetailerPlan } from './retailer-options.ts'
import { serverUrlOption } from './server-url.ts'
import { setUpRetailer, type RetailerSetUp } from './set-up-retailer.ts'
import type { Surroundings } from './surroundings.ts'

/** Where `npm start` puts the operator's key, seen from the project's folder. */
const OPERATOR_KEY_FILE = '.vouchpenny/data/secrets/operator.key'

type Options = RawRetailerOptions & {
  readonly url: string
  readonly operatorKeyFile: string
  readonly keyFile?: string
  readonly json?: true
}

/** The command `retailer` with its subcommand `setup`. */
export function retailerCommand(surroundings: Surroundings): Command {
  const setup = new Command('setup')
    .description(
      'Set up a shop: key, webhook, rules, and a pool with money in it. Asks for what is not given.',
    )
    .option('--name <name>', 'name of the shop')
    .option('--platform <platform>', 'shopify, woocommerce, stripe or standard')
    .option('--shop-url <url>', "address that links lead to: the shop's own")
    .option('--percent <number>', 'reward: this percentage of each sale')
    .option('--flat <amount>', 'reward: this amount for each sale')
    .option('--policy <file>', 'the whole rules, as JSON, in place of the other options about rewards')
    .option('--fund <amount>', 'test dollars to put into the pool')
    .option('--per-order-cap <amount>', 'most that one order earns', '10.00')
    .option('--hold-days <number>', 'days for sending things back, before rewards unlock', '30')
    .option('--currency <code>', 'currency of the orders', 'USD')
    .addOption(serverUrlOption())
    .option('--operator-key-file <path>', "file with the operator's key", OPERATOR_KEY_FILE)
    .option('--key-file <path>', "write the shop's key into this new file instead of printing it")
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
    .action((options: Options) => runSetup(surroundings, options))
  return new Command('retailer').description('What a shop needs.').addCommand(setup)
}

async function runSetup(surroundings: Surroundings, options: Options): Promise<void> {
  const operatorKey = readKeyFile(options.operatorKeyFile)
  const plan = await planRetailer(options, surroundings)
  const { keyFile } = options
  if (keyFile !== undefined) reserveKeyFile(keyFile)
  const result = await setUpRetailer({
    url: options.url,
    operatorKey,
    plan,
    onStep: (step) => surroundings.stderr.write(`${step} …\n`),
    onKey: (apiKey) => {
      if (keyFile !== undefined) writeKeyFile(keyFile, apiKey)
    },
  })
  surroundings.stdout.write(options.json ? jsonOf(result, keyFile) : textOf(result, plan, keyFile))
}

function jsonOf({ apiKey, ...result }: RetailerSetUp, keyFile: string | undefined): string {
  const key = keyFile === undefined ? { apiKey } : { apiKeyFile: keyFile }
  return `${JSON.stringify({ ...result, ...key }, null, 2)}\n`
}

function textOf(result: RetailerSetUp, { name }: RetailerPlan, keyFile: string | undefined): string {
  return `${name} is set up. Its pool holds ${result.available} test dollars.
${result.loss}

Paste into your shop (${result.platform}):
  webhook address   ${result.webhookUrl}
  secret            ${result.secret ?? 'the one that you pasted'}

Step by step:
${stepLines(result.steps).join('\n')}

Give to people who recommend you:
  join link         ${result.joinUrl}

Keep for yourself:
  your shop's page  ${result.shopUrl}
  connection        ${result.connectionId}
  your key          ${keyFile === undefined ? `${result.apiKey} (shown this once)` : `in ${keyFile}`}
`
}
