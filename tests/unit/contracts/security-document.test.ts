// docs/security.md and the attacks say the same: each row names tests that exist, and each attack is named by a row.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const document = read('docs/security.md')

type Row = { readonly number: string; readonly cells: readonly string[] }

/** Rows of the tables whose numbers begin with this letter. */
const rowsOf = (letter: string): readonly Row[] =>
  [...document.matchAll(new RegExp(String.raw`^\| (${letter}-\d+) +\|(.*)\|$`, 'gm'))].map(
    ([, number = '', rest = '']) => ({ number, cells: rest.split('|').map((cell) => cell.trim()) }),
  )

const tried = rowsOf('A')
const cannotArise = rowsOf('N')

/** `File.test_name` of every Solidity test; no two files have one name. */
const solidityFiles = readdirSync(new URL('tests/contracts', root), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.t.sol'))
const testsOf = (file: string): readonly string[] =>
  [...read(`tests/contracts/${file}`).matchAll(/function ((?:test|invariant_)\w+)\(/g)].map(
    ([, name]) => `${basename(file, '.t.sol')}.${name}`,
  )
const solidityTests = new Set(solidityFiles.flatMap(testsOf))

const namedIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
const testExists = (name: string): boolean =>
  name.endsWith('.test.ts') ? existsSync(new URL(name, root)) : solidityTests.has(name)

describe('docs/security.md', () => {
  test.each([
    { letter: 'A', rows: tried },
    { letter: 'N', rows: cannotArise },
  ])('numbers the rows $letter-1 and on, each once', ({ letter, rows }) => {
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => `${letter}-${i + 1}`))
  })

  test.each(tried)('$number says the attack, what stops it, and which tests try it', ({ cells }) => {
    expect(cells).toHaveLength(3)
    const [attack = '', defence = '', tests = ''] = cells
    expect([attack, defence].filter((cell) => cell.length < 20)).toEqual([])
    expect(namedIn(tests)).not.toEqual([])
    expect(namedIn(tests).filter((name) => !testExists(name))).toEqual([])
  })

  test.each(cannotArise)('$number has its sentence', ({ cells }) => {
    expect(cells).toHaveLength(2)
    expect(cells[1]).toMatch(/\.$/)
  })

  test('names every test of tests/contracts/attacks', () => {
    const attacks = solidityFiles.filter((file) => file.startsWith('attacks/')).flatMap(testsOf)
    const named = new Set(tried.flatMap(({ cells }) => namedIn(cells[2] ?? '')))
    expect(attacks.length).toBeGreaterThan(50)
    expect(attacks.filter((name) => !named.has(name))).toEqual([])
  })

  test('is where SECURITY.md says, and file names of Solidity tests are unique', () => {
    expect(read('SECURITY.md')).toContain('](docs/security.md)')
    const names = solidityFiles.map((file) => basename(file))
    expect(names).toHaveLength(new Set(names).size)
  })
})
