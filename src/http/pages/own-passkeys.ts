// What a browser is asked for when somebody who is signed in makes one more passkey.

import { Problem } from '#domain/problem.ts'
import type { PasskeyOptions } from '#web/pages/passkey-box.ts'
import type { HttpContext } from '../context.ts'
import { additionOptions } from './passkey-site.ts'

/** Undefined where this server takes no passkeys. */
export async function ownAdditionOptions(
  context: HttpContext,
  recommenderId: string,
): Promise<PasskeyOptions | undefined> {
  const { person, kept } = await context.deps.recommenders.transaction(recommenderId, async (unit) => ({
    person: await unit.person(),
    kept: await unit.passkeys.list(),
  }))
  if (!person) throw new Problem('not_found')
  return additionOptions(context, {
    label: person.handle,
    credentialIds: kept.map(({ credentialId }) => credentialId),
  })
}
