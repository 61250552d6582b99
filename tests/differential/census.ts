// Counts what came of the calls, so that histories in which nothing happened prove nothing.

import type { Call } from '../support/ledger-model/apply-call.ts'

export type Census = ReturnType<typeof makeCensus>

const PREFIX = 'RewardLedger_'

/** Keys are `<call> <outcome>`, where an outcome is `done` or an error, `log <name>`, and `label <text>`. */
export function makeCensus() {
  const counts = new Map<string, number>()
  const add = (key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  let calls = 0
  let views = 0
  return {
    /** `told` is the outcome in the words of `tellOutcome`, `labels` are what is special about the call. */
    count({ name }: Call, told: string, labels: readonly string[]): void {
      calls += 1
      add(`${name} ${outcomeOf(told)}`)
      for (const [, log] of told.matchAll(/ ledger\.(\w+)\[/g)) add(`log ${log}`)
      for (const label of labels) add(`label ${label}`)
    },
    countView(): void {
      views += 1
    },
    /** How often the key was counted. */
    of: (key: string): number => counts.get(key) ?? 0,
    /** All counts under a heading, a line for each call, one for the logs and one for the labels. */
    tell: (heading: string): string =>
      [`${heading}: ${calls} calls, ${views} looks at the state`, ...tellGroups(counts)].join('\n'),
  }
}

function outcomeOf(told: string): string {
  if (told.startsWith('done')) return 'done'
  const [, name = ''] = /^refused (\w*)/.exec(told) ?? []
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name || 'refused-without-a-word'
}

function tellGroups(counts: ReadonlyMap<string, number>): string[] {
  const keys = [...counts.keys()].sort()
  return Map.groupBy(keys, (key) => key.slice(0, key.indexOf(' ')))
    .entries()
    .map(([group, ofGroup]) => {
      const each = ofGroup.map((key) => `${key.slice(group.length + 1)} ${counts.get(key)}`)
      return `  ${group}: ${each.join(', ')}`
    })
    .toArray()
}
