// `vouch audit`: audits a ledger from an RPC endpoint alone. The report goes to standard output, progress and refusals
// to standard error.

import { audit, type AuditInput, type AuditProgress } from '#audit/audit.ts'
import { renderReport } from '#audit/render.ts'
import { Problem } from '#domain/problem.ts'
import type { ProblemCode } from '#domain/problem-table.ts'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { Address } from 'viem'
import { isAddress } from 'viem/utils'

/** A running chain of the last demo and the ledger on it. */
export type DemoChain = { readonly rpcUrl: string; readonly ledger: Address; stop(): Promise<void> }

/** What the command uses of its surroundings; tests give their own. */
export type AuditCommandDeps = {
  /** Starts the last demo's chain; undefined when there was no demo. Without it the command has no `--demo`. */
  readonly startDemoChain?: (() => Promise<DemoChain | undefined>) | undefined
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean | undefined }
  /** Milliseconds that only grow; progress is told by them. */
  readonly clock: () => number
  /** Told the exit code, once, at the end. */
  readonly exitWith: (code: number) => void
}

/** `fault` is sysexits' EX_SOFTWARE: a crash of the audit must not look like the discrepancy that Node's own 1 means here. */
export const AUDIT_EXIT = { clean: 0, discrepancy: 1, usage: 2, rpc: 4, fault: 70 } as const

/** What a shell expects of a program that Ctrl-C ended: 128 and the signal's number. */
const INTERRUPTED_EXIT = 130

/** What the endpoint or the chain could not give; every other refusal is about what was asked. */
const RPC_CODES: readonly ProblemCode[] = ['chain_unavailable', 'block_replaced']

/** Milliseconds of silence after which a line is worth writing where no line can be rewritten. */
const LOG_EVERY_MS = 10_000

/** Milliseconds between two versions of the one line on a terminal: 10 a second read as motion. */
const REDRAW_EVERY_MS = 100

type Options = {
  readonly rpc?: string
  readonly ledger?: Address
  readonly fromBlock?: number
  readonly toBlock?: number
  readonly bytecode?: true
  readonly calls?: true
  readonly json?: true
  readonly demo?: true
}

const EXIT_CODES = `
Exit codes:
  ${AUDIT_EXIT.clean}   clean: every check held
  ${AUDIT_EXIT.discrepancy}   at least one discrepancy; the report names each with its place
  ${AUDIT_EXIT.usage}   wrong usage: an option, an address without a ledger, a block that does not exist
  ${AUDIT_EXIT.rpc}   the RPC endpoint did not give what the audit needs
  ${AUDIT_EXIT.fault}  the audit itself is at fault`

/**
 * The command `audit`, to be added to a program or run alone. It tells its exit code to `deps.exitWith`; help and wrong
 * options throw a CommanderError that carries the code, as commander wants it.
 */
export function auditCommand(deps: AuditCommandDeps): Command {
  const command = new Command('audit')
    .description(
      'Rebuild a reward ledger from its logs alone, check every invariant, and name every discrepancy.',
    )
    .option('--rpc <url>', 'RPC endpoint of the chain (http or https)', parseUrl)
    .option('--ledger <address>', 'address of the reward ledger', parseAddress)
    .option('--from-block <number>', 'block to read logs from; found by itself when left out', parseBlock)
    .option('--to-block <number>', 'block to audit; the latest when left out', parseBlock)
    .option('--bytecode', 'also compare the ledger’s code with that of the contracts this was built from')
    .option('--calls', 'also print the calls that are due, which anybody may send')
    .option('--json', 'print the report as one JSON object')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({
      writeOut: (text) => deps.stdout.write(text),
      writeErr: (text) => deps.stderr.write(text),
    })
    .exitOverride((error) => {
      throw new CommanderError(
        error.exitCode === 0 ? AUDIT_EXIT.clean : AUDIT_EXIT.usage,
        error.code,
        error.message,
      )
    })
  if (deps.startDemoChain) {
    const demo = new Option('--demo', 'audit the last demo: start its chain, audit it, stop it')
    command.addOption(demo.conflicts(['rpc', 'ledger', 'fromBlock', 'toBlock']))
  }
  return command.action(async (options: Options) => {
    deps.exitWith(await runAudit(deps, command, options))
  })
}

