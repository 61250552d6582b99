// `vouch metrics show`: what came of a program in a span of time.

import { metricsAnswerSchema, type MetricsAnswer } from '#schema/figures.ts'
import { Command } from 'commander'
import { bpsText, waitText } from './figure-text.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type Options = ServerOptions & {
  readonly from?: string
  readonly to?: string
  readonly marginBps?: string
  readonly gasPriceWei?: string
  readonly coinPrice?: string
}

/** The command `metrics` with `show`. */
export function metricsCommand(surroundings: Surroundings): Command {
  const show = serverCommand('show', 'Show what came of a program: clicks, sales, rewards, returns, times.')
    .argument('<program>', 'id of the program')
    .option('--from <day>', 'first day in UTC, or an instant; 30 days back when left out')
    .option('--to <day>', 'the day after the last, or an instant; now when left out')
    .option('--margin-bps <number>', 'what the shop keeps of a sale, in bps: adds the return on investment')
    .option('--gas-price-wei <number>', 'price of gas: with --coin-price adds the cost of carrying')
    .option('--coin-price <amount>', "one coin of the chain in the pool's currency")
    .action(async (programId: string, options: Options) => {
      const { from, to, marginBps, gasPriceWei, coinPrice } = options
      const asked = Object.entries({ from, to, marginBps, gasPriceWei, coinPrice })
      const query = new URLSearchParams(
        asked.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      )
      const path = `/v1/programs/${inPath(programId)}/metrics?${query.toString()}`
      print(surroundings, options, await clientOf(options).get(path, metricsAnswerSchema), linesOf)
    })
  return new Command('metrics').description('What came of a program.').addCommand(show)
}

function linesOf({ from, to, totals, tiers, people, timeToPay, carrying }: MetricsAnswer): readonly string[] {
  return [
    `From ${from} to ${to}`,
    `  reach ${totals.reach}, clicks ${totals.clicks}, unique ${totals.uniqueClicks}`,
    `  orders ${totals.orders} (${bpsText(totals.conversionBps)} of unique clicks), ${totals.averageOrder ?? 'none'} on average`,
    `  sales ${totals.sales}, kept ${totals.keptSales}, refund rate ${bpsText(totals.refundBps)}, of all sales ${bpsText(totals.attributedSalesBps)}`,
    `  rewards ${totals.rewards}, for friends of friends ${totals.upline}, reversed ${bpsText(totals.reversalBps)}`,
    `  earnings per click ${totals.earningsPerClick ?? 'none'}, revenue per click ${totals.revenuePerClick ?? 'none'}`,
    `  return on rewards ${bpsText(totals.returnOnRewardsBps)}, on investment ${bpsText(totals.returnOnInvestmentBps)}`,
    `  paid after ${waitText(timeToPay.p50Seconds)}, 95 of 100 within ${waitText(timeToPay.p95Seconds)}`,
    `  gas ${carrying.gas} for ${carrying.released} released, cost ${carrying.fees ?? 'unknown'} (${bpsText(carrying.payoutCostBps)})`,
    ...tiers.map(
      (tier) =>
        `${tier.tier}: ${tier.people} people, engagement ${bpsText(tier.engagementBps)} (declared), conversion ${bpsText(tier.conversionBps)}, sales ${tier.sales}, rewards ${tier.rewards}`,
    ),
    ...people.map(
      (person) =>
        `${person.handle}: ${person.uniqueClicks} clicks, ${person.orders} orders, sales ${person.sales}, rewards ${person.rewards}`,
    ),
  ]
}
