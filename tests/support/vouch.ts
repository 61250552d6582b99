// The command line in a process of its own, beside the test: a test that stood still meanwhile would find its open
// connections closed by the relayer afterwards.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export type VouchEnd = { readonly status: unknown; readonly stdout: string; readonly stderr: string }

/** Runs a command with nothing of the test's environment; resolves with how it ended and what it wrote. */
export function vouch(...command: readonly string[]): Promise<VouchEnd> {
  const env = { PATH: process.env['PATH'] ?? '' }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...command], { env }, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, stdout, stderr }),
    )
  })
}
