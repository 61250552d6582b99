// Tables as shops and spreadsheets export them, and what is no table.

import { describe, expect, test } from 'vitest'
import { readCsv } from '#commerce/read-csv.ts'
import { Problem } from '#domain/problem.ts'

const read = (text: string, rowsMax = 3) => readCsv(text, { rowsMax })

describe('a table', () => {
  test.each([
    ['with commas', 'Code,Link\nMIA10,abc\n'],
    ['with semicolons', 'Code;Link\nMIA10;abc\n'],
    ['with tabs', 'Code\tLink\nMIA10\tabc\n'],
    ['with a byte order mark', '\ufeffCode,Link\nMIA10,abc'],
    ['with the line ends of Windows', 'Code,Link\r\nMIA10,abc\r\n'],
    ['with empty lines', '\nCode,Link\n\nMIA10,abc\n\n'],
    ['with spaces around', ' Code , Link\n MIA10 ,abc '],
    ['with quotes', '"Code","Link"\n"MIA10","abc"'],
  ])('is read %s', (_, text) => {
    expect(read(text).map(({ cells }) => cells)).toEqual([{ code: 'MIA10', link: 'abc' }])
  })

  test('keeps separators, quotes and line ends inside quoted cells, and tells where a row ends', () => {
    expect(read('code,note\nA,"one, ""two""\nthree"\nB,')).toEqual([
      { line: 3, cells: { code: 'A', note: 'one, "two"\nthree' } },
      { line: 4, cells: { code: 'B', note: '' } },
    ])
  })

  test('may have no rows', () => {
    expect(read('code,note\n')).toEqual([])
  })

  test('may be full', () => {
    expect(read('code\nA\nB\nC')).toHaveLength(3)
  })
})

describe('refused with its line is', () => {
  test.each([
    ['nothing at all', '', 1, 'is empty; the first line names the columns'],
    ['a row with a cell too many', 'code,link\nA,b\nA,b,c', 3, 'cannot be read as a row of the table'],
    ['a row with a cell too few', 'code,link\nA', 2, 'cannot be read as a row of the table'],
    ['a quote without an end', 'code,link\n"A,b\n', 2, 'cannot be read as a row of the table'],
    ['a row too many', 'code\nA\nB\nC\nD\nE', 5, 'is one row more than the 3 taken'],
    ['a column named twice', 'code, Code\nA,B', 1, 'names the column code twice'],
    ['a column that is no name', 'code,__proto__\nA,B', 1, 'has a name that is not one of a column'],
    [
      'a crowd of columns',
      `${Array.from({ length: 201 }, (_, i) => `c${i}`).join()}\n`,
      1,
      'has more than 200 columns',
    ],
    ['a row without end', `code\n${'x'.repeat(140_000)}`, 2, 'cannot be read as a row of the table'],
  ])('%s', (_, text, line, reason) => {
    let refused: unknown
    try {
      read(text)
    } catch (error) {
      refused = error
    }
    expect(refused).toBeInstanceOf(Problem)
    expect(refused).toMatchObject({
      code: 'input_invalid',
      facts: { fields: [{ field: `/lines/${line}`, reason }] },
    })
  })
})
