// Text of others in a table, so that no spreadsheet calculates it
// (https://owasp.org/www-community/attacks/CSV_Injection).

/**
 * Where a cell may begin that a spreadsheet would calculate: at the start of the text, and after what a program takes for the
 * end of a cell or a row when it reads the file with another separator. Signs count behind blanks, quotes and characters
 * that nobody sees, and in their full width.
 */
const FORMULA_STARTS = /(?<=^|[;\t\r\n])(?=[\s\p{Cc}\p{Cf}"]*[=+\-@＝＋－＠])/gu

/** Programs drop these at the start of a cell and calculate what follows. */
const DROPPED_START = /^[\t\r\n]/

/** The text with an apostrophe before whatever would be calculated; all other text as it is. */
export function defuseText(text: string): string {
  const defused = text.replace(FORMULA_STARTS, "'")
  return DROPPED_START.test(defused) ? `'${defused}` : defused
}