async function runAudit(deps: AuditCommandDeps, command: Command, options: Options): Promise<number> {
  const { rpc, ledger, fromBlock, toBlock, demo } = options
  if (demo) return auditDemo(deps, options)
  if (!rpc || !ledger) return usage(deps, command, 'error: --rpc and --ledger are needed')
  if (fromBlock !== undefined && toBlock !== undefined && fromBlock > toBlock) {
    return usage(deps, command, 'error: --from-block is behind --to-block')
  }
  return auditAndPrint(deps, { rpc, ledger, fromBlock, toBlock }, options)
}

async function auditDemo(deps: AuditCommandDeps, options: Options): Promise<number> {
  let chain: DemoChain | undefined
  try {
    chain = await deps.startDemoChain?.()
  } catch (error) {
    deps.stderr.write(
      `audit: the demo's chain does not start: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    return AUDIT_EXIT.rpc
  }
  if (!chain) {
    deps.stderr.write('audit: there is no demo to audit; run `npm run demo` first\n')
    return AUDIT_EXIT.usage
  }
  // The chain outlives its starter by design, so an interrupted audit has to end it too.
  const { rpcUrl, ledger } = chain
  const interrupted = () => void chain.stop().finally(() => process.exit(INTERRUPTED_EXIT))
  process.once('SIGINT', interrupted)
  try {
    return await auditAndPrint(deps, { rpc: rpcUrl, ledger }, options)
  } finally {
    process.off('SIGINT', interrupted)
    await chain.stop()
  }
}

async function auditAndPrint(
  deps: AuditCommandDeps,
  input: AuditInput,
  { json, bytecode, calls }: Options,
): Promise<number> {
  const progress = createProgress(deps)
  try {
    const report = await audit({
      ...input,
      bytecode,
      calls,
      onProgress: (at) => progress.tell(at),
    }).finally(() => progress.clear())
    deps.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report))
    return report.ok ? AUDIT_EXIT.clean : AUDIT_EXIT.discrepancy
  } catch (error) {
    if (error instanceof Problem) {
      deps.stderr.write(`audit: ${sentenceOf(error)}\n`)
      return RPC_CODES.includes(error.code) ? AUDIT_EXIT.rpc : AUDIT_EXIT.usage
    }
    deps.stderr.write(`audit: ${error instanceof Error ? error.stack : String(error)}\n`)
    return AUDIT_EXIT.fault
  }
}

function usage(deps: AuditCommandDeps, command: Command, message: string): number {
  deps.stderr.write(`${message}\n\n${command.helpInformation()}`)
  return AUDIT_EXIT.usage
}

/** The problem's sentence and its facts, on one line. */
function sentenceOf({ message, facts }: Problem): string {
  const told = Object.entries(facts).filter(([, value]) => value !== undefined)
  return told.length === 0
    ? message
    : `${message} (${told.map(([name, value]) => `${name}: ${String(value)}`).join(', ')})`
}

/** One line that is rewritten on a terminal; elsewhere a line now and then, and none for a short audit. */
function createProgress({ stderr, clock }: AuditCommandDeps) {
  const isTerminal = stderr.isTTY === true
  let width = 0
  let toldAt = isTerminal ? Number.NEGATIVE_INFINITY : clock()
  return {
    tell(progress: AuditProgress): void {
      const now = clock()
      if (now - toldAt < (isTerminal ? REDRAW_EVERY_MS : LOG_EVERY_MS)) return
      toldAt = now
      const line = lineOf(progress)
      // Padded with spaces instead of an erasing escape code, which NO_COLOR and plain terminals do without.
      stderr.write(isTerminal ? `\r${line.padEnd(width)}` : `${line}\n`)
      width = Math.max(width, line.length)
    },
    clear(): void {
      if (isTerminal && width > 0) stderr.write(`\r${' '.repeat(width)}\r`)
    },
  }
}

function lineOf(progress: AuditProgress): string {
  if (progress.stage === 'storage') {
    return `comparing ${progress.payees} payees and ${progress.batches} batches with what the ledger stores`
  }
  return `reading logs: block ${progress.block} of ${progress.toBlock}, ${progress.logs} logs`
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new InvalidArgumentError('Not an http or https URL.')
  return text
}

function parseAddress(text: string): Address {
  if (!isAddress(text, { strict: false }))
    throw new InvalidArgumentError('Not an address of 20 bytes in hex.')
  return text
}

function parseBlock(text: string): number {
  const block = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(block)) throw new InvalidArgumentError('Not a block number.')
  return block
}
