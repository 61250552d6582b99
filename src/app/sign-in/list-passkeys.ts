// The passkeys that a person signs in with.

import type { AppDeps } from '../deps.ts'

/** When each was made, the first first. */
export async function listPasskeys(
  deps: Pick<AppDeps, 'recommenders'>,
  { recommenderId }: { readonly recommenderId: string },
): Promise<readonly { readonly createdAt: number }[]> {
  return deps.recommenders.transaction(recommenderId, ({ passkeys }) => passkeys.list())
}
