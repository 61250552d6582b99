// Pushes that the token refused are tried again, an hour later and then four times a day; the money stays owed meanwhile.

import { DEFAULT_MINIMUM_MICROS } from '#domain/default-minimum.ts'
import { HOUR_MS } from '#domain/time.ts'

import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Payees of one call: each push may take its full gas cap. */
const PAYEES_PER_CALL_MAX = 100

/** Milliseconds between two further tries: six hours, since a token that refuses rarely changes its mind soon. */
const RETRY_MS = 6 * HOUR_MS

/** Plans one call for deferred payees who are due. */
export async function payDeferred(
  deps: Pick<AppDeps, 'chainBooks' | 'chainReader' | 'chainTransactions' | 'calls' | 'clock' | 'settings'>,
): Promise<void> {
  const now = deps.clock.now()
  const due = await deps.chainBooks.deferredPayees(now, PAYEES_PER_CALL_MAX)
  if (due.length === 0) return
  const accounts = await deps.chainReader.accounts(due.map((one) => one.payee))
  const payees: Address[] = []
  for (const [i, { payee }] of due.entries()) {
    const account = accounts[i]
    const minimum = account && (account.minimumMicros > 0n ? account.minimumMicros : DEFAULT_MINIMUM_MICROS)
    if (account && minimum && account.owedMicros >= minimum) payees.push(payee)
    else await deps.chainBooks.forgetPayee(payee)
  }
  const [first] = payees
  if (first === undefined) return
  // A crash before the deferral is noted makes a second call under another key: it skips whoever was paid.
  await deps.chainTransactions.plan({
    key: `pay:${first}:${now}`,
    sender: deps.settings.relayer,
    call: deps.calls.pay(payees),
  })
  for (const payee of payees) await deps.chainBooks.deferPayee(payee, now + RETRY_MS)
}
