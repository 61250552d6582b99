// The command line of `npm run mutate:contracts`.

import { parseArgs } from 'node:util'

export type MutateArguments = {
  /** Only mutants of files whose path ends so. */
  readonly only?: string
  /** Only the mutants that survived last time. */
  readonly survivors: boolean
  /** Only so many, chosen by `seed`. */
  readonly sample?: number
  readonly seed: number
  readonly workers?: number
}

/** What `--help` prints. */
export const MUTATE_USAGE = `Usage: npm run mutate:contracts -- [--only <file>] [--survivors] [--sample <n> [--seed <n>]]

Changes the contracts in one place at a time and looks whether a test fails. A run over everything writes
docs/reference/mutation.md. It judges only what no run before it has, or what may have changed since.

  --only <file>   mutants of one file, named by the end of its path
  --survivors     the mutants that survived last time, after a change of the tests
  --sample <n>    so many mutants, chosen at random
  --seed <n>      another choice (default 1)
  --workers <n>   processes (default: one for each core)
  --help          print this

Exit codes: 0 enough mutants are killed and every survivor is explained, 1 otherwise, 2 wrong usage`

/** Reads the arguments: what to do, `help`, or one sentence about what is wrong with them. */
export function readArguments(
  args: readonly string[],
): { readonly run: MutateArguments } | { readonly help: true } | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        survivors: { type: 'boolean' },
        sample: { type: 'string' },
        seed: { type: 'string' },
        workers: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return { help: true }
    const { only, survivors = false, seed = '1', ...numbers } = values
    const given = Object.entries({ ...numbers, seed })
    const wrong = given.find(([, value]) => !/^[1-9]\d{0,8}$/.test(String(value)))
    if (wrong) return { wrong: `--${wrong[0]} takes a number from 1.` }
    return {
      run: {
        survivors,
        seed: Number(seed),
        ...(only === undefined ? {} : { only }),
        ...(numbers.sample === undefined ? {} : { sample: Number(numbers.sample) }),
        ...(numbers.workers === undefined ? {} : { workers: Number(numbers.workers) }),
      },
    }
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/)
    return { wrong: `${sentence.replace(/\.$/, '')}.` }
  }
}

/** Whether the arguments leave anything out, so that nothing can be said about the whole. */
export function isPartial({ only, survivors, sample }: MutateArguments): boolean {
  return only !== undefined || survivors || sample !== undefined
}
