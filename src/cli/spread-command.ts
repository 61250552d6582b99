// `vouch spread show`: how a program went from person to person.

import { spreadAnswerSchema, type SpreadAnswer } from '#schema/figures.ts'
import { Command } from 'commander'
import { bpsText, factorText, waitText } from './figure-text.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type Options = ServerOptions & { readonly from?: string; readonly to?: string }

/** The command `spread` with `show`. */
export function spreadCommand(surroundings: Surroundings): Command {
  const show = serverCommand('show', 'Show how a program spreads: generations, cascades, K, virality.')
    .argument('<program>', 'id of the program')
    .option('--from <day>', 'first day of the K-factor in UTC, or an instant; 30 days back when left out')
    .option('--to <day>', 'the day after the last, or an instant; now when left out')
    .action(async (programId: string, options: Options) => {
      const { from, to } = options
      const query = new URLSearchParams({
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      })
      const path = `/v1/programs/${inPath(programId)}/spread?${query.toString()}`
      print(surroundings, options, await clientOf(options).get(path, spreadAnswerSchema), linesOf)
    })
  return new Command('spread').description('How a program spreads from person to person.').addCommand(show)
}

function linesOf(spread: SpreadAnswer): readonly string[] {
  const { kFactor } = spread
  return [
    `${spread.people} people in generations of ${spread.generations.join(', ') || 'none'}; depth ${spread.depth}, breadth ${spread.breadth}`,
    `  K ${factorText(kFactor.kBps)} = ${factorText(kFactor.invitationsBps)} clicks a person x ${bpsText(kFactor.joiningBps)} who join`,
    `  structural virality ${factorText(spread.meanStructuralViralityBps)}, from person to person in ${waitText(spread.cycleTimeSeconds)}`,
    `  sales by people who were brought: ${bpsText(spread.broughtSalesBps)}`,
    ...spread.cascades.map(
      ({ handle, people, depth, structuralViralityBps }) =>
        `cascade from ${handle}: ${people} people, depth ${depth}, virality ${factorText(structuralViralityBps)}`,
    ),
    ...spread.influencers.map(
      ({ handle, generation, downstreamPeople, sales, downstreamSales }) =>
        `${handle}: generation ${generation}, own sales ${sales}, ${downstreamPeople} people below with ${downstreamSales}`,
    ),
  ]
}
