// Reads source text for queries on the retailer's tables that do not name the retailer. Such a query would ask every
// shard, and could show one shop another's rows.

/** Where kysely's queries begin, and joins; the table's name is the first argument. */
const QUERY = /\.(selectFrom|insertInto|updateTable|deleteFrom|innerJoin|leftJoin)\(\s*['"](retailer_\w+)/g

/** Raw SQL that names one of the tables. */
const RAW = /sql(?:<[^`]*>)?`[^`]*\bretailer_(?!id\b)\w+[^`]*`/g

const WHERE_RETAILER = /\.where\(\s*['"](?:\w+\.)?retailer_id['"],\s*['"]=['"]/
const JOIN_ON_RETAILER = /\.onRef\(\s*['"]\w+\.retailer_id['"],\s*['"]=['"],\s*['"]\w+\.retailer_id['"]/

/** The queries in `source` on `retailer_…` tables without their retailer, each as `line: method table`. */
export function queriesWithoutRetailer(source: string): readonly string[] {
  const faults: string[] = []
  const lineOf = (index: number): number => source.slice(0, index).split('\n').length
  for (const match of source.matchAll(QUERY)) {
    const [, method = '', table = ''] = match
    const isJoin = method.endsWith('Join')
    const text = isJoin ? callAt(source, match.index) : chainAt(source, match.index)
    const names =
      method === 'insertInto'
        ? text.includes('retailer_id')
        : (isJoin ? JOIN_ON_RETAILER : WHERE_RETAILER).test(text)
    if (!names) faults.push(`${lineOf(match.index)}: ${method} ${table}`)
  }
  for (const match of source.matchAll(RAW)) {
    if (!/\bretailer_id\b/.test(match[0])) faults.push(`${lineOf(match.index)}: raw SQL`)
  }
  return faults
}

/** The chain of calls that begins at the dot at `start`, up to where no further dot follows. */
function chainAt(source: string, start: number): string {
  let end = start
  while (source[end] === '.') {
    end = endOfCall(source, end)
    end += /^\s*/.exec(source.slice(end))?.[0].length ?? 0
  }
  return source.slice(start, end)
}

function callAt(source: string, start: number): string {
  return source.slice(start, endOfCall(source, start))
}

/** Behind the parenthesis that closes the first one from `start` on; quoted text is skipped. */
function endOfCall(source: string, start: number): number {
  let depth = 0
  let quote = ''
  for (let i = start; i < source.length; i++) {
    const character = source[i] ?? ''
    if (quote !== '') {
      if (character === '\\') i++
      else if (character === quote) quote = ''
    } else if (character === "'" || character === '"' || character === '`') quote = character
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return i + 1
  }
  return source.length
}
