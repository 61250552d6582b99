// A person's passkey account as they see it: what is in it, who may sign for it, and what it was told.

import {
  FIRST_TRANSFER_DELAY_SECONDS,
  instructionTypedData,
  KEY_DELAY_SECONDS,
  type Instruction,
  type Signer,
} from '#domain/passkey-account.ts'
import { isUnderWay, signerOfInstruction, type InstructionState } from '#domain/account-instruction.ts'
import { base64Url } from '#domain/base64-url.ts'
import { micros, type Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { InstructionRow } from '#ports/account-rows.ts'
import type { ChainCall } from '#ports/chain.ts'
import type { EnrolledSigners } from '#ports/passkey-accounts.ts'
import { getAddress, hexToBytes, slice } from 'viem/utils'
import type { Address, Hex } from 'viem'

import { accountOf, stateOf, type OwnAccount } from './account-of.ts'
import { followAccount, type FollowInstructionDeps } from './follow-instruction.ts'
import { passkeyIdOf, passkeyOfSigner } from './passkey-names.ts'

import type { AppDeps } from '../deps.ts'

/** Instructions that are listed, newest first: as many as ten days of the busiest person have. */
const LISTED_MAX = 100

/** An address stands in the last 20 bytes of a signer's first word. */
const ADDRESS_OFFSET = 12

export type SignerView =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'address'; readonly address: Address }
  /** The id is null for a passkey that is not kept here. */
  | { readonly kind: 'passkey'; readonly passkeyId: string | null }

export type InstructionView = {
  readonly instructionId: string
  readonly type: 'transfer' | 'withdraw' | 'cancel' | 'set-recovery' | 'set-key' | 'set-minimum'
  readonly amount: Micros | null
  readonly to: Address | null
  readonly by: 'key' | 'recovery'
  readonly state: InstructionState
  readonly askedAt: Instant
  /** Signed and carried until then, by the chain's clock. */
  readonly deadlineAt: Instant
  /** When it is carried again; null while it does not wait. */
  readonly readyAt: Instant | null
  /** Name of the error that the chain refused it with. */
  readonly refusal: string | null
  /** What carries it to the chain, by whomever; null before it is signed. */
  readonly call: Pick<ChainCall, 'to' | 'data'> | null
}

export type AccountView = {
  readonly account: Address
  readonly chainId: number
  readonly factory: Address
  readonly held: Micros
  readonly owed: Micros
  readonly isCreated: boolean
  readonly key: SignerView
  readonly recovery: SignerView
  /** What the address was made of: with it the account can be used without this server. */
  readonly enrolled: EnrolledSigners
  readonly instructions: readonly InstructionView[]
}

/** What whoever signs a draft needs. */
export type DraftView = InstructionView & {
  /** How long it waits once it is carried; 0 when it is done at once. */
  readonly waitsSeconds: number
  readonly digest: Hex
  /** The same as bytes in base64url: what a passkey is asked to sign. */
  readonly challenge: string
  /** Of the passkeys that may sign, as the browser names them; empty where none that is kept here may. */
  readonly credentialIds: readonly string[]
  /** Who has to sign. */
  readonly signer: SignerView
  /** For a wallet, where an address may take the key's place: what `eth_signTypedData_v4` takes. */
  readonly typedData: Readonly<Record<string, unknown>>
}

type ReadDeps = FollowInstructionDeps & Pick<AppDeps, 'passkeys' | 'macs' | 'chainIdentity'>

/** Throws `passkeys_unavailable`, `no_passkey_account`, `chain_unavailable`. */
export async function readAccount(
  deps: ReadDeps,
  { recommenderId }: { readonly recommenderId: string },
): Promise<AccountView> {
  const own = await accountOf(deps, { recommenderId })
  await followAccount(deps, { recommenderId })
  const state = await stateOf(own)
  const rows = await deps.recommenders.transaction(recommenderId, (unit) => unit.account.list(LISTED_MAX))
  const factory = deps.settings.passkeyFactory
  if (factory === undefined) throw new Problem('passkeys_unavailable')
  return {
    account: own.account,
    chainId: deps.chainIdentity.chainId,
    factory,
    held: state.heldMicros,
    owed: state.owedMicros,
    isCreated: state.isCreated,
    key: signerView(deps, own, state.key),
    recovery: signerView(deps, own, state.recovery),
    enrolled: own.enrolled,
    instructions: rows.map((row) => instructionView(own, row)),
  }
}

