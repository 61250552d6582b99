// The reward token: an ordinary ERC-20 as OpenZeppelin writes it, with EIP-2612 and EIP-3009 where it has a domain, and
// with moods towards those it pays.

import type { Address, Hex } from 'viem'
import { MOODS, type TokenCall } from './interface.ts'
import { Refusal, ZERO, type Fact, type TokenLogName } from './outcome.ts'
import type { Ledger, Mood } from './state.ts'
import { digestOf, isHighS, recover, TOKEN_TYPES } from './typed-data.ts'

/** An allowance that is never used up. */
const INFINITE = 2n ** 256n - 1n

/** Moods in which the tokens move. Who comes back to the ledger is refused there, and pays all the same. */
const PAYING: readonly Mood[] = ['pays', 'answers-nothing', 'comes-back']

/** A signature as the standards for tokens carry it. */
export type SplitSignature = { readonly v: number; readonly r: Hex; readonly s: Hex }

export function balanceOf({ state }: Ledger, holder: Address): bigint {
  return state.token.balances.get(holder) ?? 0n
}

/** Does a call of the token by its holders; refuses a permit that is not the owner's. */
export async function applyTokenCall(ledger: Ledger, call: TokenCall, now: number): Promise<void> {
  switch (call.name) {
    case 'mint':
      return mint(ledger, ...call.args)
    case 'approve':
      return approve(ledger, call.from, ...call.args)
    case 'permit': {
      const [owner, , rawAmount, deadline, v, r, s] = call.args
      await permit(ledger, { owner, rawAmount, deadline, signature: { v, r, s } }, now)
      return undefined
    }
    case 'setMood':
      ledger.state.token.moods.set(call.args[0], MOODS[call.args[1]] ?? 'pays')
  }
}

function mint(ledger: Ledger, to: Address, rawAmount: bigint): void {
  change(ledger, to, rawAmount)
  log(ledger, 'Transfer', ZERO, to, rawAmount)
}

function approve(ledger: Ledger, owner: Address, spender: Address, rawAmount: bigint): void {
  ledger.state.token.allowances.set(owner + spender, rawAmount)
  log(ledger, 'Approval', owner, spender, rawAmount)
}

/** Moves tokens to the ledger by allowance. Refuses too small an allowance or balance. */
export function pull(ledger: Ledger, from: Address, rawAmount: bigint): void {
  const spender = ledger.deployment.ledger
  const { allowances } = ledger.state.token
  const allowance = allowances.get(from + spender) ?? 0n
  if (allowance !== INFINITE) {
    if (allowance < rawAmount) refuseBy('ERC20InsufficientAllowance', spender, allowance, rawAmount)
    allowances.set(from + spender, allowance - rawAmount)
  }
  move(ledger, from, spender, rawAmount)
}

/** Sends tokens of the ledger; false when the token does not, in which case nothing has changed. */
export function send(ledger: Ledger, to: Address, rawAmount: bigint): boolean {
  const mood = ledger.state.token.moods.get(to) ?? 'pays'
  if (!PAYING.includes(mood)) return false
  move(ledger, ledger.deployment.ledger, to, rawAmount)
  return true
}

/** EIP-2612. Refuses whatever is not the owner's current permit for the ledger; then nothing has changed. */
export async function permit(
  ledger: Ledger,
  permitted: { owner: Address; rawAmount: bigint; deadline: bigint; signature: SplitSignature },
  now: number,
): Promise<boolean> {
  const { owner, rawAmount, deadline, signature } = permitted
  const spender = ledger.deployment.ledger
  const { permitNonces } = ledger.state.token
  const domain = tokenDomain(ledger)
  if (!domain || BigInt(now) > deadline) return false
  const nonce = permitNonces.get(owner) ?? 0n
  const digest = digestOf(domain, TOKEN_TYPES.Permit, [owner, spender, rawAmount, nonce, deadline])
  if ((await recover(digest, joined(signature))) !== owner) return false
  permitNonces.set(owner, nonce + 1n)
  approve(ledger, owner, spender, rawAmount)
  return true
}

/** EIP-3009 `receiveWithAuthorization` by the ledger. Refuses as OpenZeppelin's ERC3009 does. */
export async function receive(
  ledger: Ledger,
  given: {
    from: Address
    rawAmount: bigint
    validAfter: bigint
    validBefore: bigint
    nonce: Hex
    signature: SplitSignature
  },
  now: number,
): Promise<void> {
  const { from, rawAmount, validAfter, validBefore, nonce, signature } = given
  const to = ledger.deployment.ledger
  const domain = tokenDomain(ledger)
  // A token that knows no such function answers with nothing.
  if (!domain) throw new Refusal('', [])
  const values = [from, to, rawAmount, validAfter, validBefore, nonce]
  if (isHighS(signature.s)) refuseBy('ECDSAInvalidSignatureS', signature.s)
  const signer = await recover(
    digestOf(domain, TOKEN_TYPES.ReceiveWithAuthorization, values),
    joined(signature),
  )
  if (signer === ZERO) refuseBy('ECDSAInvalidSignature')
  if (signer !== from) refuseBy('ERC3009InvalidSignature')
  if (BigInt(now) <= validAfter || BigInt(now) >= validBefore) {
    refuseBy('ERC3009InvalidAuthorizationTime', validAfter, validBefore)
  }
  const { usedAuthorizations } = ledger.state.token
  if (usedAuthorizations.has(from + nonce)) refuseBy('ERC3009UsedAuthorization', from, nonce)
  usedAuthorizations.add(from + nonce)
  log(ledger, 'AuthorizationUsed', from, nonce)
  move(ledger, from, to, rawAmount)
}

/** The domain of what people sign for the token; undefined when it takes no signatures. */
export function tokenDomain({ deployment, tokenRules }: Ledger) {
  const { chainId, token } = deployment
  return tokenRules.domain && { ...tokenRules.domain, chainId, verifyingContract: token }
}

function joined({ v, r, s }: SplitSignature): Hex {
  return `${r}${s.slice(2)}${v.toString(16).padStart(2, '0')}`
}

function move(ledger: Ledger, from: Address, to: Address, rawAmount: bigint): void {
  const balance = balanceOf(ledger, from)
  if (balance < rawAmount) refuseBy('ERC20InsufficientBalance', from, balance, rawAmount)
  change(ledger, from, -rawAmount)
  change(ledger, to, rawAmount)
  log(ledger, 'Transfer', from, to, rawAmount)
}

function change(ledger: Ledger, holder: Address, by: bigint): void {
  ledger.state.token.balances.set(holder, balanceOf(ledger, holder) + by)
}

function log(ledger: Ledger, name: TokenLogName, ...facts: Fact[]): void {
  ledger.logs.push({ by: 'token', name, facts })
}

function refuseBy(error: string, ...facts: Fact[]): never {
  throw new Refusal(error, facts)
}
