// What somebody has to sign to come in: random, good for ten minutes, and for one answer, right or wrong. Nothing is kept
// of those that nobody answers: a challenge carries its own end, sealed.

import { Problem } from '#domain/problem.ts'
import { bytesToBigInt, bytesToHex, concatBytes, hexToBytes, isHex, numberToBytes } from 'viem/utils'

import type { AppDeps } from '../deps.ts'

/** How long a challenge may be answered, in milliseconds: ten minutes, for whoever looks for their key first. */
const CHALLENGE_MS = 10 * 60 * 1_000

/** Random bytes of a challenge: 128 bits. */
const RANDOM_BYTES = 16

/** Bytes of the instant at which it ends. */
const INSTANT_BYTES = 8

/** Longest text that is taken for a challenge: twice what ours have. */
const CHALLENGE_MAX_LENGTH = 256

/** What the answer is for: one for joining opens nothing. */
export type ChallengePurpose = 'wallet' | 'passkey-create' | 'passkey-sign-in'

function contextOf(purpose: ChallengePurpose): string {
  return `challenge:${purpose}`
}

/** A challenge in lower-case hex without prefix: EIP-4361 takes letters and digits alone. */
export function issueChallenge(
  { random, clock, sealer }: Pick<AppDeps, 'random' | 'clock' | 'sealer'>,
  purpose: ChallengePurpose,
): { readonly challenge: string; readonly expiresAt: number } {
  const expiresAt = clock.now() + CHALLENGE_MS
  const plain = concatBytes([numberToBytes(expiresAt, { size: INSTANT_BYTES }), random.bytes(RANDOM_BYTES)])
  return { challenge: bytesToHex(sealer.seal(plain, contextOf(purpose))).slice(2), expiresAt }
}

/** Uses a challenge up. Throws `challenge_invalid` for one that is not ours, for something else, too old, or used before. */
export async function spendChallenge(
  deps: Pick<AppDeps, 'clock' | 'sealer' | 'macs' | 'signIns'>,
  { challenge, purpose }: { readonly challenge: string; readonly purpose: ChallengePurpose },
): Promise<void> {
  const now = deps.clock.now()
  const expiresAt = endOf(deps, challenge, purpose)
  if (expiresAt === undefined || expiresAt <= now) throw new Problem('challenge_invalid')
  const status = await deps.signIns.spend(deps.macs.sha256(hexToBytes(`0x${challenge}`)), { expiresAt, now })
  if (status === 'spent-before') throw new Problem('challenge_invalid')
}

function endOf(
  { sealer }: Pick<AppDeps, 'sealer'>,
  challenge: string,
  purpose: ChallengePurpose,
): number | undefined {
  if (
    challenge.length > CHALLENGE_MAX_LENGTH ||
    challenge.length % 2 !== 0 ||
    challenge !== challenge.toLowerCase()
  )
    return undefined
  const hex = `0x${challenge}` as const
  if (!isHex(hex)) return undefined
  try {
    return Number(bytesToBigInt(sealer.open(hexToBytes(hex), contextOf(purpose)).subarray(0, INSTANT_BYTES)))
  } catch {
    // What was not sealed here opens with an error of the cipher, whose kind says nothing more.
    return undefined
  }
}
