// `vouch retailer setup`: from nothing to a shop that can be connected, in five answers.

import { isDeepStrictEqual } from 'node:util'
import { platformMakesSecret, SHOP_KEY_FILE } from '#domain/connection-steps.ts'
import { Command } from 'commander'
import { stepLines } from './connection-texts.ts'
import { sayingWhenCut } from './cut-off.ts'
import { CommandEnd, EXIT, EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile, reserveKeyFile, writeKeyFile } from './key-file.ts'
import { planRetailer, type RawRetailerOptions, type RetailerPlan } from './retailer-options.ts'
import { serverUrlOption } from './server-url.ts'
import { beginSetUp, endSetUp, readSetUp, type SetUpState } from './set-up-state.ts'
import { setUpRetailer, type RetailerSetUp } from './set-up-retailer.ts'
import type { Surroundings } from './surroundings.ts'

/** Where `npm start` puts the operator's key, seen from the project's folder. */
const OPERATOR_KEY_FILE = '.vouchpenny/data/secrets/operator.key'

/** A set-up that was cut off goes on from here. */
const STATE_FILE = '.vouchpenny/setup.json'

const GOES_ON = 'Cut off. The same command goes on from here, and does nothing twice.'

type Options = RawRetailerOptions & {
  readonly url: string
  readonly operatorKeyFile: string
  readonly stateFile: string
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
    .option('--order-signer <address>', "of the shop's own order key, which then signs what is paid")
    .option('--owner <address>', "the shop's own wallet, to which the pool is offered")
    .addOption(serverUrlOption())
    .option('--operator-key-file <path>', "file with the operator's key", OPERATOR_KEY_FILE)
    .option('--state-file <path>', 'where a set-up that is cut off is kept until it is done', STATE_FILE)
    .option('--key-file <path>', "write the shop's key into this new file instead of printing it")
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
    .action((options: Options) => runSetup(surroundings, options))
  return new Command('retailer').description('What a shop needs.').addCommand(setup)
}

async function runSetup(surroundings: Surroundings, options: Options): Promise<void> {
  const { url, stateFile } = options
  const operatorKey = readKeyFile(options.operatorKeyFile)
  const { run, plan, keyFile } = await beginOrGoOn(surroundings, options)
  try {
    const result = await sayingWhenCut(surroundings, {
      sentence: () => GOES_ON,
      work: () =>
        setUpRetailer({
          url,
          operatorKey,
          plan,
          run,
          onStep: (step) => surroundings.stderr.write(`${step} …\n`),
          onKey: (apiKey) => {
            if (keyFile !== undefined) writeKeyFile(keyFile, apiKey)
          },
        }),
    })
    endSetUp(stateFile, run)
    surroundings.stdout.write(options.json ? jsonOf(result, keyFile) : textOf(result, plan, keyFile))
  } catch (error) {
    // What the server refused it would refuse again; only what was cut off is worth going on with.
    if (error instanceof CommandEnd && error.exitCode === EXIT.refused) endSetUp(stateFile, run)
    if (error instanceof CommandEnd && error.exitCode === EXIT.unreachable)
      surroundings.stderr.write(`${GOES_ON}\n`)
    throw error
  }
}

/** The set-up that was cut off, when the options speak of no other one; else a new one. */
async function beginOrGoOn(surroundings: Surroundings, options: Options): Promise<SetUpState> {
  const { url, keyFile, stateFile } = options
  const begun = readSetUp(stateFile, url)
  if (begun !== undefined && (await isSame(begun, options, surroundings))) {
    surroundings.stderr.write(`Going on with the set-up of ${begun.plan.name}, as kept in ${stateFile} …\n`)
    if (keyFile === undefined || keyFile === begun.keyFile) return begun
    reserveKeyFile(keyFile)
    return { ...begun, keyFile }
  }
  const plan = await planRetailer(options, surroundings)
  if (keyFile !== undefined) reserveKeyFile(keyFile)
  return beginSetUp(stateFile, { url, plan, ...(keyFile === undefined ? {} : { keyFile }) })
}

/** Options that say everything must say the same; those that leave something to be asked name no other shop. */
async function isSame({ plan }: SetUpState, options: Options, surroundings: Surroundings): Promise<boolean> {
  const whole = await planRetailer(options, { ...surroundings, ask: undefined }).catch(() => undefined)
  if (whole === undefined) return options.name === undefined || options.name === plan.name
  // The file keeps its fields in an order of its own.
  return isDeepStrictEqual(whole, plan)
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
  secret            ${secretText(result)}

Step by step:
${stepLines(result.steps, keyFile).join('\n')}

Give to people who recommend you:
  join link         ${result.joinUrl}

Keep for yourself:
  your shop's page  ${result.shopUrl}
  connection        ${result.connectionId}
  your key          ${keyFile === undefined ? `${result.apiKey} (shown this once)\n                    save it into ${SHOP_KEY_FILE}, where the commands read it` : `in ${keyFile}`}
`
}

/** A secret made here is of no use to a platform that makes its own. */
function secretText({ platform, secret }: RetailerSetUp): string {
  if (platformMakesSecret(platform)) return 'the platform makes it: bring it here, as below'
  return secret ?? 'the one that you pasted'
}
