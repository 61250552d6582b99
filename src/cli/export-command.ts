// `vouch export`: a table of the shop's, of any size, into a file or to standard output.

import { EventEmitter, once } from 'node:events'
import { rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EXPORT_FORMATS, SHOP_EXPORTS } from '#schema/exports.ts'
import { problemAnswerSchema } from '#schema/problem.ts'
import { Argument, Command, Option } from 'commander'
import { refusedBy } from './api-client.ts'
import { sayingWhenCut } from './cut-off.ts'
import { CommandEnd, EXIT, EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { serverUrlOption } from './server-url.ts'
import type { Surroundings } from './surroundings.ts'

/** Longest wait for the first byte, in milliseconds; after it a table takes as long as it takes. */
const FIRST_BYTE_TIMEOUT_MS = 35_000

/** Where a table grows until it is whole. */
const UNFINISHED = '.part'

/** Readable by its owner alone: a table tells of orders, and of people and what they are paid. */
const TABLE_MODE = 0o600

type ExportOptions = {
  readonly format: string
  readonly from?: string
  readonly to?: string
  readonly out?: string
  readonly keyFile: string
  readonly url: string
}

/** The command `export`. */
export function exportCommand(surroundings: Surroundings): Command {
  return new Command('export')
    .description('Take orders, rewards, payouts or statements along as a table.')
    .addArgument(new Argument('<what>', 'which table').choices(Object.keys(SHOP_EXPORTS)))
    .addOption(new Option('--format <format>', 'form of the table').choices(EXPORT_FORMATS).default('csv'))
    .option('--from <instant>', 'from this instant on, such as 2026-11-01T00:00:00Z')
    .option('--to <instant>', 'before this instant')
    .option('--out <path>', 'file for the table; else it goes to standard output')
    .requiredOption('--key-file <path>', "file with the shop's key")
    .addOption(serverUrlOption())
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (what: string, options: ExportOptions) => {
      const { stdout, stderr } = surroundings
      const body = await openTable(what, options)
      const { out } = options
      if (out === undefined) await toStandardOutput(body, stdout)
      else {
        await toFile(body, out, surroundings)
        stderr.write(`${what} are in ${out}\n`)
      }
    })
}

async function openTable(what: string, { format, from, to, url, keyFile }: ExportOptions): Promise<Readable> {
  const address = new URL(`/v1/exports/${what}.${format}`, url)
  if (from !== undefined) address.searchParams.set('from', from)
  if (to !== undefined) address.searchParams.set('to', to)
  const headers = { authorization: `Bearer ${readKeyFile(keyFile)}` }
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), FIRST_BYTE_TIMEOUT_MS)
  let response: Response
  try {
    response = await fetch(address, { headers, redirect: 'manual', signal: patience.signal })
  } catch (cause) {
    throw new CommandEnd(EXIT.unreachable, `No server answers at ${url}.`, { cause })
  } finally {
    clearTimeout(timer)
  }
  if (response.status !== 200 || response.body === null) throw await refusalOf(response)
  return Readable.fromWeb(response.body)
}

async function refusalOf(response: Response): Promise<CommandEnd> {
  const problem = problemAnswerSchema.safeParse(await response.json().catch(() => undefined))
  if (!problem.success) return new CommandEnd(EXIT.unreachable, 'What answers is not a Vouchpenny server.')
  const { title: sentence, code, status, facts = {} } = problem.data
  return refusedBy({ code, sentence, facts }, status)
}

/** A file of the name is there only when the table is whole. */
async function toFile(body: Readable, out: string, { stderr }: Surroundings): Promise<void> {
  const part = `${out}${UNFINISHED}`
  const file = await open(part, 'w', TABLE_MODE).catch((cause: unknown) => {
    throw new CommandEnd(EXIT.configuration, `${out} cannot be written.`, { cause })
  })
  await sayingWhenCut(
    { stderr },
    {
      sentence: () => `The table broke off, and ${out} is as it was.`,
      tidyUp: () => rmSync(part, { force: true }),
      work: async () => {
        try {
          await pipeline(body, file.createWriteStream())
          await rename(part, out)
        } catch (cause) {
          await rm(part, { force: true })
          throw brokenOff(cause)
        }
      },
    },
  )
}

async function toStandardOutput(body: Readable, stdout: Surroundings['stdout']): Promise<void> {
  try {
    for await (const chunk of body.setEncoding('utf8') as AsyncIterable<string>) {
      const isFull = stdout.write(chunk) === false
      if (isFull && stdout instanceof EventEmitter) await once(stdout, 'drain')
    }
  } catch (cause) {
    throw brokenOff(cause)
  }
}

function brokenOff(cause: unknown): CommandEnd {
  return new CommandEnd(EXIT.unreachable, 'The table broke off; what has come is not all of it.', { cause })
}