/** One instruction, draft or not. Throws `not_found` and as `readAccount`. */
export async function readInstruction(
  deps: ReadDeps,
  { recommenderId, instructionId }: { readonly recommenderId: string; readonly instructionId: string },
): Promise<DraftView> {
  const own = await accountOf(deps, { recommenderId })
  await followAccount(deps, { recommenderId })
  const row = await deps.recommenders.transaction(recommenderId, (unit) =>
    unit.account.instruction(instructionId),
  )
  if (!row) throw new Problem('not_found')
  const { digest, instruction, account } = row
  const { chainId } = deps.chainIdentity
  const { key, recovery } = await stateOf(own)
  const signer = signerOfInstruction(instruction) === 'key' ? key : recovery
  const passkey = passkeyOfSigner(deps, own.passkeys, signer)
  return {
    ...instructionView(own, row),
    waitsSeconds: isUnderWay(row.state) ? 0 : await waitOf(own, instruction),
    digest,
    challenge: base64Url(hexToBytes(digest)),
    credentialIds: passkey ? [passkey.credentialId] : [],
    signer: signerView(deps, own, signer),
    typedData: walletTypedData(instructionTypedData({ chainId, account, instruction })),
  }
}

async function waitOf({ account, chain }: OwnAccount, instruction: Instruction): Promise<number> {
  switch (instruction.type) {
    case 'Transfer':
    case 'Withdraw':
      return (await chain.isKnown(account, instruction.to)) ? 0 : FIRST_TRANSFER_DELAY_SECONDS
    case 'SetKey':
    case 'SetRecovery':
      return KEY_DELAY_SECONDS
    case 'SetMinimumPayout':
    case 'Cancel':
      return 0
    default:
      return instruction satisfies never
  }
}

const TYPES: Readonly<Record<Instruction['type'], InstructionView['type']>> = {
  Transfer: 'transfer',
  Withdraw: 'withdraw',
  SetMinimumPayout: 'set-minimum',
  SetKey: 'set-key',
  SetRecovery: 'set-recovery',
  Cancel: 'cancel',
}

function instructionView({ enrolled, chain }: OwnAccount, row: InstructionRow): InstructionView {
  const { instruction, signature, readyAtSeconds } = row
  const call = signature === null ? null : chain.call({ enrolled, instruction, signature })
  return {
    instructionId: row.instructionId,
    type: TYPES[instruction.type],
    amount: amountOf(chain.rawOf(micros(1n)), instruction),
    to: 'to' in instruction ? getAddress(instruction.to) : null,
    by: signerOfInstruction(instruction),
    state: row.state,
    askedAt: row.askedAt,
    deadlineAt: instruction.deadlineSeconds * SECOND_MS,
    readyAt: readyAtSeconds === null ? null : readyAtSeconds * SECOND_MS,
    refusal: row.refusal,
    call: call && { to: call.to, data: call.data },
  }
}

function amountOf(scale: bigint, instruction: Instruction): Micros | null {
  if ('rawAmount' in instruction) return micros(instruction.rawAmount / scale)
  return 'micros' in instruction ? micros(instruction.micros) : null
}

function signerView(deps: ReadDeps, { passkeys }: OwnAccount, signer: Signer): SignerView {
  if (BigInt(signer.y) !== 0n) {
    const kept = passkeyOfSigner(deps, passkeys, signer)
    return { kind: 'passkey', passkeyId: kept ? passkeyIdOf(deps, kept.credentialId) : null }
  }
  if (BigInt(signer.x) === 0n) return { kind: 'nobody' }
  return { kind: 'address', address: getAddress(slice(signer.x, ADDRESS_OFFSET)) }
}

/** The domain's own type, which wallets want to be told (EIP-712). */
const EIP712_DOMAIN = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
] as const

/** JSON has no numbers above 53 bits: wallets take them as decimal text. */
function walletTypedData(
  typedData: ReturnType<typeof instructionTypedData>,
): Readonly<Record<string, unknown>> {
  const types = { EIP712Domain: EIP712_DOMAIN, ...typedData.types }
  const text = JSON.stringify({ ...typedData, types }, (_name, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return JSON.parse(text) as Record<string, unknown>
}
