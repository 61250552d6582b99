// Tables as shops export them. Implemented in `src/commerce`.

export type CsvRow = {
  /** Where the row ends in the file, counted from 1; what a spreadsheet shows, unless a cell holds several lines. */
  readonly line: number
  /** By the name in the header: lower case, without spaces around it. An empty cell is an empty string. */
  readonly cells: Readonly<Record<string, string>>
}

/**
 * Reads text with a header line; commas, semicolons or tabs between the cells. Throws `input_invalid` naming the line for
 * what is no table, and for more than `rowsMax` rows.
 */
export type ReadCsv = (text: string, limits: { readonly rowsMax: number }) => readonly CsvRow[]
