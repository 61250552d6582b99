// `vouch countersign`: runs at the retailer with the order key. It looks at every proposed batch and amendment by the
// shop's own books, and signs or refuses. `vouch order-key create` makes such a key.

import { Command } from 'commander'
import { privateKeyToAccount } from 'viem/accounts'
import { createApiClient } from './api-client.ts'
import { CommandEnd, EXIT, EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { serverUrlOption } from './server-url.ts'
import {
  bookSources,
  ownTerms,
  parseDays,
  parseDepth,
  parseSeconds,
  type CountersignOptions,
} from './countersign/options.ts'
import { openLedgerView, type LedgerView } from './countersign/ledger-view.ts'
import { openOwnBooks } from './countersign/own-books.ts'
import { createOrderKey, readOrderKey } from './countersign/order-key.ts'
import { checkOwner, runPass, type Decision, type PassDeps } from './countersign/run-pass.ts'
import { openStateFile, type StateFile } from './countersign/state-file.ts'
import { isTestnet } from '#domain/testnets.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { OwnTerms } from '#domain/countersign/verdict.ts'
import type { Surroundings } from './surroundings.ts'

/** Seconds between two looks: a fraction of the minute within which a reward is to be reserved. */
const LOOK_EVERY_SECONDS = 5

/** Blocks below the head from which on the countersigner takes a block as final: two epochs of Ethereum's 32 slots. */
const FINAL_DEPTH = 64

/** Days of orders that are read from a shop's interface at the start: two months, longer than most holds. */
const READ_DAYS = 60

const list = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  text,
]

/** The command `countersign`. */
export function countersignCommand(surroundings: Surroundings): Command {
  return new Command('countersign')
    .description(
      "Sign proposed batches with the shop's own order key, after checking each by the shop's own books.",
    )
    .requiredOption('--key-file <path>', "file with the shop's key")
    .requiredOption('--order-key-file <path>', 'file with the order key')
    .requiredOption('--rpc <url>', 'RPC endpoint of the chain')
    .requiredOption('--ledger <address>', 'the ledger')
    .requiredOption('--pool <number>', 'a pool of the shop; may be given several times', list)
    .requiredOption('--state <file>', 'file in which the key keeps what it has signed')
    .option(
      '--expect-owner <address>',
      "the shop's own wallet: nothing is signed while it does not own the pool",
    )
    .option(
      '--orders <connection=file>',
      "a shop's export of orders, as CSV; may be given several times",
      list,
    )
    .option('--currency <code>', 'of an export that names none', 'USD')
    .option(
      '--webhooks <connection=folder>',
      'a folder with copies of webhooks; may be given several times',
      list,
    )
    .option('--platform <name>', 'of the webhooks: standard, shopify, woocommerce or stripe', 'standard')
    .option('--secret-file <path>', 'the secret of the webhooks, and on further lines earlier ones')
    .option(
      '--credentials-file <connection=file>',
      "read a shop's orders from its platform, with these credentials; may be given several times",
      list,
    )
    .option('--read-days <days>', 'how far back they are read at the start', parseDays, READ_DAYS)
    .option(
      '--tag-key-file <path>',
      "file with the tag key: each order's mark is made anew instead of pinned when first seen",
    )
    .option('--reward-cap <amount>', "most that one reward may be; else the pool's own cap")
    .option('--daily-limit <amount>', "most that is signed within 24 hours; else the pool's own rate")
    .option('--deal <id=fee>', 'a deal that may be paid; may be given several times', list)
    .option('--accept-policy <hash>', 'rules that are new, and right; may be given several times', list)
    .option(
      '--accept-reward <id=amount>',
      'a reward that you looked at: sign up to that much of it though the books say otherwise; may be given several times',
      list,
    )
    .option('--trust-reviews', 'take back what the shop refused in a review, though no refund shows')
    .option('--accept-history', 'take batches for granted that the state file does not know')
    .option('--final-depth <blocks>', 'blocks after which a block is final', parseDepth, FINAL_DEPTH)
    .option('--every <seconds>', 'seconds between two looks', parseSeconds, LOOK_EVERY_SECONDS)
    .option('--once', 'look once, then end')
    .addOption(serverUrlOption())
    .option('--json', 'print one JSON object for each decision')
    .addHelpText('after', EXIT_CODES_HELP)
    .action((options: CountersignOptions) => countersign(surroundings, options))
}

/** The command `order-key` with `create`. */
export function orderKeyCommand({ stdout }: Surroundings): Command {
  const create = new Command('create')
    .description('Make an order key, and print the address that a pool is opened with.')
    .requiredOption('--out <path>', 'new file for the key (mode 0600)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(({ out, json }: { readonly out: string; readonly json?: true }) => {
      const address = createOrderKey(out)
      stdout.write(json ? `${JSON.stringify({ address, file: out }, null, 2)}\n` : `${address}\n`)
    })
  return new Command('order-key').description('The key that signs batches.').addCommand(create)
}

