// The wallets that may sign in for a shop.

import { Problem } from '#domain/problem.ts'

import { signerOfMessage, type WalletSite } from './wallet-message.ts'

import type { Address, Hex } from 'viem'
import type { AppDeps } from '../deps.ts'

type Signing = Parameters<typeof signerOfMessage>[0]
type Signed = WalletSite & { readonly message: string; readonly signature: Hex }

/** Wallets of one shop: as many as are listed, so that none signs in that nobody sees. */
const WALLETS_MAX = 100

/**
 * Lets the wallet that signed in from now on. Throws as `signerOfMessage`, `wallet_taken` for another shop's, and
 * `too_many_keys`.
 */
export async function bindWallet(
  deps: Signing,
  { retailerId, ...signed }: Signed & { readonly retailerId: string },
): Promise<{ readonly address: Address }> {
  const address = await signerOfMessage(deps, signed)
  const bound = await deps.signIns.walletsOf(retailerId)
  if (bound.length >= WALLETS_MAX && !bound.some((wallet) => wallet.address === address))
    throw new Problem('too_many_keys', { most: WALLETS_MAX })
  const status = await deps.signIns.bindWallet({ address, retailerId, boundAt: deps.clock.now() })
  if (status === 'taken') throw new Problem('wallet_taken')
  return { address }
}

/** The shop of the wallet that signed. Throws as `signerOfMessage`, and `credentials_invalid` for a wallet of no shop. */
export async function signInByWallet(
  deps: Signing,
  signed: Signed,
): Promise<{ readonly retailerId: string }> {
  const retailerId = await deps.signIns.retailerOf(await signerOfMessage(deps, signed))
  if (retailerId === undefined) throw new Problem('credentials_invalid')
  return { retailerId }
}

/** The shop's wallets, the first first. */
export async function listWallets(
  { signIns }: Pick<AppDeps, 'signIns'>,
  { retailerId }: { readonly retailerId: string },
): Promise<readonly { readonly address: Address; readonly boundAt: number }[]> {
  return signIns.walletsOf(retailerId)
}

/** The wallet signs in no more; what it opened before stays open. Throws `not_found`. */
export async function unbindWallet(
  { signIns }: Pick<AppDeps, 'signIns'>,
  wallet: { readonly retailerId: string; readonly address: Address },
): Promise<void> {
  if (!(await signIns.unbindWallet(wallet))) throw new Problem('not_found')
}
