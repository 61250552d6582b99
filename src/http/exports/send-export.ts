// Sends an export as it is read: the next page is read when the receiver has taken the one before, so that a table of any
// size takes the memory of a page.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportColumn, ExportFormat } from '#schema/exports.ts'
import type { Response } from 'express'
import type { HttpContext } from '../context.ts'
import { headText, rowsText } from './export-text.ts'

type Row = Readonly<Record<string, string | number | bigint | null>>

export type Export = {
  /** Of the file, without its ending. */
  readonly name: string
  readonly format: ExportFormat
  readonly columns: readonly ExportColumn[]
  readonly pages: AsyncGenerator<readonly Row[], void, undefined>
}

export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl',
}

/**
 * Resolves when all of it was taken, or when nobody takes it any more. What fails before the first row is thrown; after it
 * the connection is cut, so that half a table is never taken for a whole one.
 */
export async function sendExport(
  { deps }: Pick<HttpContext, 'deps'>,
  response: Response,
  { name, format, columns, pages }: Export,
): Promise<void> {
  const first = await pages.next()
  response
    .status(200)
    .set('Content-Type', EXPORT_TYPES[format])
    .set('Content-Disposition', `attachment; filename="${name}.${format}"`)
    .set('Cache-Control', 'no-store')
  if (response.req.method === 'HEAD') {
    await pages.return()
    response.end()
    return
  }
  async function* text(): AsyncGenerator<string, void, undefined> {
    yield headText(columns, format)
    if (first.done === true) return
    yield rowsText(columns, format, first.value)
    for await (const page of pages) yield rowsText(columns, format, page)
  }
  try {
    await pipeline(Readable.from(text(), { highWaterMark: 1 }), response)
  } catch (error) {
    // A receiver that hangs up has what it wanted; the answer is cut whatever it was.
    if (!isHungUp(error)) deps.log.error('an export broke off', { export: name, error })
  }
}

function isHungUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}
