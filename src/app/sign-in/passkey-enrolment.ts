// A new passkey becomes an address to be paid at: the account of the ledger that it, and nobody else, can sign for.

import {
  addressSigner,
  NOBODY,
  passkeyAccountAddress,
  passkeySignerAt,
  type Signer,
} from '#domain/passkey-account.ts'
import { Problem } from '#domain/problem.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'
import { idFromBytes, ID_SUFFIX_LENGTH, type RecommenderId } from '#domain/ids.ts'
import { HOUR_MS } from '#domain/time.ts'
import { bytesToHex, bytesToString, hexToBytes, isHex, stringToBytes } from 'viem/utils'

import { spendChallenge } from './challenge.ts'

import type { EnrolledSigners } from '#ports/passkey-accounts.ts'
import type { PasskeyRow } from '#ports/passkey-rows.ts'
import type { MadePasskey, PasskeyAnswer, PasskeySite } from '#ports/passkeys.ts'
import type { Address, Hex } from 'viem'
import type { AppDeps } from '../deps.ts'

/** How long a passkey that was made waits for the rest of the form, in milliseconds: an hour. */
const ENROLMENT_MS = HOUR_MS

const ENROLMENT_CONTEXT = 'passkey-enrolment'

/** Longest sealed enrolment that is opened, in characters: two passkeys have some 1 500. */
const SEALED_MAX_LENGTH = 8_000

type Credential = { readonly credentialId: string; readonly publicKey: Hex; readonly counter: number }

/** What is kept in the form between making a passkey and joining; sealed, so that no other can be put in its place. */
type Enrolment = {
  readonly payee: Address
  readonly credentials: readonly Credential[]
  /** What the address is made of. */
  readonly signers: EnrolledSigners
  readonly expiresAt: number
}

export type Recovery =
  | { readonly kind: 'passkey'; readonly answer: PasskeyAnswer }
  | { readonly kind: 'address'; readonly address: Address }

/**
 * Checks a new passkey, and the second one or the address that can replace it, and says where its account is. Throws
 * `passkeys_unavailable` where there are no such accounts, `passkey_refused`, `challenge_invalid`, `passkey_malformed`.
 */
export async function enrolPasskey(
  deps: Pick<AppDeps, 'passkeys' | 'settings' | 'clock' | 'sealer' | 'macs' | 'signIns'>,
  {
    made,
    recovery,
    site,
  }: { readonly made: PasskeyAnswer; readonly recovery?: Recovery | undefined; readonly site: PasskeySite },
): Promise<{ readonly payee: Address; readonly sealed: string; readonly expiresAt: number }> {
  const factory = deps.settings.passkeyFactory
  if (factory === undefined) throw new Problem('passkeys_unavailable')
  const spend = (challenge: string) => spendChallenge(deps, { challenge, purpose: 'passkey-create' })
  const first = await deps.passkeys.readMade(made, { site, spend })
  const second =
    recovery?.kind === 'passkey' ? await deps.passkeys.readMade(recovery.answer, { site, spend }) : undefined
  const signers = {
    key: signerOf(first),
    recovery: recovery?.kind === 'address' ? addressSigner(recovery.address) : signerOf(second),
  }
  const payee = passkeyAccountAddress({ factory, ...signers })
  const credentials = [first, second].filter((passkey) => passkey !== undefined).map(credentialOf)
  const expiresAt = deps.clock.now() + ENROLMENT_MS
  return { payee, sealed: seal(deps, { payee, credentials, signers, expiresAt }), expiresAt }
}

/** The address of an enrolment that came back with the form; undefined for what is not one, or too old. */
export function enrolledPayee(deps: Pick<AppDeps, 'clock' | 'sealer'>, sealed: string): Address | undefined {
  return open(deps, sealed)?.payee
}

/**
 * Keeps the passkeys of an enrolment, so that they open the page of whoever is paid at its address, and what that is made
 * of. A passkey that is kept is not kept under another name: its public key stands on the chain, and a new passkey proves
 * nothing of who has it, so anybody could fill somebody's list with names of it.
 */
export async function keepEnrolledPasskeys(
  deps: Pick<AppDeps, 'clock' | 'sealer' | 'recommenders' | 'macs' | 'passkeys'>,
  sealed: string,
): Promise<void> {
  const enrolment = open(deps, sealed)
  if (!enrolment) throw new Problem('challenge_invalid')
  const recommenderId = recommenderIdOf(enrolment.payee)
  const createdAt = deps.clock.now()
  const kept = await deps.recommenders.transaction(recommenderId, async (unit) => {
    await unit.account.insert(enrolment.signers, createdAt)
    return unit.passkeys.list()
  })
  const points = new Set(kept.map((row) => deps.passkeys.pointOf(row.publicKey)))
  for (const { credentialId, publicKey, counter } of enrolment.credentials) {
    const row = { credentialId, publicKey: hexToBytes(publicKey), counter, createdAt }
    if (!points.has(deps.passkeys.pointOf(row.publicKey))) await keepPasskey(deps, recommenderId, row)
  }
}

/** Lets a passkey open somebody's page; `taken` when it opens another's. Safe to repeat. */
export async function keepPasskey(
  deps: Pick<AppDeps, 'recommenders' | 'macs'>,
  recommenderId: RecommenderId,
  row: PasskeyRow,
): Promise<'kept' | 'taken'> {
  const owner = await deps.recommenders.transaction(
    passkeyShard(deps, row.credentialId),
    async ({ passkeys }) => {
      await passkeys.insertOwner(recommenderId)
      return passkeys.owner()
    },
  )
  if (owner !== recommenderId) return 'taken'
  await deps.recommenders.transaction(recommenderId, ({ passkeys }) => passkeys.insert(row))
  return 'kept'
}

/** Under which id a passkey's owner is found, from its credential's id alone. */
export function passkeyShard({ macs }: Pick<AppDeps, 'macs'>, credentialId: string): RecommenderId {
  return idFromBytes(macs.sha256(stringToBytes(`passkey:${credentialId}`)), ID_SUFFIX_LENGTH)
}

function signerOf(passkey: MadePasskey | undefined): Signer {
  return passkey === undefined ? NOBODY : passkeySignerAt(passkey.point)
}

function credentialOf({ credentialId, publicKey, counter }: MadePasskey): Credential {
  return { credentialId, publicKey: bytesToHex(publicKey), counter }
}

function seal({ sealer }: Pick<AppDeps, 'sealer'>, enrolment: Enrolment): string {
  return bytesToHex(sealer.seal(stringToBytes(JSON.stringify(enrolment)), ENROLMENT_CONTEXT)).slice(2)
}

function open({ sealer, clock }: Pick<AppDeps, 'clock' | 'sealer'>, sealed: string): Enrolment | undefined {
  const hex = `0x${sealed}` as const
  if (sealed.length > SEALED_MAX_LENGTH || sealed.length % 2 !== 0 || !isHex(hex)) return undefined
  try {
    const enrolment = JSON.parse(bytesToString(sealer.open(hexToBytes(hex), ENROLMENT_CONTEXT))) as Enrolment
    return enrolment.expiresAt > clock.now() ? enrolment : undefined
  } catch {
    // What was not sealed here does not open.
    return undefined
  }
}
