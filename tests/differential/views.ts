// Everything that the ledger's views tell, as the model has it.

import type { Hex } from 'viem'
import { encodeFunctionData, type Abi } from 'viem'
import { tokenAbi, viewAbi } from '../support/ledger-model/interface.ts'
import { levelAt } from '../support/ledger-model/rate-limit.ts'
import { accountOf, type Ledger } from '../support/ledger-model/state.ts'
import { balanceOf } from '../support/ledger-model/token.ts'
import { ledgerDomain } from '../support/ledger-model/typed-data.ts'
import { PEOPLE } from './cast.ts'
import { tellAll } from './observe.ts'
import { UNKNOWN_POOL } from './world.ts'

export type View = {
  readonly of: 'ledger' | 'token'
  readonly name: string
  readonly args: readonly unknown[]
  /** In the words of `tellView`. */
  readonly expected: string
}

function view(name: string, args: readonly unknown[], ...answer: readonly unknown[]): View {
  return { of: name === 'balanceOf' ? 'token' : 'ledger', name, args, expected: tellAll(answer) }
}

/** All pools, batches, accounts and balances of the model at `now`, and one pool that is unknown. */
export function viewsOf(ledger: Ledger, now: number): View[] {
  const { pools, batches, accounts, token } = ledger.state
  const payees = new Set([...accounts.keys(), ...PEOPLE.map(({ address }) => address)])
  const unknown = { expected: `refused RewardLedger_PoolUnknown[${UNKNOWN_POOL}]` }
  return [
    view('poolCount', [], pools.size),
    ...[...pools].flatMap(([id, pool]) => [
      view('getPool', [id], pool),
      view('rateAvailable', [id], levelAt(pool, now)),
      view('getBatch', [id, pool.nextSeq], 0, `0x${'00'.repeat(27)}`),
    ]),
    { ...view('getPool', [UNKNOWN_POOL]), ...unknown },
    { ...view('rateAvailable', [UNKNOWN_POOL]), ...unknown },
    ...[...batches.values()].map(({ pool, seq, maturesAt, hash }) =>
      view('getBatch', [pool, seq], maturesAt, hash),
    ),
    ...[...payees].map((payee) => {
      const { owedMicros, minimumMicros, nonce } = accountOf(ledger, payee)
      return view('getAccount', [payee], owedMicros, minimumMicros, nonce)
    }),
    ...[...token.balances.keys()].map((holder) => view('balanceOf', [holder], balanceOf(ledger, holder))),
  ]
}

/** A domain without salt: name, version, chain and contract (ERC-5267). */
const DOMAIN_FIELDS = '0x0f'

/** What never changes, as the deployment has it. */
export function constantsOf({ deployment }: Ledger): View[] {
  const { chainId, ledger } = deployment
  const { name, version } = ledgerDomain(chainId, ledger)
  return [
    view('TOKEN', [], deployment.token),
    view('SCALE', [], deployment.scale),
    view('DEFAULT_MINIMUM_MICROS', [], deployment.defaultMinimumMicros),
    view('MIN_HOLD', [], deployment.minHoldSeconds),
    view('MAX_HOLD', [], deployment.maxHoldSeconds),
    view('NOTICE', [], deployment.noticeSeconds),
    view('REQUEST_WINDOW', [], deployment.requestWindowSeconds),
    view('MAX_PAYEES', [], deployment.maxPayees),
    view('eip712Domain', [], DOMAIN_FIELDS, name, version, chainId, ledger, `0x${'00'.repeat(32)}`, []),
  ]
}

/** Encoded views by name and arguments: the same ones are looked at again and again. */
const encoded = new Map<string, Hex>()

export function encodeView({ of, name, args }: View): Hex {
  const key = `${name} ${args.join(' ')}`
  const known = encoded.get(key)
  if (known) return known
  const abi: Abi = of === 'token' ? tokenAbi : viewAbi
  const data = encodeFunctionData({ abi, functionName: name, args })
  encoded.set(key, data)
  return data
}
