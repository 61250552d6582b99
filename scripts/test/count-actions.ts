// Counts what the random histories of the invariant tests were made of, from the measurements of hardhat's runner, and
// prints it: an invariant that held while nothing happened would say nothing.

/** The part of a test's result that says how often a handler's functions were called; only invariant tests have one. */
type HistoriesResult = {
  readonly kind: {
    readonly calls?: bigint
    /** By `path:Contract.function`. A discarded call could not happen at that point and changed nothing. */
    readonly metrics?: Readonly<Record<string, { readonly calls: bigint; readonly discards: bigint }>>
  }
}

export type SuiteResult = { readonly testResults: readonly HistoriesResult[] }

/** How often an action happened, by handler. */
export type ActionCounts = {
  readonly handlers: readonly string[]
  readonly actions: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Calls of all histories together, by handler. */
  readonly totals: ReadonlyMap<string, number>
}

/** Least share of a handler's calls that every action must make up: some dozens in `npm test`. */
const LEAST_SHARE = 1 / 500

/** With fewer calls than this, as when few tests were asked for, a share says nothing. */
const FEWEST_CALLS = 5_000

const HEADING = 'Calls in random histories'

/** Adds up the calls that happened in all invariant tests of `suites`. */
export function countActions(suites: readonly SuiteResult[]): ActionCounts {
  const actions = new Map<string, Map<string, number>>()
  const totals = new Map<string, number>()
  for (const { kind } of suites.flatMap(({ testResults }) => testResults)) {
    for (const [place, { calls, discards }] of Object.entries(kind.metrics ?? {})) {
      const [handler = '', action = ''] = place.slice(place.lastIndexOf(':') + 1).split('.')
      const happened = Number(calls - discards)
      const byHandler = actions.get(action) ?? new Map<string, number>()
      actions.set(action, byHandler.set(handler, (byHandler.get(handler) ?? 0) + happened))
      totals.set(handler, (totals.get(handler) ?? 0) + happened)
    }
  }
  return { handlers: [...totals.keys()].sort(), actions, totals }
}

/** The actions that happened too seldom to mean something, each in a sentence. */
export function findSeldom({ handlers, actions, totals }: ActionCounts): readonly string[] {
  return handlers.flatMap((handler) => {
    const total = totals.get(handler) ?? 0
    if (total < FEWEST_CALLS) return []
    return [...actions]
      .map(([action, counts]) => ({ action, count: counts.get(handler) }))
      .filter(({ count }) => count !== undefined && count < total * LEAST_SHARE)
      .map(({ action, count }) => `${handler}.${action} happened in ${count} of ${total} calls.`)
  })
}

/** A table with an action a line and a handler a column; empty when no invariant test ran. */
export function renderActions({ handlers, actions, totals }: ActionCounts): string {
  if (handlers.length === 0) return ''
  const names = [...actions.keys()].sort()
  const width = Math.max(...[HEADING, ...names].map(({ length }) => length))
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(width)}${cells.map((cell, i) => cell.padStart((handlers[i] ?? '').length + 2)).join('')}`
  return [
    line(HEADING, handlers),
    ...names.map((name) =>
      line(
        name,
        handlers.map((handler) => `${actions.get(name)?.get(handler) ?? '-'}`),
      ),
    ),
    line(
      'together',
      handlers.map((handler) => `${totals.get(handler) ?? 0}`),
    ),
    '',
  ].join('\n')
}
