// The gas bench's command line.

import { parseArgs } from 'node:util'
import { GROUPS, type Group } from './figures.ts'

export type BenchArguments = {
  readonly json: boolean
  /** What to measure, in the order of the report. */
  readonly groups: readonly Group[]
  /** Compare with the saved figures, or save these. */
  readonly afterwards: 'check' | 'save' | undefined
}

/** What `--help` prints. */
export const BENCH_USAGE = `Usage: npm run bench:gas -- [--json] [--only <group>[,<group>…]] [--check | --save]

Measures what a rewarded sale costs in gas: 10 000 sales over 1 000 people, all chain transactions counted, beside
plain and batched transfers. Every figure is exact: the same contracts give the same number on every machine.

  --json         print one JSON object on standard output, in gas per sale (worstSettleGas: gas)
  --only <list>  measure only these: ${GROUPS.join(', ')}
  --check        compare with the saved figures of docs/reference/gas.json, to the last unit of gas
  --save         save all figures there, and in docs/reference/gas.md
  --help         print this

Progress is on standard error. Exit codes: 0 measured, 1 something was paid or counted wrongly or, with --check,
differs, 2 wrong usage`

/** Reads the arguments: what to do, `help`, or one sentence about what is wrong with them. */
export function readArguments(
  args: readonly string[],
): { readonly run: BenchArguments } | { readonly help: true } | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean' },
        only: { type: 'string' },
        check: { type: 'boolean' },
        save: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return { help: true }
    const asked = values.only?.split(',') ?? GROUPS
    const unknown = asked.find((name) => !(GROUPS as readonly string[]).includes(name))
    if (unknown !== undefined) return { wrong: `--only knows no "${unknown}".` }
    if (values.save && values.check) return { wrong: '--save and --check exclude each other.' }
    if (values.save && values.only !== undefined)
      return { wrong: '--save takes all figures, not --only some.' }
    return {
      run: {
        json: values.json ?? false,
        groups: GROUPS.filter((group) => asked.includes(group)),
        afterwards: values.save ? 'save' : values.check ? 'check' : undefined,
      },
    }
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/)
    return { wrong: `${sentence.replace(/\.$/, '')}.` }
  }
}
