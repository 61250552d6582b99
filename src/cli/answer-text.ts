// An answer of the server as lines: a name and a value each, lists and parts indented below theirs.

/** Spaces that a part stands in. */
const INDENT = '  '

/** Lines of any JSON value; what is null or empty is told as such. */
export function answerLines(value: unknown, indent = ''): readonly string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${indent}none`]
    return value.flatMap((item: unknown) => listItem(item, indent))
  }
  if (typeof value !== 'object' || value === null) return [`${indent}${scalarText(value)}`]
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === 'object' && part !== null
      ? [`${indent}${name}:`, ...answerLines(part, indent + INDENT)]
      : [`${indent}${name}: ${scalarText(part)}`],
  )
}

function listItem(item: unknown, indent: string): readonly string[] {
  const [first = '', ...rest] = answerLines(item, indent + INDENT)
  return [`${indent}- ${first.trimStart()}`, ...rest]
}

function scalarText(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