async function countersign(surroundings: Surroundings, options: CountersignOptions): Promise<void> {
  const orderKey = readOrderKey(options.orderKeyFile)
  const { address: signer } = privateKeyToAccount(orderKey)
  const { rpc, finalDepth, url } = options
  const ledgerAddress = ownTerms(options, { signer, chainId: 0 }).ledger
  const ledger = openLedgerView({ rpc, ledger: ledgerAddress, finalDepth })
  const chainId = await ledger.chainId().catch((cause: unknown) => {
    // The endpoint's address is not repeated: it can carry a key.
    throw new CommandEnd(EXIT.unreachable, 'The RPC endpoint of the chain does not answer.', { cause })
  })
  const terms = ownTerms(options, { signer, chainId })
  const isPlay = { isTestnet: isTestnet(chainId) }
  const state = openStateFile(options.state)
  try {
    checkBegan(state, terms)
    for (const line of await ownerLines(ledger, terms)) surroundings.stderr.write(`${line}\n`)
    await look(surroundings, options, {
      client: createApiClient({ url, key: readKeyFile(options.keyFile) }),
      ledger,
      books: openOwnBooks(bookSources(options, isPlay), {
        ...isPlay,
        now: Date.now,
        pause: (milliseconds) => pauseUntil(milliseconds, new AbortController().signal),
      }),
      state,
      terms,
      orderKey,
      acceptsHistory: options.acceptHistory === true,
      now: Date.now,
      isOnly: options.once === true,
      over: new Set(),
      firstSeen: new Map(),
    })
  } finally {
    state.close()
  }
}

/** Whose each pool is: whoever owns one may exchange its order key. */
async function ownerLines(ledger: LedgerView, terms: OwnTerms): Promise<readonly string[]> {
  const head = await ledger.head()
  const lines: string[] = []
  for (const number of terms.pools) {
    const pool = await head.pool(number)
    checkOwner(terms, number, pool)
    lines.push(
      terms.expectedOwner === undefined
        ? `Pool ${number} is owned by ${pool.owner}, who may exchange its order key; --expect-owner says whether that is you.`
        : `Pool ${number} is owned by ${pool.owner}, as expected: nobody else can exchange its order key.`,
    )
  }
  return lines
}

/** The log is of this chain, this ledger and this key; a new one becomes it. */
function checkBegan(state: StateFile, { chainId, ledger, signer }: OwnTerms): void {
  const { began } = state.book
  if (!began) {
    state.append({ kind: 'began', chainId, ledger, signer })
    return
  }
  if (began.chainId !== chainId || began.ledger !== ledger || began.signer !== signer) {
    throw new CommandEnd(
      EXIT.configuration,
      `The state file is of chain ${began.chainId}, ledger ${began.ledger} and key ${began.signer}.`,
    )
  }
}

/** Looks once, or until it is interrupted; what fails on the way is told and tried again. */
async function look(
  { stdout, stderr }: Surroundings,
  { once, json, every }: CountersignOptions,
  deps: PassDeps,
): Promise<void> {
  const stop = new AbortController()
  const end = (): void => stop.abort()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  try {
    for (;;) {
      const decisions = await pass(deps, stderr, once === true)
      for (const warning of deps.books.takeWarnings()) stderr.write(`${warning}\n`)
      for (const one of decisions) stdout.write(json ? `${JSON.stringify(one)}\n` : `${decisionText(one)}\n`)
      if (once && decisions.some(({ outcome }) => outcome === 'refused')) {
        throw new CommandEnd(EXIT.refused, 'Something was refused.')
      }
      if (once || stop.signal.aborted) return
      await pauseUntil(every * SECOND_MS, stop.signal)
    }
  } finally {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
}

/** Waits, and no longer than until it is interrupted. */
function pauseUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** A server or a chain that is silent for a while ends no loop; a configuration that is wrong does. */
async function pass(
  deps: PassDeps,
  stderr: Surroundings['stderr'],
  isOnly: boolean,
): Promise<readonly Decision[]> {
  try {
    return await runPass(deps)
  } catch (error) {
    const isForGood = error instanceof CommandEnd && error.exitCode === EXIT.configuration
    if (isOnly || isForGood || !(error instanceof Error)) throw error
    stderr.write(`${error.message}\n`)
    return []
  }
}

function decisionText({ kind, pool, seq, rewards, amount, outcome, reasons }: Decision): string {
  const what = `${kind} ${seq} of pool ${pool}, ${rewards} rewards of ${amount}: ${outcome}`
  return [
    what,
    ...reasons.map(({ reason, rewardId, detail }) => `  ${rewardId ?? 'all'}: ${reason}. ${detail}`),
  ].join('\n')
}
