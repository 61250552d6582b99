// Money into pools, in the model: by allowance, permit, and authorization.

import { encodeAbiParameters, keccak256, type Address } from 'viem'
import type { CallArgs } from './interface.ts'
import { log } from './log.ts'
import { refuse } from './outcome.ts'
import { MOST_MICROS } from './pools.ts'
import { poolOf, setPool, type Ledger } from './state.ts'
import { balanceOf, permit, pull, receive } from './token.ts'

type Context = { readonly from: Address; readonly now: number }

export function deposit(ledger: Ledger, { from }: Context, args: CallArgs<'deposit'>): void {
  const [pool, expectedOwner, rawAmount] = args
  take(ledger, { pool, expectedOwner, from }, () => pull(ledger, from, rawAmount))
}

export async function depositWithPermit(
  ledger: Ledger,
  { from, now }: Context,
  args: CallArgs<'depositWithPermit'>,
): Promise<void> {
  const [pool, expectedOwner, rawAmount, deadline, v, r, s] = args
  await permit(ledger, { owner: from, rawAmount, deadline, signature: { v, r, s } }, now)
  take(ledger, { pool, expectedOwner, from }, () => pull(ledger, from, rawAmount))
}

export async function depositWithAuthorization(
  ledger: Ledger,
  { now }: Context,
  args: CallArgs<'depositWithAuthorization'>,
): Promise<void> {
  const [pool, expectedOwner, { from, rawAmount, validAfter, validBefore, salt, v, r, s }] = args
  checkOwner(ledger, pool, expectedOwner)
  const nonce = authorizationNonce(pool, expectedOwner, salt)
  const before = balanceOf(ledger, ledger.deployment.ledger)
  await receive(ledger, { from, rawAmount, validAfter, validBefore, nonce, signature: { v, r, s } }, now)
  book(ledger, { pool, from, before })
}

/** What binds an EIP-3009 authorization, which names no pool, to one pool and owner. */
export function authorizationNonce(pool: number, expectedOwner: Address, salt: `0x${string}`) {
  const types = [{ type: 'uint32' }, { type: 'address' }, { type: 'bytes32' }] as const
  return keccak256(encodeAbiParameters(types, [pool, expectedOwner, salt]))
}

type Deposit = { readonly pool: number; readonly expectedOwner: Address; readonly from: Address }

function take(ledger: Ledger, { pool, expectedOwner, from }: Deposit, transfer: () => void): void {
  checkOwner(ledger, pool, expectedOwner)
  const before = balanceOf(ledger, ledger.deployment.ledger)
  transfer()
  book(ledger, { pool, from, before })
}

function checkOwner(ledger: Ledger, pool: number, expectedOwner: Address): void {
  const { owner } = poolOf(ledger, pool)
  if (owner !== expectedOwner) refuse('OwnerNotExpected', owner, expectedOwner)
}

/** Credits the pool with what the ledger holds more than `before`. */
function book(ledger: Ledger, { pool, from, before }: { pool: number; from: Address; before: bigint }): void {
  const { scale, ledger: itself } = ledger.deployment
  const balance = balanceOf(ledger, itself)
  const arrived = balance - before
  if (arrived === 0n) refuse('DepositZero')
  if (arrived % scale !== 0n) refuse('DepositNotWholeMicros', arrived, scale)
  const whole = balance / scale
  if (whole > MOST_MICROS) refuse('AmountTooLarge', whole, MOST_MICROS)
  const micros = arrived / scale
  const found = poolOf(ledger, pool)
  const hasRequest = found.requestMicros > 0n
  setPool(ledger, pool, {
    ...found,
    availableMicros: found.availableMicros + micros,
    requestDepositedMicros: hasRequest ? found.requestDepositedMicros + micros : 0n,
  })
  log(ledger, 'Deposited', pool, from, micros)
}
