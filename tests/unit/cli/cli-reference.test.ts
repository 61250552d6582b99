// docs/reference/cli.md names exactly the commands and options that there are.

import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '#cli/create-program.ts'

const document = readFileSync(new URL('../../../docs/reference/cli.md', import.meta.url), 'utf8')
const nowhere = { write: () => true }

/** Options of each command that does something, by its full name. */
function optionsOf(command: Command, path: string): Record<string, string[]> {
  if (command.commands.length === 0) return { [path]: command.options.map(({ flags }) => flags).toSorted() }
  return Object.assign(
    {},
    ...command.commands.map((child) => optionsOf(child, `${path} ${child.name()}`)),
  ) as Record<string, string[]>
}

test('docs/reference/cli.md has a section for each command and a row for each option', () => {
  const startDemoChain = async () => undefined
  const program = createProgram(
    { stdout: nowhere, stderr: nowhere, ask: undefined },
    { stdout: nowhere, stderr: nowhere, clock: () => 0, exitWith: () => undefined, startDemoChain },
  )
  const written: Record<string, string[]> = {}
  for (const section of document.split(/^## /m).slice(1)) {
    const [name = ''] = section.split('\n')
    written[name] = Array.from(
      section.matchAll(/^\| `(--[^`]+)`\s*\|/gm),
      ([, flags = '']) => flags,
    ).toSorted()
  }
  expect(written).toEqual(optionsOf(program, 'vouch'))
})
