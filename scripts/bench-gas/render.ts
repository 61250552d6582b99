// Prints figures as the tables of `docs/reference/gas.md`.

import type { Figures, MeasuredBaselines, PublishedTransfers } from './figures.ts'

type Row = readonly [name: string, ...figures: readonly (number | undefined)[]]

/** The names of the measured baselines, and of the published ones, for people. */
const MEASURED_NAMES: Readonly<Record<keyof MeasuredBaselines, string>> = {
  transfer: 'one transfer a sale, each its own chain transaction',
  batched: 'batched transfers, one a sale',
  netted: 'batched transfers, netted by the caller',
}
const PUBLISHED_NAMES: Readonly<Record<string, string>> = {
  transfer: 'plain `transfer`, one a sale',
  transferNetted: 'plain `transfer`, netted by the caller',
  disperse: 'disperse.app, one transfer a sale',
  disperseNetted: 'disperse.app, netted by the caller',
  gasliteDrop: 'GasliteDrop, one transfer a sale',
  gasliteDropNetted: 'GasliteDrop, netted by the caller',
  uniswapMerkleNetted: 'Uniswap MerkleDistributor, netted, 1 000 claims',
  oneInchCumulativeMerkleNetted: '1inch CumulativeMerkleDrop, netted, 1 000 claims',
  merklNettedOperator: 'Merkl Distributor, netted, paid by an operator',
  divvi: 'Divvi RewardPool, one reward a sale, 1 000 claims',
  fuul: 'Fuul, one attribution a sale, 1 000 claims',
}

/** The tables of what was measured, as Markdown, rounded to whole gas. */
export function renderFigures(figures: Partial<Figures>): string {
  return [
    ...renderLedger(figures),
    ...renderSizes(figures),
    ...renderBaselines(figures.baselines),
    ...renderPublished(figures.baselines?.published),
  ].join('\n\n')
}

function renderLedger({ sorted, arrival, firstCredit, usdc }: Partial<Figures>): readonly string[] {
  const rows: readonly Row[] = [
    ...casesRow('sorted', sorted),
    ...casesRow('arrival', arrival),
    ...casesRow('sorted, first credits', firstCredit?.sorted),
    ...casesRow('arrival, first credits', firstCredit?.arrival),
    ...casesRow('sorted, USDC-like token', usdc?.sorted),
    ...casesRow('arrival, USDC-like token', usdc?.arrival),
  ]
  if (rows.length === 0) return []
  return [table(['the ledger, gas per sale', 'held', 'fresh', 'a fifth', 'none'], rows)]
}

function casesRow(name: string, cases: Partial<Figures['sorted']> | undefined): readonly Row[] {
  return cases ? [[name, cases.held, cases.fresh, cases.fifth, cases.none]] : []
}

function renderSizes({ small, maxPayees, worstSettleGas }: Partial<Figures>): readonly string[] {
  const rows: Row[] = []
  if (small) rows.push(['1 sale', small.one], ['10 sales', small.ten], ['100 sales', small.hundred])
  if (maxPayees !== undefined) rows.push(['5 000 sales of 500 people', maxPayees])
  const sizes = rows.length === 0 ? [] : [table(['a batch with a settle of its own', 'gas per sale'], rows)]
  if (worstSettleGas === undefined) return sizes
  return [
    ...sizes,
    table(['one chain transaction', 'gas'], [['crediting 500 new accounts without a push', worstSettleGas]]),
  ]
}

function renderBaselines(baselines: Figures['baselines'] | undefined): readonly string[] {
  if (!baselines) return []
  const rows = (['transfer', 'batched', 'netted'] as const).map((way): Row => {
    const [plain, usdc] = [baselines[way], baselines.usdc[way]]
    return [MEASURED_NAMES[way], plain.held, plain.fresh, usdc.held, usdc.fresh]
  })
  const heads = ['without a ledger, gas per sale', 'held', 'fresh', 'USDC-like, held', 'USDC-like, fresh']
  return [table(heads, rows)]
}

function renderPublished(
  published: Readonly<Record<string, PublishedTransfers>> | undefined,
): readonly string[] {
  if (!published) return []
  const rows = Object.entries(published).map(([name, { held, fresh, usdc }]): Row => [
    PUBLISHED_NAMES[name] ?? name,
    held,
    fresh,
    usdc.held,
    usdc.fresh,
  ])
  const heads = ['published, not measured here, gas per sale', 'held', 'fresh', 'USDC, held', 'USDC, fresh']
  return [table(heads, rows)]
}

/** A Markdown table as prettier leaves it: names on the left, figures on the right. */
function table(heads: readonly string[], rows: readonly Row[]): string {
  const texts = rows.map(([name, ...figures]) => [name, ...figures.map(grouped)])
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...texts.map((cells) => cells[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(heads), line(rule), ...texts.map(line)].join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

/** Whole gas, in groups of three digits: `1 716`; nothing for what is not measured. */
function grouped(figure: number | undefined): string {
  if (figure === undefined) return ''
  return String(Math.round(figure)).replace(/\B(?=(\d{3})+$)/g, ' ')
}
