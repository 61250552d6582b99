// `vouch webhook verify`: whether a webhook is what a platform signed, by the code that the server itself uses. It needs
// no server.

import { decodedSecret } from '#commerce/standard/verify-standard-webhook.ts'
import { commerceAdapters } from '#commerce/adapters.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import { platformSchema } from '#schema/connections.ts'
import { Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { nodeMacs } from './node-macs.ts'
import { readFile } from './read-file.ts'
import type { Surroundings } from './surroundings.ts'

const HELP = `
Exit codes:
  ${EXIT.ok}   the signature is right, and so is its time
  ${EXIT.refused}   it is not, or the secret is none of this platform; the reason is on standard error
  ${EXIT.usage}   wrong usage: an option, or a file that cannot be read`

type Platform = z.infer<typeof platformSchema>
type WebhookRequest = Parameters<ReturnType<typeof commerceAdapters>[Platform]['verify']>[0]

type Options = {
  readonly platform: Platform
  readonly secretFile: string
  readonly headersFile: string
  readonly bodyFile: string
  readonly at?: number
  readonly json?: true
}

/** As a JSON object of an HTTP client has them: one text, or several for a header that came twice. */
const headersSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** The headers without which nothing can be verified, by platform. */
const NEEDED: Readonly<Record<Platform, readonly string[]>> = {
  standard: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  shopify: ['x-shopify-hmac-sha256'],
  woocommerce: ['x-wc-webhook-signature'],
  stripe: ['stripe-signature'],
}

/** The command `verify`. */
export function webhookVerifyCommand(surroundings: Surroundings): Command {
  return new Command('verify')
    .description('Say whether a webhook is signed with a secret. Needs no server.')
    .addOption(
      new Option('--platform <platform>', 'whose form the webhook has')
        .choices(platformSchema.options)
        .makeOptionMandatory(),
    )
    .requiredOption('--secret-file <path>', 'file with the secret; of two lines, either may fit')
    .requiredOption('--headers-file <path>', 'file with a JSON object of header names and values')
    .requiredOption('--body-file <path>', 'file with the body, byte for byte')
    .option('--at <seconds>', 'the time of the check, in seconds since 1970, instead of now', parseSeconds)
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action((options: Options) => verifyFiles(surroundings, options))
}

function verifyFiles(surroundings: Surroundings, options: Options): void {
  const { platform, at, json } = options
  const secrets = readSecrets(options.secretFile)
  const request = { headers: readHeaders(options.headersFile), rawBody: readFile(options.bodyFile) }
  const now = at === undefined ? Date.now() : at * SECOND_MS
  const reason = whyInvalid(platform, { request, secrets, now })
  if (json) {
    const verdict = { platform, valid: reason === undefined, ...(reason === undefined ? {} : { reason }) }
    surroundings.stdout.write(`${JSON.stringify(verdict, null, 2)}\n`)
  } else if (reason === undefined) surroundings.stdout.write('valid\n')
  if (reason !== undefined) throw new CommandEnd(EXIT.refused, reason)
}

type Signed = {
  readonly request: WebhookRequest
  readonly secrets: readonly string[]
  readonly now: number
}

/** The one reason for which a webhook is not valid; undefined when it is. */
function whyInvalid(platform: Platform, { request, secrets, now }: Signed): string | undefined {
  const usable = secrets.filter((secret) => platform !== 'standard' || decodedSecret(secret) !== undefined)
  if (secrets.length === 0) return 'The secret file is empty.'
  if (usable.length === 0) return `The secret file holds no secret of the platform ${platform}.`
  const missing = NEEDED[platform].find((name) => request.headers[name] === undefined)
  if (missing !== undefined) return `The header ${missing} is missing.`
  try {
    commerceAdapters(nodeMacs)[platform].verify(request, usable, now)
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error.message
    throw error
  }
}

/** The secrets of a file, one in each line; white space around one is no part of it. */
function readSecrets(path: string): readonly string[] {
  return textOf(path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function readHeaders(path: string): WebhookRequest['headers'] {
  const read = headersSchema.safeParse(jsonOf(path))
  if (!read.success)
    throw new CommandEnd(EXIT.usage, `The file ${path} is no JSON object of header names and values.`)
  const headers = new Map<string, string>()
  for (const [name, value] of Object.entries(read.data)) {
    const [key, text] = [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]
    const before = headers.get(key)
    headers.set(key, before === undefined ? text : `${before}, ${text}`)
  }
  return Object.fromEntries(headers)
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(textOf(path))
  } catch (error) {
    if (error instanceof CommandEnd) throw error
    return undefined
  }
}

function textOf(path: string): string {
  return new TextDecoder().decode(readFile(path))
}

function parseSeconds(text: string): number {
  if (!/^\d{1,11}$/.test(text)) throw new InvalidArgumentError('Seconds since 1970, such as 1772366400.')
  return Number(text)
}
