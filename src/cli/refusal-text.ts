// A refusal in words: the server's sentence, and after it what the facts of the case say, for the person who typed the
// command. Programs read the facts themselves, with --json.

import { answerLines } from './answer-text.ts'

export type Refusal = {
  readonly code: string
  readonly sentence: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** Spaces that the lines below the sentence stand in. */
const INDENT = '  '

/** Whom a key or token is for, in words. */
const ROLES: Readonly<Record<string, string>> = {
  operator: "the operator's key",
  retailer: "a shop's key",
  recommender: "a person's sign-in token",
}

/** Codes after which a person can be told what to do next; a sentence whose facts are not there is left out. */
const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  not_found: ['Look at the id, and whether the key is of the shop that it belongs to.'],
  role_forbidden: ['It needs {needs}.'],
  scope_missing: ['It needs a key with the scope {needs}; api-key create makes one.'],
  rate_limited: ['Try again in {retryAfterSeconds} seconds.'],
  withdrawal_over: ['It is {state}.'],
  deal_not_open: ['It is {state}.'],
  deal_over_cap: ['The most for {of} is {cap} test dollars.', '{left} test dollars are left of {of}.'],
  policy_retroactive: ['It is {now} now.'],
  program_has_no_pool: ['pool open opens one.'],
}

/** One sentence or two, the code, and a line for each thing that is wrong; never JSON. */
export function refusalText({ code, sentence, facts }: Refusal): string {
  const known = SENTENCES[code]?.map((template) => filled(template, facts)).find((text) => text !== undefined)
  const wrong = fieldsOf(facts)
  const told = `${sentence}${known === undefined ? '' : ` ${known}`} (${code})`
  const below = wrong.length > 0 ? wrong.map((line) => INDENT + line) : factLines(facts)
  return known === undefined ? [told, ...below].join('\n') : told
}

/** The template with its facts; undefined when one of them is no text or number. */
function filled(template: string, facts: Refusal['facts']): string | undefined {
  const parts = template.split(/\{(\w+)\}/).map((part, i) => (i % 2 === 0 ? part : factText(facts[part])))
  return parts.includes(undefined) ? undefined : parts.join('')
}

/** A text, a number, or whom a list of roles names. */
function factText(fact: unknown): string | undefined {
  const parts: readonly unknown[] = Array.isArray(fact) ? fact.map((role) => ROLES[String(role)]) : [fact]
  const isText = parts.every((part) => typeof part === 'string' || typeof part === 'number')
  return isText ? parts.join(' or ') : undefined
}

/** `amount must be …` for each wrong field; a place inside a body keeps its slashes. */
function fieldsOf({ fields, pointer, reason }: Refusal['facts']): readonly string[] {
  const listed: readonly unknown[] = Array.isArray(fields) ? fields : []
  const one = typeof pointer === 'string' ? [{ field: pointer, reason: reason ?? 'is not taken' }] : []
  return [...listed, ...one].map((entry) => {
    const { field, reason: why } = entry as { readonly field?: unknown; readonly reason?: unknown }
    return `${nameOf(field)} ${String(why)}`.trim()
  })
}

function nameOf(field: unknown): string {
  return typeof field === 'string' && field !== '' ? field.replace(/^\//, '') : 'It'
}

/** Facts of codes without a sentence of their own. */
function factLines(facts: Refusal['facts']): readonly string[] {
  const { reason, most, ...others } = facts
  return [
    ...(typeof reason === 'string' ? [`${INDENT}It ${reason}.`] : []),
    ...(typeof most === 'number' ? [`${INDENT}At most ${most}.`] : []),
    ...(Object.keys(others).length === 0 ? [] : answerLines(others, INDENT)),
  ]
}
