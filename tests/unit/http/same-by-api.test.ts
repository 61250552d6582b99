// docs/reference/same-by-api.md names the endpoints of every page, form and command, and leaves none out.

import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { createProgram } from '#cli/create-program.ts'
import { pagePermissions } from '#domain/access/page-permissions.ts'
import { endpoints } from '#http/v1/endpoints.ts'

const document = readFileSync(new URL('../../../docs/reference/same-by-api.md', import.meta.url), 'utf8')

type Row = { readonly name: string; readonly says: string }

/** The table below a heading. */
function rowsOf(heading: string): readonly Row[] {
  const [, section = ''] = document.split(`\n## ${heading}\n`)
  const [text = ''] = section.split('\n## ')
  return Array.from(text.matchAll(/^\| `([^`]+)` +\| (.+?) +\|$/gm), ([, name = '', says = '']) => ({
    name,
    says,
  }))
}

const namesOf = (rows: readonly Row[]): readonly string[] => rows.map(({ name }) => name)
const endpointsIn = ({ says }: Row): readonly string[] =>
  Array.from(says.matchAll(/`([^`]+)`/g), ([, endpoint = '']) => endpoint)

const known = endpoints.map(({ method, path }) => `${method} ${path}`)

/** Every command that does something, by its full name. */
function commandsOf(command: Command, path: string): readonly string[] {
  if (command.commands.length === 0) return [path]
  return command.commands.flatMap((child) => commandsOf(child, `${path} ${child.name()}`))
}

const nowhere = { write: () => true }
const commands = commandsOf(
  createProgram(
    { stdout: nowhere, stderr: nowhere, ask: undefined },
    {
      stdout: nowhere,
      stderr: nowhere,
      clock: () => 0,
      exitWith: () => undefined,
      startDemoChain: async () => undefined,
    },
  ),
  'vouch',
)

const tables: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['page and form', 'Pages and forms', 'Addresses that need no endpoint', Object.keys(pagePermissions)],
  ['command', 'Commands', 'Commands that need no endpoint', commands],
]

describe.each(tables)('every %s', (_what, heading, without, all) => {
  const rows = rowsOf(heading)
  const others = rowsOf(without)

  test('has one row, and every row is of one', () => {
    const named = [...namesOf(rows), ...namesOf(others)]
    expect(named.toSorted()).toEqual([...all].toSorted())
    expect(all.length).toBeGreaterThan(80)
  })

  test('is done by endpoints that there are', () => {
    const unknown = rows.flatMap((row) => endpointsIn(row).filter((endpoint) => !known.includes(endpoint)))
    expect(unknown).toEqual([])
    expect(rows.filter((row) => endpointsIn(row).length === 0)).toEqual([])
  })

  test('without an endpoint says why in a sentence', () => {
    expect(others.filter(({ says }) => !/^[A-Z].{10,}\.$/.test(says))).toEqual([])
  })
})

test('a form that changes something is done by an endpoint that does', () => {
  const forms = rowsOf('Pages and forms').filter(({ name }) => name.startsWith('POST '))
  const readOnly = forms.filter((row) => !endpointsIn(row).some((endpoint) => endpoint.startsWith('POST ')))
  expect(readOnly).toEqual([])
})
