// A command as somebody runs it: in a process of its own that can be interrupted, or on a terminal where it asks.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { until } from '../../support/until.ts'

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))

/** A dozen processes one after the other, in milliseconds: each takes half a second on a machine without other work. */
export const COMMANDS_MS = 150_000

/** What Ctrl-C types. */
export const CTRL_C = '\u0003'

export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string }

export type Running = {
  /** As Ctrl-C gives it to a process without a terminal of its own. */
  interrupt(): void
  readonly ended: Promise<Ended>
}

/** Starts a command with nothing of the test's environment, in `folder`. */
export function startVouch(folder: string, ...command: readonly string[]): Running {
  const env = { PATH: process.env['PATH'] ?? '' }
  const child = spawn(process.execPath, [MAIN, ...command], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return {
    interrupt: () => void child.kill('SIGINT'),
    ended: new Promise((resolve) => {
      child.once('close', (status) => resolve({ status, stdout, stderr }))
    }),
  }
}

/** Runs a command on a terminal of its own (script, of util-linux) and types an answer to each question. */
export async function runOnTerminal(
  folder: string,
  command: readonly string[],
  answers: readonly { readonly question: string; readonly typed: string }[],
): Promise<{ readonly status: number | null; readonly shown: string }> {
  const line = [process.execPath, MAIN, ...command].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', TERM: 'dumb' },
  })
  let shown = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text))
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
  let from = 0
  for (const { question, typed } of answers) {
    await until(`the question "${question}"`, () => shown.includes(question, from), { seen: () => shown })
    from = shown.indexOf(question, from) + question.length
    child.stdin.write(typed === CTRL_C ? typed : `${typed}\r`)
  }
  return { status: await ended, shown }
}
