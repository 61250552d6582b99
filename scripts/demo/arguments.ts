// The demo's command line.

import { parseArgs } from 'node:util'

export type DemoArguments = { readonly json: boolean; readonly seed: number }

/** The story that is told unless another is asked for. */
export const SEED_DEFAULT = 1

/** Seeds are 32-bit numbers: more stories than anyone hears. */
const SEED_MAX = 2 ** 32 - 1

/** What `--help` prints. */
export const DEMO_USAGE = `Usage: npm run demo -- [--json] [--seed <number>]

Plays a small market on this machine: two shops, forty people, three hundred orders, from a shared link to a paid
reward and a clean audit.

  --json           print one JSON object on standard output, and progress on standard error
  --seed <number>  tell another story; the same number tells the same one (default ${SEED_DEFAULT})
  --help           print this

Exit codes: 0 all is well, 1 something differs or failed, 2 wrong usage`

/** Reads the arguments: what to do, `help`, or one sentence about what is wrong with them. */
export function readArguments(
  args: readonly string[],
): { readonly run: DemoArguments } | { readonly help: true } | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) return { help: true }
    const seed = values.seed ?? String(SEED_DEFAULT)
    if (!/^\d{1,10}$/.test(seed) || Number(seed) > SEED_MAX) {
      return { wrong: `--seed takes a whole number from 0 to ${SEED_MAX}.` }
    }
    return { run: { json: values.json ?? false, seed: Number(seed) } }
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/)
    return { wrong: `${sentence.replace(/\.$/, '')}.` }
  }
}
