// `npm run demo`: starts everything in a fresh folder, plays the story through real HTTP, audits the chain, and stops
// everything again. The chain stays on disk, so that anybody can audit it later.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { getAddress } from 'viem/utils'
import type { AuditReport } from '#audit/report.ts'
import { SECOND_MS } from '#domain/time.ts'
import { buildAudit } from './build-audit.ts'
import { DEMO_USAGE, readArguments, type DemoArguments } from './demo/arguments.ts'
import { printTo, type Print } from './demo/print-story.ts'
import { StoryFault } from './demo/story/http-client.ts'
import { playStory, type StoryResult } from './demo/story/play-story.ts'
import { clearSystem } from './system/clear-system.ts'
import { DEMO_FOLDER } from './system/folders.ts'
import { watchInterruption } from './system/interruption.ts'
import { Refusal } from './system/refusal.ts'
import { startSystem, type System } from './system/system.ts'

/** 130 is what a shell expects of a program that Ctrl-C ended. */
const EXIT = { fine: 0, fault: 1, usage: 2, interrupted: 130 } as const

/** A batch waits two seconds for company, so that the story takes a minute and not an hour. */
const BATCH_MAX_AGE_SECONDS = 2

/** A report of a story is some tens of kilobytes. */
const AUDIT_OUTPUT_MAX_BYTES = 64 * 1024 * 1024

const AUDIT_FILE = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'audit.mjs')

const RELAYER_LOG = join(DEMO_FOLDER, 'relayer.log')

/** A reader that closed the pipe early, such as `head`, has what it wanted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// Explicit, because a story that was interrupted may still be waiting for an answer that never comes.
process.exit(await main())

async function main(): Promise<number> {
  const read = readArguments(process.argv.slice(2))
  if ('help' in read) {
    console.log(DEMO_USAGE)
    return EXIT.fine
  }
  if ('wrong' in read) {
    console.error(`demo: ${read.wrong}`)
    return EXIT.usage
  }
  // Later signals change nothing, because everything is being stopped already.
  const interrupted = watchInterruption().requested
  try {
    return await runDemo(read.run, interrupted)
  } catch (error) {
    if (error instanceof Refusal) console.error(`demo: ${error.message}`)
    else if (error instanceof StoryFault)
      console.error(`demo: ${error.message} The relayer's log: ${RELAYER_LOG}`)
    else console.error(error)
    return EXIT.fault
  }
}

async function runDemo(args: DemoArguments, interrupted: Promise<'interrupted'>): Promise<number> {
  const print = printTo(args.json ? process.stderr : process.stdout)
  print.title(`A small market on this machine, told by seed ${args.seed}; all money is test dollars`)
  const { system, seconds } = await setUp()
  print.line(
    'set-up',
    `PostgreSQL, a chain, the contracts and the relayer run; the ledger is ${getAddress(system.deployment.ledger)}`,
    seconds,
  )
  try {
    const telling = tell(system, args, print)
    const ended = await Promise.race([telling, interrupted, relayerEnd(system)])
    if (ended === 'interrupted') {
      telling.catch(() => undefined)
      console.error('demo: interrupted; stopping everything.')
      return EXIT.interrupted
    }
    return ended
  } finally {
    await system.stop()
  }
}

async function setUp(): Promise<{ system: System; seconds: number }> {
  // The story needs a store and a chain of its own: it begins with nothing and moves the clock.
  delete process.env['DATABASE_URL']
  delete process.env['CHAIN_RPC_URL']
  const since = performance.now()
  await clearSystem({ folder: DEMO_FOLDER })
  const [system] = await Promise.all([
    startSystem({ folder: DEMO_FOLDER, port: 0, batchMaxAgeSeconds: BATCH_MAX_AGE_SECONDS }),
    buildAudit(AUDIT_FILE),
  ])
  return { system, seconds: (performance.now() - since) / SECOND_MS }
}

/** Plays, prints, and returns the exit code: 0 only when the story came true to the last micro. */
async function tell(system: System, args: DemoArguments, print: Print): Promise<number> {
  const { ledger, token } = system.deployment
  const result = await playStory({
    url: system.url,
    operatorKey: system.operatorKey,
    rpcUrl: system.rpcUrl,
    ledger,
    token,
    seed: args.seed,
    warp: (seconds) => system.warp(seconds),
    audit: () => auditFromChain(system.rpcUrl, ledger),
    report: ({ name, sentence, seconds }) => print.line(name, sentence, seconds),
  })
  print.told('One reward, from link to payout', result.oneReward)
  print.told('Other ways to be rewarded', result.ways)
  print.told('For each of the three', result.users)
  for (const fault of result.faults) console.error(`demo: ${fault}`)
  finish(args, print, result)
  return result.faults.length === 0 ? EXIT.fine : EXIT.fault
}

function finish({ json }: DemoArguments, print: Print, { figures }: StoryResult): void {
  const seconds = Math.round(performance.now() / 100) / 10
  if (json) process.stdout.write(`${JSON.stringify({ ...figures, seconds }, null, 2)}\n`)
  print.told(`Told in ${seconds} s. Check it yourself`, [
    { label: '', sentence: 'npm run vouch -- audit --demo' },
  ])
}

/** The audit as an auditor runs it: one file, an RPC address and the ledger's, nothing else. */
async function auditFromChain(rpcUrl: string, ledger: string): Promise<AuditReport> {
  const audit = promisify(execFile)(
    process.execPath,
    [AUDIT_FILE, '--rpc', rpcUrl, '--ledger', ledger, '--json'],
    {
      cwd: DEMO_FOLDER,
      env: {},
      maxBuffer: AUDIT_OUTPUT_MAX_BYTES,
    },
  )
  // A report with discrepancies is a report too; it ends with another exit code.
  const { stdout } = await audit.catch((error: Error & { stdout?: string; stderr?: string }) => {
    if (error.stdout) return { stdout: error.stdout }
    throw new StoryFault(`The audit could not be made: ${error.stderr?.trim() ?? error.message}`)
  })
  return JSON.parse(stdout) as AuditReport
}

/** Rejects when the relayer is gone before the story is over. */
async function relayerEnd({ relayer }: System): Promise<never> {
  const { code, signal } = await relayer.ended
  throw new StoryFault(`The relayer ended (${signal ?? `exit code ${code}`}).`)
}
