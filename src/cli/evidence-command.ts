// `vouch evidence`: what a reward rests on as a file, and the check of such a file against the chain alone.

import { readFileSync, writeFileSync } from 'node:fs'
import { verifyEvidenceFile, type EvidenceCheck, type EvidenceReport } from '#audit/verify-evidence.ts'
import type { EvidenceFile, EvidenceRecord } from '#domain/evidence-file.ts'
import { Problem } from '#domain/problem.ts'
import { evidenceFileSchema } from '#schema/evidence.ts'
import { Command, InvalidArgumentError } from 'commander'
import type { Address } from 'viem'
import { isAddress } from 'viem/utils'
import { createApiClient } from './api-client.ts'
import { CommandEnd, EXIT, EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { serverUrlOption } from './server-url.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type ShowOptions = {
  readonly url: string
  readonly keyFile: string
  readonly out?: string
  readonly json?: true
}
type VerifyOptions = { readonly rpc: string; readonly ledger?: Address; readonly json?: true }

const VERIFY_CODES = `
Exit codes:
  ${EXIT.ok}   everything in the file is as the chain has it
  ${EXIT.refused}   something in the file is not; the report says what
  ${EXIT.usage}   wrong usage: an option, or a file that is no evidence file
  ${EXIT.unreachable}   the RPC endpoint did not answer`

/** The command `evidence` with its subcommands `show` and `verify`. */
export function evidenceCommand(surroundings: Surroundings): Command {
  return new Command('evidence')
    .description('What a reward rests on, and whether the chain says the same.')
    .addCommand(showCommand(surroundings))
    .addCommand(verifyCommand(surroundings))
}

function showCommand({ stdout }: Surroundings): Command {
  return new Command('show')
    .description('Show the salted record behind a reward, with its proof.')
    .argument('<reward>', 'id of the reward')
    .requiredOption(
      '--key-file <path>',
      "file with the shop's key, or with the sign-in token of who earned it",
    )
    .addOption(serverUrlOption())
    .option('--out <path>', 'also writes the evidence into this file, for `evidence verify`')
    .option('--json', 'print the evidence file itself')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (rewardId: string, { url, keyFile, out, json }: ShowOptions) => {
      const client = createApiClient({ url, key: readKeyFile(keyFile) })
      const path = `/v1/rewards/${inPath(rewardId)}/evidence`
      const evidence = await client.get(path, evidenceFileSchema)
      const file = `${JSON.stringify(evidence, null, 2)}\n`
      if (out !== undefined) writeEvidence(out, file)
      stdout.write(json ? file : textOf(evidence))
    })
}

function verifyCommand({ stdout }: Surroundings): Command {
  return new Command('verify')
    .description('Check an evidence file against the chain, with nothing but the file and an RPC endpoint.')
    .argument('<file>', 'an evidence file')
    .requiredOption('--rpc <url>', 'RPC endpoint of the chain (http or https)', parseUrl)
    .option(
      '--ledger <address>',
      'the ledger that counts; whichever the file names when left out',
      parseAddress,
    )
    .option('--json', 'print the report as one JSON object')
    .addHelpText('after', VERIFY_CODES)
    .action(async (path: string, { rpc, ledger, json }: VerifyOptions) => {
      const report = await verify(rpc, readEvidence(path), ledger)
      stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))
      if (!report.ok) throw new CommandEnd(EXIT.refused, 'The evidence does not hold.')
    })
}

async function verify(
  rpc: string,
  evidence: EvidenceFile,
  ledger: Address | undefined,
): Promise<EvidenceReport> {
  try {
    return await verifyEvidenceFile({ rpc, evidence, ledger })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const code = error.code === 'chain_unavailable' ? EXIT.unreachable : EXIT.usage
    throw new CommandEnd(code, `${error.message} ${JSON.stringify(error.facts)}`, { cause: error })
  }
}

function readEvidence(path: string): EvidenceFile {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new CommandEnd(EXIT.usage, `${path} cannot be read as JSON.`, { cause })
  }
  const evidence = evidenceFileSchema.safeParse(json)
  if (evidence.success) return evidence.data
  const [issue] = evidence.error.issues
  throw new CommandEnd(
    EXIT.usage,
    `${path} is no evidence file: /${issue?.path.join('/')}: ${issue?.message}.`,
  )
}

function writeEvidence(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `${path} cannot be written.`, { cause })
  }
}

function textOf({ rewardId, chainId, ledger, records }: EvidenceFile): string {
  const lines = [
    `Evidence of reward ${rewardId} on chain ${chainId}, ledger ${ledger}`,
    ...records.flatMap((record) => [
      `  pool ${record.pool}, batch ${record.seq}: ${record.earned} earned, ${record.netted} netted, tier ${record.tier}`,
      `    payee ${record.payee}`,
      `    policy ${record.policyHash}`,
      `    trace  ${record.traceHash}`,
      `    salt   ${record.salt}`,
      `    proof of ${record.proof.length} ${record.proof.length === 1 ? 'hash' : 'hashes'}`,
      ...classLines(record),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

/** What the counts of the batch are made of, a line for each that is not empty. */
function classLines({ classes }: EvidenceRecord): readonly string[] {
  if (!classes) return []
  const { rewarded, rejected, underReview, notRecommended } = classes.orders
  const named = Object.entries({
    rewarded,
    rejected,
    'of those rewarded, under review': underReview,
    'without a recommendation': notRecommended,
  })
  return named.flatMap(([name, byReason]) => {
    const reasons = Object.entries(byReason).map(([reason, orders]) => `${reason} ${orders}`)
    return reasons.length === 0 ? [] : [`    orders ${name}: ${reasons.join(', ')}`]
  })
}

function reportText({ ok, chainId, ledger, checks, records }: EvidenceReport): string {
  const lines = [
    `${ok ? 'The evidence holds' : 'The evidence does not hold'}: chain ${chainId}, ledger ${ledger}`,
    ...checks.map(checkLine),
    ...records.flatMap((record) => [
      `  pool ${record.pool}, batch ${record.seq}`,
      ...record.checks.map((check) => `  ${checkLine(check)}`),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

function checkLine({ ok, sentence }: EvidenceCheck): string {
  return `  ${ok ? '+' : 'x'} ${sentence}`
}

function parseUrl(text: string): string {
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
  if (!isWeb) throw new InvalidArgumentError('Not an http or https URL.')
  return text
}

function parseAddress(text: string): Address {
  if (!isAddress(text, { strict: false }))
    throw new InvalidArgumentError('Not an address of 20 bytes in hex.')
  return text
}
