// Statements by the month: of each of a shop's pools, and of what a person is owed and was paid.

import { monthText, payeeStatements, poolStatements } from '#domain/statement.ts'

import { TO_MAX, type ExportPages, type ExportPeriod, type ShopExportInput } from './export-pages.ts'

import type { Instant } from '#domain/order-facts.ts'

import type { AppDeps } from '../deps.ts'

/** Rows by the shop's columns `statements`, by program and month; months that begin in the period. */
export async function* exportStatements(
  { retailers, clock }: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, ...period }: ShopExportInput,
): ExportPages {
  const { sums, names } = await retailers.transaction(retailerId, async (unit) => ({
    sums: await unit.exports.months(),
    names: new Map(
      [...(await unit.programs.programs()), ...(await unit.programs.dealPrograms())].map(
        ({ programId, name }) => [programId, name],
      ),
    ),
  }))
  for (const [programId, own] of Map.groupBy(sums, (sum) => sum.programId)) {
    yield poolStatements(own, clock.now())
      .filter(({ month }) => isIn(period, month))
      .map(({ month, sums: { deposited, committed, amended, vetoed, settled, withdrawn }, ...balances }) => ({
        month: monthText(month),
        programId,
        program: names.get(programId) ?? '',
        deposited,
        reserved: committed,
        amended,
        vetoed,
        released: settled,
        withdrawn,
        ...balances,
      }))
  }
}

/** Rows by the person's columns `statements`. */
export async function* exportOwnStatements(
  { recommenders, clock }: Pick<AppDeps, 'recommenders' | 'clock'>,
  { recommenderId, ...period }: ExportPeriod & { readonly recommenderId: string },
): ExportPages {
  const sums = await recommenders.transaction(recommenderId, (unit) => unit.months())
  yield payeeStatements(sums, clock.now())
    .filter(({ month }) => isIn(period, month))
    .map(({ month, sums: own, openingOwed, closingOwed }) => ({
      month: monthText(month),
      openingOwed,
      ...own,
      closingOwed,
    }))
}

function isIn({ from = 0, to = TO_MAX }: ExportPeriod, month: Instant): boolean {
  return month >= from && month < to
}
