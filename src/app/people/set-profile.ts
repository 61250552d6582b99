// Whether a person may be compared with others. Without a profile they are paid like everybody.

import type { AppDeps } from '../deps.ts'

/** Sets it for the person and at every shop they have joined; those they join later follow. */
export async function setProfile(
  deps: Pick<AppDeps, 'retailers' | 'recommenders'>,
  { recommenderId, withoutProfile }: { readonly recommenderId: string; readonly withoutProfile: boolean },
): Promise<void> {
  const links = await deps.recommenders.transaction(recommenderId, async (unit) => {
    await unit.setWithoutProfile(withoutProfile)
    return unit.links()
  })
  for (const retailerId of new Set(links.map((link) => link.retailerId))) {
    await deps.retailers.transaction(retailerId, (unit) =>
      unit.privacy.setWithoutProfile(recommenderId, withoutProfile),
    )
  }
}
