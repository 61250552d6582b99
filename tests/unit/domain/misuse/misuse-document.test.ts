// docs/reference/misuse.md lists every rule, once, and says of certain rules alone that something is not earned.

import { readFileSync } from 'node:fs'
import { REJECTING_RULES, SUSPECTING_RULES } from '#domain/misuse/verdict.ts'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../../../../docs/reference/misuse.md', import.meta.url), 'utf8')
const rows = page.split('\n').flatMap((line) => {
  const [, rule, , follows] = line.split('|').map((cell) => cell.trim())
  return rule !== undefined && /^F\d\d$/.test(rule) ? [{ rule, follows }] : []
})

test('lists every rule in its order', () => {
  expect(rows.map(({ rule }) => rule)).toEqual([...REJECTING_RULES, ...SUSPECTING_RULES].toSorted())
})

test('says of rules that only suspect nothing but flag, review or mark', () => {
  const suspecting = rows.filter(({ rule }) => (SUSPECTING_RULES as readonly string[]).includes(rule))
  expect(suspecting).toHaveLength(10)
  for (const { follows } of suspecting) expect(follows).toMatch(/^(flag|review|a public mark)/)
})
