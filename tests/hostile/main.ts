// `npm run test:hostile -- --requests 10000 --seed 1`: the long run, and the way to play a failure again.

import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})

const numbers = [values.requests, values.seed ?? '1'].map(Number)
if (!numbers.every((number) => Number.isSafeInteger(number) && number > 0)) {
  console.error('Usage: [--requests n] [--seed n]')
  process.exitCode = 2
} else {
  const seed = values.seed === undefined ? {} : { HOSTILE_SEED: values.seed }
  const env = { ...process.env, ...seed, HOSTILE_REQUESTS: values.requests }
  const child = spawn('vitest', ['run', '--project', 'integration', 'tests/hostile'], {
    env,
    stdio: 'inherit',
  })
  child.once('error', (error) => {
    console.error(error.message)
    process.exitCode = 127
  })
  child.once('close', (code) => {
    process.exitCode = code ?? 1
  })
}
