// What can be taken along as a table: the columns of each export, for good; new ones come at the end.

import { z } from 'zod'
import { instantSchema } from './commerce/instant.ts'

/** text: anybody's words; amount: micros, written as a decimal; count: whole; instant: milliseconds, written as ISO 8601. */
type ColumnKind = 'text' | 'amount' | 'count' | 'instant'

export type ExportColumn = { readonly name: string; readonly kind: ColumnKind }

const column = (kind: ColumnKind, names: readonly string[]): readonly ExportColumn[] =>
  names.map((name) => ({ name, kind }))
const text = (...names: readonly string[]) => column('text', names)
const amount = (...names: readonly string[]) => column('amount', names)
const count = (...names: readonly string[]) => column('count', names)
const instant = (...names: readonly string[]) => column('instant', names)

/** Exports of a shop. */
export const SHOP_EXPORTS = {
  orders: [
    ...text('orderId', 'externalId', 'connectionId', 'programId'),
    ...instant('toldAt', 'paidAt'),
    ...text('currency'),
    ...amount('eligible', 'refunded'),
    ...text('state', 'outcome', 'reason'),
    ...count('rewards'),
    ...amount('rewarded'),
  ],
  rewards: [
    ...text('rewardId', 'orderId', 'externalId', 'programId', 'recommenderId', 'handle', 'role'),
    ...instant('madeAt', 'orderPaidAt'),
    ...amount('target', 'standing', 'waiting', 'reserved', 'released', 'paid', 'debt'),
    ...text('state'),
    ...instant('unlocksAt'),
    ...text('batches'),
  ],
  payouts: [
    ...text('rewardId', 'orderId', 'externalId', 'programId', 'recommenderId', 'handle'),
    ...count('pool', 'seq'),
    ...instant('settledAt'),
    ...amount('amount', 'paid'),
    ...text('chainTransaction'),
  ],
  statements: [
    ...text('month', 'programId', 'program'),
    ...amount(
      'openingAvailable',
      'openingReserved',
      'deposited',
      'reserved',
      'amended',
      'vetoed',
      'released',
      'withdrawn',
      'closingAvailable',
      'closingReserved',
    ),
  ],
} as const satisfies Readonly<Record<string, readonly ExportColumn[]>>

/** Exports of a person. */
export const PERSON_EXPORTS = {
  payouts: [...instant('at'), ...text('kind'), ...amount('amount'), ...text('chainTransaction')],
  statements: [...text('month'), ...amount('openingOwed', 'credited', 'paid', 'withdrawn', 'closingOwed')],
} as const satisfies Readonly<Record<string, readonly ExportColumn[]>>

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const

export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** From one instant on and before another; everything when left out. */
export const exportQuerySchema = z.strictObject({
  from: instantSchema.optional(),
  to: instantSchema.optional(),
})

/** The answer as its description has it: text that is read row by row. */
export const exportAnswerSchema = z.string()

type FileOf<Name extends string> = `${Name}.${ExportFormat}`

function filesOf<Name extends string>(
  exports: Readonly<Record<Name, readonly ExportColumn[]>>,
): readonly [FileOf<Name>, ...FileOf<Name>[]] {
  const names = Object.keys(exports) as Name[]
  return names.flatMap((name) => EXPORT_FORMATS.map((format) => `${name}.${format}` as const)) as [
    FileOf<Name>,
  ]
}

/** `orders.csv` and the like. */
export const shopExportParamsSchema = z.object({ file: z.enum(filesOf(SHOP_EXPORTS)) })
export const personExportParamsSchema = z.object({ file: z.enum(filesOf(PERSON_EXPORTS)) })

/** The parts of a file's name that is one of these. */
export function splitExportFile<Name extends string>(
  file: FileOf<Name>,
): { name: Name; format: ExportFormat } {
  const [name, format] = file.split('.') as [Name, ExportFormat]
  return { name, format }
}
