// `vouch model compare`: past orders under each of the five attribution models.

import { modelsAnswerSchema, type ModelsAnswer } from '#schema/models.ts'
import { Command } from 'commander'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type Options = ServerOptions & { readonly from?: string; readonly to?: string }

/** The command `model` with `compare`. */
export function modelCommand(surroundings: Surroundings): Command {
  const compare = serverCommand('compare', 'Compare what each way of crediting would have paid, and to whom.')
    .argument('<program>', 'id of the program')
    .option('--from <day>', 'first day in UTC, or an instant; 30 days back when left out')
    .option('--to <day>', 'the day after the last, or an instant; now when left out')
    .action(async (programId: string, options: Options) => {
      const asked = Object.entries({ from: options.from, to: options.to })
      const query = new URLSearchParams(
        asked.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      )
      const path = `/v1/programs/${inPath(programId)}/models?${query.toString()}`
      print(surroundings, options, await clientOf(options).get(path, modelsAnswerSchema), linesOf)
    })
  return new Command('model').description('Ways of crediting people for an order.').addCommand(compare)
}

function linesOf({ from, to, inForce, orders, isCut, models }: ModelsAnswer): readonly string[] {
  return [
    `${isCut ? 'The first ' : ''}${orders} orders from ${from} to ${to}; ${inForce} pays`,
    ...models.flatMap(({ model, credited, total, people }) => [
      `${model}: ${total} test dollars for ${credited} orders`,
      ...people.map(({ handle, orders: count, amount }) => `  ${handle}: ${amount} for ${count}`),
    ]),
  ]
}
