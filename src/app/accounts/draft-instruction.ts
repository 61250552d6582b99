// A person says what their account is to do; what comes out is what their passkey has to sign.

import { SIGNING_SECONDS } from '#domain/account-instruction.ts'
import { DEFAULT_MINIMUM_MICROS } from '#domain/default-minimum.ts'
import { sumMicros, type Micros } from '#domain/money.ts'
import {
  addressSigner,
  instructionDigest,
  NOBODY,
  type Instruction,
  type Signer,
} from '#domain/passkey-account.ts'
import { Problem } from '#domain/problem.ts'
import { sortableSuffix, ID_SUFFIX_LENGTH } from '#domain/ids.ts'
import type { PasskeyAccountState } from '#ports/passkey-accounts.ts'
import type { Address } from 'viem'

import { accountOf, stateOf, type OwnAccount } from './account-of.ts'
import { passkeyIdOf, signerOfPasskey } from './passkey-names.ts'
import { receiverOf } from '../pools/withdraw-from-pool.ts'

import type { AppDeps } from '../deps.ts'

/** Instructions of one account that wait at one time: more than anybody means to. */
const WAITING_MAX = 5

/** Random bytes behind an instruction's id. */
const ID_BYTES = 2 * ID_SUFFIX_LENGTH

export type RecoveryWish =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'passkey'; readonly passkeyId: string }

/** What a person wants of their account. `withdraw` moves what the ledger owes it, before it is sent by itself. */
export type Wish =
  | { readonly type: 'transfer' | 'withdraw'; readonly amount: Micros; readonly to: Address }
  | { readonly type: 'cancel'; readonly by: 'key' | 'recovery' }
  | { readonly type: 'set-recovery'; readonly recovery: RecoveryWish }
  | { readonly type: 'set-key'; readonly passkeyId: string; readonly by: 'key' | 'recovery' }

type Deps = Pick<
  AppDeps,
  | 'recommenders'
  | 'passkeyAccounts'
  | 'passkeys'
  | 'chainIdentity'
  | 'chainClock'
  | 'clock'
  | 'random'
  | 'macs'
>

/**
 * Makes the draft that takes the place of any before it, good for an hour. Throws `no_passkey_account`,
 * `payee_forbidden`, `account_short`, `instruction_under_way` while another is being carried, `not_found` for a passkey
 * that is not the person's, `chain_unavailable`.
 */
export async function draftInstruction(
  deps: Deps,
  { recommenderId, wish }: { readonly recommenderId: string; readonly wish: Wish },
): Promise<{ readonly instructionId: string }> {
  const own = await accountOf(deps, { recommenderId })
  const state = await stateOf(own)
  checkMoney(state, wish)
  const instruction = instructionOf(deps, own, state, wish)
  const { chainId } = deps.chainIdentity
  const { account } = own
  const digest = instructionDigest({ chainId, account, instruction })
  const askedAt = deps.clock.now()
  const instructionId = sortableSuffix(askedAt, deps.random.bytes(ID_BYTES))
  await deps.recommenders.transaction(recommenderId, async (unit) => {
    await unit.account.lock()
    const underWay = await unit.account.underWay()
    const isFull = wish.type !== 'cancel' && underWay.length >= WAITING_MAX
    if (isFull || underWay.some((row) => row.state === 'signed')) throw new Problem('instruction_under_way')
    const row = { instructionId, account, instruction, digest, askedAt, fromBlock: state.blockNumber }
    await unit.account.insertDraft(row)
  })
  return { instructionId }
}

/**
 * The relayer pays for carrying, so it carries for accounts with money in them, and moves no less than is paid out by
 * itself.
 */
function checkMoney({ heldMicros, owedMicros }: PasskeyAccountState, wish: Wish): void {
  const least = DEFAULT_MINIMUM_MICROS
  if (wish.type === 'transfer' || wish.type === 'withdraw') {
    const there = wish.type === 'transfer' ? heldMicros : owedMicros
    // What is owed below the minimum can be fetched whole.
    const isEnough = wish.amount >= least || (wish.type === 'withdraw' && wish.amount === owedMicros)
    if (wish.amount > there || !isEnough) throw new Problem('account_short')
    return
  }
  if (sumMicros([heldMicros, owedMicros]) < least) throw new Problem('account_short')
}

function instructionOf(deps: Deps, own: OwnAccount, state: PasskeyAccountState, wish: Wish): Instruction {
  const now = deps.chainClock.nowSeconds()
  if (now === undefined) throw new Problem('chain_unavailable')
  const byRecovery = 'by' in wish && wish.by === 'recovery'
  const nonce = byRecovery ? state.recoveryNonce : state.keyNonce
  const authorization = { nonce, deadlineSeconds: now + SIGNING_SECONDS }
  const { ledger, token } = deps.chainIdentity
  switch (wish.type) {
    case 'transfer': {
      const to = receiverOf(deps, wish.to)
      return { type: 'Transfer', token, to, rawAmount: own.chain.rawOf(wish.amount), ...authorization }
    }
    case 'withdraw':
      return {
        type: 'Withdraw',
        ledger,
        to: receiverOf(deps, wish.to),
        micros: wish.amount,
        ...authorization,
      }
    case 'cancel':
      return { type: 'Cancel', byRecovery, ...authorization }
    case 'set-recovery':
      return { type: 'SetRecovery', signer: recoverySigner(deps, own, wish.recovery), ...authorization }
    case 'set-key':
      return {
        type: 'SetKey',
        signer: passkeySignerOf(deps, own, wish.passkeyId),
        byRecovery,
        ...authorization,
      }
    default:
      return wish satisfies never
  }
}

function recoverySigner(deps: Deps, own: OwnAccount, recovery: RecoveryWish): Signer {
  switch (recovery.kind) {
    case 'nobody':
      return NOBODY
    case 'address':
      return addressSigner(receiverOf(deps, recovery.address))
    case 'passkey':
      return passkeySignerOf(deps, own, recovery.passkeyId)
    default:
      return recovery satisfies never
  }
}

function passkeySignerOf(deps: Deps, { passkeys }: OwnAccount, passkeyId: string): Signer {
  const row = passkeys.find(({ credentialId }) => passkeyIdOf(deps, credentialId) === passkeyId)
  if (!row) throw new Problem('not_found')
  return signerOfPasskey(deps, row)
}
