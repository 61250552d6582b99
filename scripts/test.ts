// `npm test`: Solidity tests, freshness of the generated ABIs, then the TypeScript tests, in this order. It ends with
// one line that adds up the two runners: `N passed, N failed`. Arguments narrow it down: paths ending in `.sol` go to
// the Solidity tests, everything else to the TypeScript ones.

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countSolidityTests, countVitestTests, type Counts } from './test/counts.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REPORT_FILE = join(ROOT, '.vouchpenny', 'test', 'vitest.json')

/** Ends like a shell's command that could not be started. */
const EXIT_NOT_STARTED = 127

type Ended = { readonly exitCode: number; readonly stdout: string }

async function main(): Promise<number> {
  const filters = process.argv.slice(2)
  const solidity = filters.filter((filter) => filter.endsWith('.sol'))
  const typescript = filters.filter((filter) => !filter.endsWith('.sol'))
  const all = filters.length === 0

  const results: Counts[] = []
  if (all || solidity.length > 0) results.push(await testContracts(solidity))
  if (all) results.push(await checkAbi())
  if (all || typescript.length > 0) results.push(await testTypeScript(typescript))

  const passed = results.reduce((sum, counts) => sum + counts.passed, 0)
  const failed = results.reduce((sum, counts) => sum + counts.failed, 0)
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

async function testContracts(files: readonly string[]): Promise<Counts> {
  heading('Contracts')
  const { exitCode, stdout } = await run('hardhat', ['test', 'solidity', ...files])
  return judge('The Solidity tests', countSolidityTests(stdout), exitCode)
}

async function checkAbi(): Promise<Counts> {
  heading('Generated ABIs')
  const { exitCode } = await run('node', [join('scripts', 'generate-abi.ts'), '--check'])
  if (exitCode === 0) console.log('They are those of the contracts.')
  return { passed: 0, failed: exitCode === 0 ? 0 : 1 }
}

async function testTypeScript(filters: readonly string[]): Promise<Counts> {
  heading('TypeScript')
  mkdirSync(join(REPORT_FILE, '..'), { recursive: true })
  rmSync(REPORT_FILE, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT_FILE}`]
  const { exitCode } = await run('vitest', ['run', ...reporters, ...filters])
  return judge('The TypeScript tests', countVitestTests(readReport()), exitCode)
}

function readReport(): string {
  try {
    return readFileSync(REPORT_FILE, 'utf8')
  } catch {
    return ''
  }
}

/** A runner that ran nothing, or that failed without a failed test, has failed. */
function judge(what: string, { passed, failed }: Counts, exitCode: number): Counts {
  if (failed > 0 || (passed > 0 && exitCode === 0)) return { passed, failed }
  console.error(passed === 0 ? `${what} did not run.` : `${what} ended with exit code ${exitCode}.`)
  return { passed, failed: 1 }
}

function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 60 - text.length))}\n`)
}

/** Runs a command of `node_modules/.bin`, shows what it prints, and returns that too. */
function run(command: string, args: readonly string[]): Promise<Ended> {
  const path = [join(ROOT, 'node_modules', '.bin'), process.env['PATH']].join(':')
  // Their output comes through a pipe; it is this process that knows whether there is a terminal.
  const isPlain = !process.stdout.isTTY || process.env['NO_COLOR']
  const colors = isPlain ? { NO_COLOR: '1', FORCE_COLOR: '0' } : { FORCE_COLOR: '1' }
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...colors, PATH: path },
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    process.stdout.write(text)
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve({ exitCode: EXIT_NOT_STARTED, stdout }))
    child.once('close', (code) => resolve({ exitCode: code ?? 1, stdout }))
  })
}

process.exitCode = await main()
