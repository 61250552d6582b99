// Every command with arguments that nobody should give it: a documented exit code and one sentence, never a stack and
// never half an answer on standard output.

import { CommanderError, type Command } from 'commander'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProgram } from '#cli/create-program.ts'
import { CommandEnd, EXIT } from '#cli/exit-codes.ts'
import { makeDice } from '../differential/dice.ts'
import { vouch } from '../support/vouch.ts'
import { BAD_ADDRESSES_OF_HOSTS, BAD_IDS, NASTY_TEXTS } from './bad-values.ts'

/** Ways in which each command is called. */
const CALLS_EACH = 25

const SEED = Math.floor(Math.random() * 2 ** 31)

/** Nobody listens there: port 1 of this computer needs root, and no test starts anything on it. */
const NOBODY = 'http://127.0.0.1:1'

/** A command that waits for what never comes would be no refusal. */
const PATIENCE = 300_000

/** Texts that name no place on this computer but inside the folder that goes away. */
const TEXTS = [...NASTY_TEXTS, ...BAD_IDS].filter((text) => !text.includes('/'))

const startedIn = process.cwd()
let folder: string
let files: readonly string[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouchpenny-cli-'))
  mkdirSync(join(folder, 'a-folder'))
  const contents: Readonly<Record<string, string | Uint8Array>> = {
    empty: '',
    spaces: ' \n\n',
    nul: 'a\0b',
    'not-utf8': Uint8Array.of(0xff, 0xfe, 0xc3, 0x28),
    'not.json': '{"a":',
    'list.json': '[]',
    'null.json': 'null',
    'deep.json': `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    'key.txt': `vp_test_${'2'.repeat(13)}_${'2'.repeat(28)}`,
    'table.csv': 'a;b\n"1\n',
  }
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content)
  // What a command writes where it was told to goes away with the folder.
  process.chdir(folder)
  files = [...Object.keys(contents), 'a-folder', 'missing', 'a-folder/missing/deep'].map((name) =>
    join(folder, name),
  )
})

afterAll(() => {
  process.chdir(startedIn)
  rmSync(folder, { recursive: true, force: true })
})

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

async function run(argv: readonly string[]): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  let code: number = EXIT.ok
  const out = { write: (text: string) => ((stdout += text), true) } as unknown as NodeJS.WriteStream
  const err = { write: (text: string) => ((stderr += text), true) } as unknown as NodeJS.WriteStream
  const exitWith = (given: number): void => {
    code = given
  }
  const program = createProgram(
    { stdout: out, stderr: err, ask: undefined },
    { stdout: out, stderr: err, clock: () => 0, exitWith, startDemoChain: () => Promise.resolve(undefined) },
  )
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommandEnd) {
      stderr += `vouch: ${error.message}\n`
      code = error.exitCode
    } else if (error instanceof CommanderError) code = error.exitCode === 0 ? EXIT.ok : EXIT.usage
    else throw error
  }
  return { code, stdout, stderr }
}

function leavesOf(
  command: Command,
  path: readonly string[] = [],
): readonly { path: readonly string[]; command: Command }[] {
  if (command.commands.length === 0) return [{ path, command }]
  return command.commands.flatMap((child) => leavesOf(child, [...path, child.name()]))
}

const nothing = { write: () => true } as unknown as NodeJS.WriteStream
const leaves = leavesOf(
  createProgram(
    { stdout: nothing, stderr: nothing, ask: undefined },
    {
      stdout: nothing,
      stderr: nothing,
      clock: () => 0,
      exitWith: () => undefined,
      startDemoChain: () => Promise.resolve(undefined),
    },
  ),
)

test.each(leaves.map(({ path, command }) => ({ name: path.join(' '), path, command })))(
  '$name refuses whatever it is given, by code and sentence',
  { timeout: PATIENCE },
  async ({ path, command }) => {
    const dice = makeDice(SEED)
    const odd: string[] = []
    for (let i = 0; i < CALLS_EACH; i++) {
      const argv = [...path, ...command.registeredArguments.filter(() => dice.chance(0.9)).map(() => value())]
      for (const option of command.options) {
        if (!option.mandatory && !dice.chance(0.4)) continue
        const flag = option.long ?? option.short ?? ''
        if (flag === '--url' || flag === '--rpc')
          argv.push(flag, dice.chance(0.7) ? NOBODY : dice.of(BAD_ADDRESSES_OF_HOSTS))
        else if (option.required || option.optional) argv.push(flag, value())
        else argv.push(flag)
      }
      if (!argv.includes('--url') && command.options.some(({ long }) => long === '--url'))
        argv.push('--url', NOBODY)
      if (dice.chance(0.1)) argv.push('--no-such-option')
      const told = await run(argv.map((argument) => argument.replaceAll('\0', '').toWellFormed())).catch(
        (error: unknown) => ({
          code: EXIT.fault,
          stdout: '',
          stderr: error instanceof Error ? `${error.stack}` : String(error),
        }),
      )
      const isDocumented = [EXIT.refused, EXIT.usage, EXIT.configuration, EXIT.unreachable].includes(
        told.code as 1,
      )
      if (
        told.code === EXIT.ok ||
        (isDocumented && told.stderr.trim() !== '' && !/\n\s+at /.test(told.stderr))
      )
        continue
      odd.push(`${argv.join(' ').slice(0, 300)} → ${told.code}: ${told.stderr.slice(0, 600)}`)
    }
    expect(odd, `seed ${SEED}`).toEqual([])

    function value(): string {
      return dice.of([...files, ...TEXTS, '5.00', '2026-11-01', 'x'])
    }
  },
)

test('a secret is no argument of any command; click tokens are public', () => {
  const options = leaves.flatMap(({ path, command }) =>
    command.options.map(({ long }) => `${path.join(' ')} ${long}`),
  )
  expect(options.length).toBeGreaterThan(100)
  expect(
    options.filter((option) => /--(?!click-)(?:.*-)?(?:key|secret|token|password)$/.test(option)),
  ).toEqual([])
})

test('as a process it ends in one sentence on standard error, and says nothing on standard output', async () => {
  // No command above was ever told this name, so none has written it.
  const keyFile = join(folder, 'told-to-nobody')
  const { status, stdout, stderr } = await vouch('order', 'trace', 'x', '--key-file', keyFile)
  expect(status).toBe(EXIT.configuration)
  expect(stdout).toBe('')
  expect(stderr.trim().split('\n')).toHaveLength(1)
})
