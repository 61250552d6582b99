// The last audit of the ledger, for the open page.

import type { AuditSummary } from '#ports/chain-books.ts'

import type { AppDeps } from '../deps.ts'

/** The newest audit; undefined before the first. */
export async function lastAudit(deps: Pick<AppDeps, 'chainBooks'>): Promise<AuditSummary | undefined> {
  return deps.chainBooks.lastAudit()
}
