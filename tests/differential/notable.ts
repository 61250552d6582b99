// What is special about a call, beyond its name: edges in time, signatures by code, several pools at once. A history is
// worth little where these never happen.

import type { Call } from '../support/ledger-model/apply-call.ts'
import { lengthOf } from '../support/ledger-model/bytes.ts'
import { batchKey, type Ledger } from '../support/ledger-model/state.ts'
import type { Address, Hex } from 'viem'
import { DELEGATED } from './cast.ts'

/** Payees of a batch that is more than the cast holds; a crowd has one record each. */
const CROWD = 250
const RECORDS_BYTES = 32
const INDEXED_ENTRY_BYTES = 8

/** Bytes of a digest, which is how code signs here. */
const DIGEST_BYTES = 32

/** Labels of `call` at `now`, seen before it changes anything. */
export function labelsOf(ledger: Ledger, call: Call, now: number): string[] {
  switch (call.name) {
    case 'commit':
      return [
        ...edge('deadline of a commit', call.args[2].deadline, now),
        ...(lengthOf(call.args[3]) > CROWD * RECORDS_BYTES ? ['commit of a crowd'] : []),
      ]
    case 'amend':
      return edge('maturity met by an amendment', maturityOf(ledger, call.args[0]), now)
    case 'veto':
      return call.args[0].flatMap((one) => edge('maturity met by a veto', maturityOf(ledger, one), now))
    case 'settle':
      return labelsOfSettle(ledger, call.args[1], now)
    case 'executeWithdrawal':
      return labelsOfWithdrawal(ledger, call.args[0], now)
    case 'withdrawWithSignature':
      return [...edge('deadline of a payee', call.args[3], now), ...signedBy(call.args[0], call.args[4])]
    case 'setMinimumPayoutWithSignature':
      return [...edge('deadline of a payee', call.args[2], now), ...signedBy(call.args[0], call.args[3])]
    default:
      return []
  }
}

/** At the instant, or a second to either side of it. */
function edge(what: string, instant: number, now: number): string[] {
  if (Math.abs(now - instant) > 1) return []
  const where = now === instant ? 'at' : now < instant ? 'a second before' : 'a second after'
  return [`${where} the ${what}`]
}

function maturityOf({ state }: Ledger, { pool, seq }: { pool: number; seq: number }): number {
  return state.batches.get(batchKey(pool, seq))?.maturesAt ?? 0
}

type Named = { readonly pool: number; readonly seq: number; readonly indexedNetList: Hex }

function labelsOfSettle(ledger: Ledger, batches: readonly Named[], now: number): string[] {
  const ready = batches.filter((batch) => {
    const maturesAt = maturityOf(ledger, batch)
    return maturesAt > 0 && maturesAt <= now
  })
  return [
    ...batches.flatMap((one) => edge('maturity met by a settle', maturityOf(ledger, one), now)),
    ...(ready.length > 1 ? ['settle of several batches'] : []),
    ...(new Set(ready.map(({ pool }) => pool)).size > 1 ? ['settle of several pools'] : []),
    ...(ready.length > 0 && ready.length < batches.length ? ['settle that skips or refuses some'] : []),
    ...(ready.some((one) => lengthOf(one.indexedNetList) > CROWD * INDEXED_ENTRY_BYTES)
      ? ['settle of a crowd']
      : []),
  ]
}

function labelsOfWithdrawal({ state, deployment }: Ledger, pool: number, now: number): string[] {
  const readyAt = state.pools.get(pool)?.requestReadyAt ?? 0
  return [
    ...edge('first instant of a withdrawal', readyAt, now),
    ...edge('expiry of a request', readyAt + deployment.requestWindowSeconds, now),
  ]
}

function signedBy(payee: Address, signature: Hex): string[] {
  const isByCode = lengthOf(signature) === DIGEST_BYTES
  if (payee === DELEGATED.address && !isByCode) return ['signature of a delegated key']
  return isByCode ? ['signature by code'] : []
}
