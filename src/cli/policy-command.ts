// `vouch policy`: rules looked at, published and tried out.

import { monthOf } from '#domain/policy/calendar.ts'
import { lossBound } from '#domain/policy/loss-bound.ts'
import { policyHash } from '#domain/policy.ts'
import { policyListAnswerSchema, publishedPolicyAnswerSchema } from '#schema/policies.ts'
import { policySchema } from '#schema/policy.ts'
import { wrongFields } from '#schema/wrong-fields.ts'
import { Command } from 'commander'
import { createApiClient } from './api-client.ts'
import { CommandEnd, EXIT, EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { explainCommand } from './policy-explain-command.ts'
import { readJsonFile, readPolicyFile } from './policy-file.ts'
import { simulateCommand } from './policy-simulate-command.ts'
import { serverUrlOption } from './server-url.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type ServerOptions = { readonly url: string; readonly keyFile: string; readonly json?: true }

/** The command `policy` with its subcommands. */
export function policyCommand(surroundings: Surroundings): Command {
  return new Command('policy')
    .description("A program's rules.")
    .addCommand(checkCommand(surroundings))
    .addCommand(publishCommand(surroundings))
    .addCommand(listCommand(surroundings))
    .addCommand(explainCommand(surroundings))
    .addCommand(simulateCommand(surroundings))
}

function checkCommand({ stdout }: Surroundings): Command {
  return new Command('check')
    .description('Say what is wrong with rules, or the most that they can cost in a month. Needs no server.')
    .argument('<file>', 'the rules, as JSON')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
    .action((file: string, { json }: { json?: true }) => {
      const checked = policySchema.safeParse(readJsonFile(file))
      if (!checked.success) {
        const fields = wrongFields(checked.error)
        if (json) stdout.write(`${JSON.stringify({ isValid: false, fields }, null, 2)}\n`)
        const lines = fields.map(({ field, reason }) => `  ${field === '' ? '/' : field} ${reason}`)
        throw new CommandEnd(EXIT.refused, `${file} is refused:\n${lines.join('\n')}`)
      }
      const hash = policyHash(checked.data)
      const { sentence } = lossBound(checked.data, { month: monthOf(Date.now()) })
      const text = `The rules are well formed and free of contradictions.\n${sentence}\nThey are named ${hash}\n`
      const answer = { isValid: true, policyHash: hash, fields: [], loss: { sentence } }
      stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : text)
    })
}

type PublishOptions = ServerOptions & { readonly program: string; readonly from?: string }

function publishCommand({ stdout }: Surroundings): Command {
  return serverCommand(
    'publish',
    'Publish another version of the rules, from now on or from a later instant.',
  )
    .argument('<file>', 'the rules, as JSON')
    .requiredOption('--program <id>', 'id of the program')
    .option('--from <instant>', 'when they take effect, such as 2026-12-01T00:00:00Z')
    .action(async (file: string, { url, keyFile, program, from, json }: PublishOptions) => {
      const client = createApiClient({ url, key: readKeyFile(keyFile) })
      const version = await client.post(
        policiesPath(program),
        { policy: readPolicyFile(file), ...(from === undefined ? {} : { effectiveFrom: from }) },
        publishedPolicyAnswerSchema,
      )
      const text =
        version.status === 'published'
          ? `Version ${version.versionNo} takes effect on ${version.effectiveFrom}: ${version.policyHash}\n`
          : `These rules are in force already, as version ${version.versionNo}: ${version.policyHash}\n`
      stdout.write(json ? `${JSON.stringify(version, null, 2)}\n` : text)
    })
}

function listCommand({ stdout }: Surroundings): Command {
  return serverCommand('list', "List the versions of a program's rules, newest first.")
    .requiredOption('--program <id>', 'id of the program')
    .action(async ({ url, keyFile, program, json }: ServerOptions & { program: string }) => {
      const client = createApiClient({ url, key: readKeyFile(keyFile) })
      const { data } = await client.list(policiesPath(program), policyListAnswerSchema)
      const lines = data.map(
        ({ versionNo, effectiveFrom, policyHash: hash, isInForce }) =>
          `${isInForce ? '*' : ' '} ${versionNo}  from ${effectiveFrom}  ${hash}\n`,
      )
      stdout.write(json ? `${JSON.stringify({ data }, null, 2)}\n` : lines.join(''))
    })
}

/** A subcommand that talks to a server with the shop's key. */
function serverCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--key-file <path>', "file with the shop's key")
    .addOption(serverUrlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
}

function policiesPath(programId: string): string {
  return `/v1/programs/${inPath(programId)}/policies`
}
