// The contracts as they are take exactly the gas that is saved in docs/reference/gas.json. The ledger's own figures with
// the test token are measured again; `npm run bench:gas -- --check` compares all.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const GROUPS = 'sorted,arrival,small,maxPayees,worstSettleGas'

/** It takes some eight seconds alone on a machine, and may have to compile the contracts first. */
const TIMEOUT_MILLISECONDS = 180_000

test(
  'cost exactly the saved gas; if the change is meant, run `npm run bench:gas -- --save`',
  { timeout: TIMEOUT_MILLISECONDS },
  async () => {
    const bench = spawn(process.execPath, ['scripts/bench-gas.ts', '--json', '--check', '--only', GROUPS], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(bench, 'close')
    const [stdout, stderr] = await Promise.all([text(bench.stdout), text(bench.stderr)])

    const [exitCode] = await ended
    if (exitCode !== 0) expect.fail(stderr)
    expect(Object.keys(JSON.parse(stdout) as object).join(','), 'one JSON object and nothing else').toBe(
      GROUPS,
    )
  },
)
