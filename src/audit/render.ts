// An audit's report as an auditor reads it in a terminal: plain text, no escape codes, the same bytes for the same report.

import { BPS_PER_PERCENT, formatMicros, type Micros } from '#domain/money.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { AuditReport, MoneyTotals } from './report.ts'
import type { Discrepancy } from './tally.ts'

/** Columns between two columns of a table. */
const GAP = '  '

/** The whole report as lines, ending with a line break. Amounts are in units of the token. */
export function renderReport(report: AuditReport): string {
  const { chainId, ledger, token, codeHash, block, deployedInBlock } = report
  const lines = [
    ...columns([
      ['Audit of', ledger],
      ['chain', `${chainId}`],
      ['token', token],
      ['code hash', codeHash],
      ['block', `${block.number} ${block.hash} (${new Date(block.time * SECOND_MS).toISOString()})`],
      [
        'logs since',
        deployedInBlock === undefined
          ? 'no Deployed log'
          : `block ${deployedInBlock}, where the ledger was deployed`,
      ],
    ]),
    '',
    ...poolTable(report),
    '',
    ...conductTable(report),
    '',
    ...balanceLines(report),
    '',
    ...countLines(report),
    '',
    'Checks',
    ...rightAligned(Object.entries(report.checks).map(([name, count]) => [`${count}`, name])),
    '',
    ...discrepancyLines(report),
    'Proved from the chain alone',
    ...report.proved.map((sentence) => `  + ${sentence}`),
    '',
    'Not provable from the chain',
    ...report.notProvable.map((sentence) => `  - ${sentence}`),
    '',
    ...dueLines(report),
    report.ok ? 'Clean: no discrepancy.' : `Not clean: ${discrepancies(report.discrepanciesFound)}.`,
  ]
  return `${lines.join('\n')}\n`
}

function dueLines({ due, ledger }: AuditReport): string[] {
  if (!due) return []
  if (due.length === 0) return ['Nothing is due: no batch has matured, nobody is owed their minimum.', '']
  return [
    `Due: anybody may send these to ${ledger}, without value`,
    ...due.flatMap((call) => [
      call.function === 'settle'
        ? `  settle of ${call.batches.length === 1 ? 'batch' : 'batches'} ${call.batches.join(', ')}`
        : `  pay to ${call.payees.length} of whom each is owed the minimum or more`,
      `  ${call.data}`,
    ]),
    '',
  ]
}

function poolTable({ pools, totals }: AuditReport): string[] {
  const money = (sums: MoneyTotals) => [
    units(sums.deposited),
    units(sums.available),
    units(sums.reserved),
    units(sums.owed),
    units(sums.paid),
    units(sums.withdrawn),
  ]
  return [
    'Pools, in units of the token: deposited is the sum of the five behind it',
    ...rightAligned([
      ['pool', 'deposited', 'available', 'reserved', 'owed', 'paid', 'withdrawn'],
      ...pools.map((pool) => [`${pool.id}`, ...money(pool)]),
      ['all', ...money(totals)],
    ]),
  ]
}

function conductTable({ pools }: AuditReport): string[] {
  return [
    'Promises, in units of the token, and orders as the order signer counted them; * more than shops usually take back or reject',
    ...rightAligned([
      [
        'pool',
        'committed',
        'amended',
        'vetoed',
        'reversed',
        'seen',
        'rewarded',
        'rejected',
        'of them',
        'review',
        ' ',
      ],
      ...pools.map(({ id, orders, conduct }) => [
        `${id}`,
        units(conduct.committed),
        units(conduct.amended),
        units(conduct.vetoed),
        percent(conduct.reversalBps),
        orders.seen,
        orders.rewarded,
        orders.rejected,
        percent(conduct.rejectionBps),
        orders.underReview,
        conduct.isUnusual ? '*' : ' ',
      ]),
    ]),
  ].map((line) => line.trimEnd())
}

/** Basis points as a percentage with two decimals. */
function percent(bps: number): string {
  return `${(bps / BPS_PER_PERCENT).toFixed(2)} %`
}

function balanceLines({ balance }: AuditReport): string[] {
  const { raw, promisedRaw, donatedRaw, unloggedRaw } = balance
  return [
    'Token balance of the ledger, in raw units',
    ...columns([
      ['  held', raw],
      ['  promised', `${promisedRaw} (available, reserved and owed)`],
      [
        '  given',
        `${donatedRaw} by transfers that are no deposit, ${unloggedRaw} without a log since the deployment`,
      ],
    ]),
  ]
}

function countLines({ counted }: AuditReport): string[] {
  const { batches, payments } = counted
  const sentences = [
    `${counted.ledgerLogs} ledger logs and ${counted.tokenTransfers} token transfers`,
    `${counted.pools} pools, ${counted.deposits} deposits, ${counted.donations} donations, ${counted.poolWithdrawals} withdrawals by pool owners`,
    `${batches.committed} batches with ${counted.records} records (${counted.supplements} supplements), ${batches.amended} amended by ${counted.amendments} amendments, ${batches.vetoed} vetoed, ${batches.settled} settled`,
    `${payments.pushes} pushes, ${payments.pays} payments on request, ${payments.withdrawals} withdrawals, ${payments.deferred} deferred; the smallest payment ${units(counted.smallestPayment)}`,
    `${counted.payees} payees, ${counted.payeesPaid} of them paid, ${counted.payeesOwed} owed something`,
  ]
  return ['Counted', ...sentences.map((sentence) => `  ${sentence}`)]
}

function discrepancyLines(report: AuditReport): string[] {
  if (report.ok) return []
  const listed = report.discrepancies
  const omitted = report.discrepanciesFound - listed.length
  return [
    `Found: ${discrepancies(report.discrepanciesFound)}`,
    ...listed.flatMap((item, index) => [
      '',
      `  ${index + 1}. ${item.sentence}`,
      `     check     ${item.check}`,
      `     at        ${placeOf(item)}`,
      `     expected  ${item.expected}`,
      `     found     ${item.found}`,
    ]),
    ...(omitted > 0 ? ['', `  … and ${omitted} more.`] : []),
    '',
  ]
}

/** Where a discrepancy was found: pool, batch, payee, block and chain transaction, as far as it has them. */
export function placeOf({ pool, seq, payee, block, chainTransaction }: Discrepancy): string {
  return [
    pool !== undefined && `pool ${pool}`,
    seq !== undefined && `batch ${seq}`,
    payee !== undefined && `payee ${payee}`,
    `block ${block}`,
    chainTransaction !== undefined && `chain transaction ${chainTransaction}`,
  ]
    .filter((part) => part !== false)
    .join(' · ')
}

function discrepancies(count: number): string {
  return count === 1 ? '1 discrepancy' : `${count} discrepancies`
}

/** Micros as units of the token. Amounts that no valid ledger can reach are still written, so nothing is checked. */
function units(micros: string): string {
  return formatMicros(BigInt(micros) as Micros)
}

/** Label and value, the values in one column. */
function columns(rows: readonly (readonly [label: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length))
  return rows.map(([label, value]) => `${label.padEnd(width)}${GAP}${value}`)
}

/** A table whose columns are aligned to the right, the last one as it is when there are two. */
function rightAligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (row.length === 2 && column === 1 ? cell : cell.padStart(widths[column] ?? 0)))
        .join(GAP),
    )
    .map((line) => `  ${line}`)
}
