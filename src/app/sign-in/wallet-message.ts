// Signing in with a wallet (EIP-4361): the text that a wallet signs, and what is held against it when it comes back.

import { Problem } from '#domain/problem.ts'
import { getAddress } from 'viem/utils'
import { createSiweMessage, parseSiweMessage } from 'viem/siwe'

import { issueChallenge, spendChallenge } from './challenge.ts'

import type { Address, Hex } from 'viem'
import type { AppDeps } from '../deps.ts'

const STATEMENT = 'Sign in to Vouchpenny. This costs nothing and moves no money.'

/** Where this server is, as the wallet is shown it: `https://vouch.example`, without a path. */
export type WalletSite = { readonly publicUrl: string }

type SignedMessage = { readonly message: string; readonly signature: Hex }

/** The text for one wallet, good for ten minutes and for one try. */
export function walletMessage(
  deps: Pick<AppDeps, 'random' | 'clock' | 'sealer' | 'chainIdentity'>,
  { address, publicUrl }: WalletSite & { readonly address: Address },
): { readonly message: string; readonly expiresAt: number } {
  const { challenge, expiresAt } = issueChallenge(deps, 'wallet')
  const message = createSiweMessage({
    address,
    statement: STATEMENT,
    ...fieldsOf(deps, publicUrl),
    nonce: challenge,
    issuedAt: new Date(deps.clock.now()),
    expirationTime: new Date(expiresAt),
  })
  return { message, expiresAt }
}

/**
 * The wallet that signed. Its nonce is used up first, whatever comes of the rest. Throws `challenge_invalid` for a text
 * that is not for this server, chain and time, `signature_invalid` for one that the wallet did not sign, `chain_unavailable`.
 */
export async function signerOfMessage(
  deps: Pick<AppDeps, 'clock' | 'sealer' | 'macs' | 'signIns' | 'chainIdentity' | 'walletSignatures'>,
  { message, signature, publicUrl }: SignedMessage & WalletSite,
): Promise<Address> {
  const read = parseSiweMessage(message)
  await spendChallenge(deps, { challenge: read.nonce ?? '', purpose: 'wallet' })
  const { address } = read
  if (address === undefined || !isMeant(deps, message, publicUrl)) throw new Problem('challenge_invalid')
  const signer = getAddress(address)
  if (!(await deps.walletSignatures.isSignedBy({ address: signer, message, signature })))
    throw new Problem('signature_invalid')
  return signer
}

/** Whether the text says what a text for this server says, in just the form that the standard gives it. */
function isMeant(
  deps: Pick<AppDeps, 'clock' | 'chainIdentity'>,
  message: string,
  publicUrl: string,
): boolean {
  const { address, statement, nonce, issuedAt, expirationTime, notBefore, ...rest } =
    parseSiweMessage(message)
  if (!address || nonce === undefined || !issuedAt) return false
  const now = deps.clock.now()
  if (expirationTime && expirationTime.getTime() <= now) return false
  if (notBefore && notBefore.getTime() > now) return false
  const fields = fieldsOf(deps, publicUrl)
  const isOurs = Object.entries(fields).every(
    ([name, value]) => (rest as Record<string, unknown>)[name] === value,
  )
  if (!isOurs) return false
  try {
    const written = createSiweMessage({
      ...fields,
      address: getAddress(address),
      nonce,
      issuedAt,
      ...(statement === undefined ? {} : { statement }),
      ...(expirationTime === undefined ? {} : { expirationTime }),
      ...(notBefore === undefined ? {} : { notBefore }),
    })
    return written === message
  } catch {
    // A field that the standard does not allow.
    return false
  }
}

function fieldsOf({ chainIdentity }: Pick<AppDeps, 'chainIdentity'>, publicUrl: string) {
  return {
    domain: new URL(publicUrl).host,
    uri: publicUrl,
    version: '1',
    chainId: chainIdentity.chainId,
  } as const
}
