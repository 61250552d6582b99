// Which rows an export's file is made of.

import type { ExportPages, ExportPeriod } from '#app/exports/export-pages.ts'
import { exportOrders } from '#app/exports/export-orders.ts'
import { exportOwnPayouts, exportPayouts } from '#app/exports/export-payouts.ts'
import { exportRewards } from '#app/exports/export-rewards.ts'
import { exportOwnStatements, exportStatements } from '#app/exports/export-statements.ts'
import {
  PERSON_EXPORTS,
  SHOP_EXPORTS,
  splitExportFile,
  type personExportParamsSchema,
  type shopExportParamsSchema,
} from '#schema/exports.ts'
import type { z } from 'zod'
import type { HttpContext } from '../context.ts'
import type { Export } from './send-export.ts'

export type ShopFile = z.output<typeof shopExportParamsSchema>['file']
export type PersonFile = z.output<typeof personExportParamsSchema>['file']

/** A shop's; nothing is read before it is sent. */
export function openShopExport(
  { deps }: Pick<HttpContext, 'deps'>,
  { retailerId, file, period }: { retailerId: string; file: ShopFile; period: ExportPeriod },
): Export {
  const { name, format } = splitExportFile(file)
  const input = { retailerId, ...period }
  const open: Readonly<Record<typeof name, () => ExportPages>> = {
    orders: () => exportOrders(deps, input),
    rewards: () => exportRewards(deps, input),
    payouts: () => exportPayouts(deps, input),
    statements: () => exportStatements(deps, input),
  }
  return { name, format, columns: SHOP_EXPORTS[name], pages: open[name]() }
}

/** A person's own. */
export function openPersonExport(
  { deps }: Pick<HttpContext, 'deps'>,
  { recommenderId, file, period }: { recommenderId: string; file: PersonFile; period: ExportPeriod },
): Export {
  const { name, format } = splitExportFile(file)
  const input = { recommenderId, ...period }
  const open: Readonly<Record<typeof name, () => ExportPages>> = {
    payouts: () => exportOwnPayouts(deps, input),
    statements: () => exportOwnStatements(deps, input),
  }
  return { name: `my-${name}`, format, columns: PERSON_EXPORTS[name], pages: open[name]() }
}
