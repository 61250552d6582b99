// The wallets that may sign in for a shop.

import { Problem } from '#domain/problem.ts'

import type { Address } from 'viem'
import type { AppDeps } from '../deps.ts'

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
