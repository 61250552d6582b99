// Matured batches and what people are owed, in the model: settle, pay, withdraw, minimum payouts.

import type { Address, Hex } from 'viem'
import { packNetList, readIndexedNetList, readPayees, totalOf } from './batch-bytes.ts'
import { batchOf, checkHash } from './batches.ts'
import type { CallArgs } from './interface.ts'
import { log } from './log.ts'
import { Refusal, refuse, ZERO } from './outcome.ts'
import { accountOf, batchKey, changeAccount, poolOf, setPool, type Ledger } from './state.ts'
import { send } from './token.ts'
import { digestOf, ledgerDomain, LEDGER_TYPES, recover } from './typed-data.ts'

/** A thousand units. */
const MOST_MINIMUM_MICROS = 1_000_000_000n

/** Whose gas is short of a push has it for everything before. */
type Context = { readonly from: Address; readonly now: number; readonly isShortOfGas: boolean }

export function settle(ledger: Ledger, context: Context, args: CallArgs<'settle'>): void {
  const [payeeBytes, references, push] = args
  const payees = readPayees(payeeBytes)
  const sums = new Map<Address, bigint>()
  let index = 0
  for (const { pool, seq, recordsHash, indexedNetList } of references) {
    const batch = batchOf(ledger, pool, seq)
    if (batch.maturesAt === 0) continue
    if (context.now < batch.maturesAt) refuse('BatchNotMatured', batch.maturesAt, context.now)
    const net = readIndexedNetList(indexedNetList, payees)
    checkHash(batch, recordsHash, packNetList(net))

    for (const { payee, micros } of net) sums.set(payee, (sums.get(payee) ?? 0n) + micros)
    const found = poolOf(ledger, pool)
    setPool(ledger, pool, { ...found, reservedMicros: found.reservedMicros - totalOf(net) })
    ledger.state.batches.set(batchKey(pool, seq), { ...batch, maturesAt: 0 })
    log(ledger, 'Settled', pool, seq, index, push)
    index += 1
  }
  for (const payee of payees) credit(ledger, context, { payee, micros: sums.get(payee) ?? 0n, push })
}

type Credit = { readonly payee: Address; readonly micros: bigint; readonly push: boolean }

function credit(ledger: Ledger, context: Context, { payee, micros, push }: Credit): void {
  if (micros === 0n) return
  const owedMicros = accountOf(ledger, payee).owedMicros + micros
  changeAccount(ledger, payee, { owedMicros })
  if (!push || owedMicros < minimumOf(ledger, payee)) return
  if (!pushed(ledger, context, payee)) log(ledger, 'PayDeferred', payee, owedMicros)
}

export function pay(ledger: Ledger, context: Context, [payees]: CallArgs<'pay'>): void {
  for (const payee of payees) {
    const { owedMicros } = accountOf(ledger, payee)
    if (owedMicros === 0n || owedMicros < minimumOf(ledger, payee)) continue
    if (pushed(ledger, context, payee)) log(ledger, 'Paid', payee, owedMicros)
  }
}

function minimumOf(ledger: Ledger, payee: Address): bigint {
  const { minimumMicros } = accountOf(ledger, payee)
  return minimumMicros === 0n ? ledger.deployment.defaultMinimumMicros : minimumMicros
}

/** Pushes all that the payee is owed; false when the token does not take part. */
function pushed(ledger: Ledger, { isShortOfGas }: Context, payee: Address): boolean {
  // How much gas is left is not for the model to know.
  if (isShortOfGas) throw new Refusal('RewardLedger_GasTooLow', [])
  const { owedMicros } = accountOf(ledger, payee)
  if (!send(ledger, payee, owedMicros * ledger.deployment.scale)) return false
  changeAccount(ledger, payee, { owedMicros: 0n })
  return true
}

export function withdraw(ledger: Ledger, { from }: Context, [to, micros]: CallArgs<'withdraw'>): void {
  withdrawFor(ledger, { payee: from, to, micros })
}

export async function withdrawWithSignature(
  ledger: Ledger,
  { now }: Context,
  args: CallArgs<'withdrawWithSignature'>,
): Promise<void> {
  const [payee, to, micros, deadline, signature] = args
  const { nonce } = accountOf(ledger, payee)
  const values = [payee, to, micros, nonce, deadline]
  await useSignature(ledger, { payee, type: LEDGER_TYPES.Withdraw, values, deadline, signature }, now)
  withdrawFor(ledger, { payee, to, micros })
}

function withdrawFor(
  ledger: Ledger,
  { payee, to, micros }: { payee: Address; to: Address; micros: bigint },
): void {
  const { ledger: itself, token, scale } = ledger.deployment
  if (to === ZERO) refuse('ZeroAddress')
  if (to === itself || to === token) refuse('ForbiddenAddress', to)
  if (micros === 0n) refuse('AmountZero')
  const { owedMicros } = accountOf(ledger, payee)
  if (micros > owedMicros) refuse('OwedExceeded', micros, owedMicros)
  changeAccount(ledger, payee, { owedMicros: owedMicros - micros })
  log(ledger, 'Withdrawn', payee, to, micros)
  const rawAmount = micros * scale
  if (!send(ledger, to, rawAmount)) refuse('TransferFailed', to, rawAmount)
}

export function setMinimumPayout(
  ledger: Ledger,
  { from }: Context,
  [micros]: CallArgs<'setMinimumPayout'>,
): void {
  setMinimumFor(ledger, from, micros)
}

export async function setMinimumPayoutWithSignature(
  ledger: Ledger,
  { now }: Context,
  args: CallArgs<'setMinimumPayoutWithSignature'>,
): Promise<void> {
  const [payee, micros, deadline, signature] = args
  const values = [payee, micros, accountOf(ledger, payee).nonce, deadline]
  await useSignature(ledger, { payee, type: LEDGER_TYPES.SetMinimumPayout, values, deadline, signature }, now)
  setMinimumFor(ledger, payee, micros)
}

function setMinimumFor(ledger: Ledger, payee: Address, micros: bigint): void {
  if (micros > MOST_MINIMUM_MICROS) refuse('MinimumPayoutOutOfBounds', micros, 0n, MOST_MINIMUM_MICROS)
  changeAccount(ledger, payee, { minimumMicros: micros })
  log(ledger, 'MinimumPayoutSet', payee, micros)
}

type PayeeSigned = {
  readonly payee: Address
  readonly type: string
  readonly values: readonly unknown[]
  readonly deadline: number
  readonly signature: Hex
}

/** Takes the payee's signature over the current nonce, which rises. */
async function useSignature(ledger: Ledger, signed: PayeeSigned, now: number): Promise<void> {
  const { payee, type, values, deadline, signature } = signed
  if (now > deadline) refuse('DeadlinePassed', deadline, now)
  const { chainId, ledger: itself } = ledger.deployment
  const digest = digestOf(ledgerDomain(chainId, itself), type, values)
  const recovered = await recover(digest, signature)
  const isByKey = recovered !== ZERO && recovered === payee
  if (!isByKey && !ledger.acceptsSignature(payee, digest, signature)) refuse('PayeeSignatureInvalid', payee)
  changeAccount(ledger, payee, { nonce: accountOf(ledger, payee).nonce + 1n })
}
