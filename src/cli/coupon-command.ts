// `vouch coupon`: the discount codes of a shop, from a table and back.

import { savingText } from '#domain/coupon.ts'
import { couponOutcomesAnswerSchema, couponsAnswerSchema } from '#schema/coupons.ts'
import { Command, Option } from 'commander'
import type { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { readFile } from './read-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type ImportOptions = ServerOptions & {
  readonly program: string
  readonly file: string
  readonly asked?: true
}
type ListOptions = ServerOptions & { readonly program: string; readonly state?: string }
type EndOptions = ServerOptions & { readonly program: string }
type Outcomes = z.infer<typeof couponOutcomesAnswerSchema>
type Coupons = z.infer<typeof couponsAnswerSchema>

/** The command `coupon` with `import`, `list` and `end`. */
export function couponCommand(surroundings: Surroundings): Command {
  return new Command('coupon')
    .description('Discount codes for buyers, of a program or of one link.')
    .addCommand(importCommand(surroundings))
    .addCommand(listCommand(surroundings))
    .addCommand(endCommand(surroundings))
}

function importCommand(surroundings: Surroundings): Command {
  return serverCommand('import', 'Take over a table of discount codes that the shop has.')
    .requiredOption('--program <id>', 'id of the program')
    .requiredOption('--file <path>', 'table: code, link, and percent or amount with currency')
    .option('--asked', 'the shop does not have them yet and is asked for them')
    .action(async (options: ImportOptions) => {
      const path = `${couponsPath(options.program)}/csv?inShop=${options.asked !== true}`
      const file = { type: 'text/csv', bytes: readFile(options.file) }
      const answer = await clientOf(options).postFile(path, file, couponOutcomesAnswerSchema)
      printOutcomes(surroundings, options, answer)
    })
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand(
    'list',
    'List discount codes; those that are asked for wait for the shop to make them.',
  )
    .requiredOption('--program <id>', 'id of the program')
    .addOption(new Option('--state <state>', 'only these').choices(['asked', 'valid', 'ended']))
    .action(async (options: ListOptions) => {
      const { program, state } = options
      const path = `${couponsPath(program)}${state === undefined ? '' : `?state=${state}`}`
      const { data } = await clientOf(options).list(path, couponsAnswerSchema)
      print(surroundings, options, { data }, couponLines)
    })
}

function endCommand(surroundings: Surroundings): Command {
  return serverCommand('end', 'End discount codes: they are shown to nobody and speak for nobody any more.')
    .argument('<code...>', 'discount codes')
    .requiredOption('--program <id>', 'id of the program')
    .action(async (codes: readonly string[], options: EndOptions) => {
      const path = `${couponsPath(options.program)}/end`
      const answer = await clientOf(options).post(path, { codes }, couponOutcomesAnswerSchema)
      printOutcomes(surroundings, options, answer)
    })
}

function couponsPath(programId: string): string {
  return `/v1/programs/${inPath(programId)}/coupons`
}

/** What became of each code; ends as refused when any was, so that a script sees it. */
function printOutcomes(surroundings: Surroundings, options: ServerOptions, answer: Outcomes): void {
  print(surroundings, options, answer, outcomeLines)
  const refused = answer.data.filter(({ outcome }) => outcome === 'refused').length
  if (refused > 0) throw new CommandEnd(EXIT.refused, `Refused: ${refused} of ${answer.data.length}.`)
}

function outcomeLines({ data }: Outcomes): readonly string[] {
  return data.map((row) =>
    row.outcome === 'refused'
      ? `${row.code}: refused, ${row.reason}`
      : `${row.code}: ${row.state}${row.outcome === 'unchanged' ? ' as before' : ''}`,
  )
}

function couponLines({ data }: Pick<Coupons, 'data'>): readonly string[] {
  if (data.length === 0) return ['No discount codes.']
  return data.map(
    ({ code, state, saving, link }) =>
      `${code}: ${state}, ${savingText(saving)}, ${link === null ? 'for the whole program' : `speaks for link ${link}`}`,
  )
}
