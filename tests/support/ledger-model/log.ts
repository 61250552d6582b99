// How the model writes down one of the ledger's own logs.

import type { LogName } from './interface.ts'
import type { Fact } from './outcome.ts'
import type { Ledger } from './state.ts'

/** Adds a log to the call that is under way; `facts` in the order of its declaration. */
export function log(ledger: Ledger, name: LogName, ...facts: readonly Fact[]): void {
  ledger.logs.push({ by: 'ledger', name, facts })
}
