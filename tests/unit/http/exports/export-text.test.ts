// Tables as text: what a spreadsheet would calculate is text, and a reader of CSV gets every byte back.

import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headText, rowsText } from '#http/exports/export-text.ts'
import type { ExportColumn } from '#schema/exports.ts'

const COLUMNS: readonly ExportColumn[] = [
  { name: 'handle', kind: 'text' },
  { name: 'amount', kind: 'amount' },
  { name: 'seq', kind: 'count' },
  { name: 'at', kind: 'instant' },
]

const row = (handle: string | null) => ({ handle, amount: 3_200_000n, seq: 7, at: Date.UTC(2026, 10, 22) })

test('a table is written by hand here', () => {
  const text = headText(COLUMNS, 'csv') + rowsText(COLUMNS, 'csv', [row('ana'), row(null)])
  expect(text).toBe(
    '\ufeff"handle","amount","seq","at"\r\n' +
      '"ana",3.20,7,2026-11-22T00:00:00.000Z\r\n' +
      ',3.20,7,2026-11-22T00:00:00.000Z\r\n',
  )
  expect(headText(COLUMNS, 'jsonl') + rowsText(COLUMNS, 'jsonl', [row('ana'), row(null)])).toBe(
    '{"handle":"ana","amount":"3.20","seq":7,"at":"2026-11-22T00:00:00.000Z"}\n' +
      '{"handle":null,"amount":"3.20","seq":7,"at":"2026-11-22T00:00:00.000Z"}\n',
  )
})

describe('text that a spreadsheet would calculate has an apostrophe before it:', () => {
  test.each([
    ['=HYPERLINK("http://evil.example";"click")', `"'=HYPERLINK(""http://evil.example"";""click"")"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t'=1"`],
    ['\r=1', `"'\r'=1"`],
    ['\n=1', `"'\n'=1"`],
    ['\tana', `"'\tana"`],
    ['\rana', `"'\rana"`],
    ['\nana', `"'\nana"`],
    [' =1', `"' =1"`],
    ['\u200b@1', `"'\u200b@1"`],
    ['"=1', `"'""=1"`],
    ['ana;=1', `"ana;'=1"`],
    ['ana\n "+1', `"ana\n' ""+1"`],
    ['＝1', `"'＝1"`],
    ['＋1', `"'＋1"`],
    ['－1', `"'－1"`],
    ['＠1', `"'＠1"`],
  ])('%j', (handle, cell) => {
    expect(rowsText(COLUMNS, 'csv', [row(handle)])).toBe(`${cell},3.20,7,2026-11-22T00:00:00.000Z\r\n`)
  })

  test.each(['ana = bea', 'a-b', '1+1', "'=1", 'ana; bea', 'ana,-bea'])('%j stays as it is', (handle) => {
    expect(rowsText(COLUMNS, 'csv', [row(handle)])).toContain(`"${handle}",`)
  })
})

test('an amount below nothing is a number, not a formula', () => {
  const debt = { ...row('ana'), amount: -1_500_000n }
  expect(rowsText(COLUMNS, 'csv', [debt])).toBe('"ana",-1.50,7,2026-11-22T00:00:00.000Z\r\n')
})

test('quotes, commas and line ends of any text come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (handles) => {
      const text = headText(COLUMNS, 'csv') + rowsText(COLUMNS, 'csv', handles.map(row))
      const read = parse(text, { bom: true, columns: true }) as { handle: string }[]
      const bare = (handle: string) => handle.replaceAll("'", '')
      expect(read.map(({ handle }) => bare(handle))).toEqual(handles.map(bare))
    }),
  )
})

/** What programs drop in front of a cell before they look whether it is a formula. */
const DROPPED = /^[\s\p{Cc}\p{Cf}"]*/u

test('no cell is a formula, whatever a program takes for the end of a cell', () => {
  const signs = fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠')
  const between = fc.constantFrom(
    ';',
    ',',
    '|',
    '\t',
    '\r',
    '\n',
    '"',
    ' ',
    '\u200b',
    '\u0000',
    '\ufeff',
    'ana',
    "'",
    '1',
  )
  const handle = fc.array(fc.oneof(signs, between), { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(handle, (text) => {
      const [cell = ''] = rowsText([{ name: 'handle', kind: 'text' }], 'csv', [{ handle: text }]).split(
        '\r\n$',
      )
      const [read] = (parse(cell) as string[][])[0] ?? ['']
      const asOthersRead = [read ?? '', ...cell.split(/[;\t\r\n]/)]
      for (const one of asOthersRead) expect(one.replace(DROPPED, '')).not.toMatch(/^[=+\-@＝＋－＠]/)
    }),
    { numRuns: 2_000 },
  )
})

test('a row without one of its columns is a bug of ours', () => {
  expect(() => rowsText(COLUMNS, 'csv', [{ handle: 'ana' }])).toThrow('amount')
})
