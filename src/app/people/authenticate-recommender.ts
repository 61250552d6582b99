// Whose sign-in link a token opens.

import { ID_SUFFIX_LENGTH, isId, SECRET_LENGTH } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { stringToBytes } from 'viem/utils'

import type { AppDeps } from '../deps.ts'

/**
 * Throws `credentials_invalid` for anything but a live token, without telling why. The first use of a link that was made
 * in place of the others ends those, and every session.
 */
export async function authenticateRecommender(
  deps: Pick<AppDeps, 'recommenders' | 'macs' | 'clock'>,
  token: string,
): Promise<{ readonly recommenderId: string }> {
  if (!isId(token, ID_SUFFIX_LENGTH + SECRET_LENGTH)) throw new Problem('credentials_invalid')
  const recommenderId = token.slice(0, ID_SUFFIX_LENGTH)
  const tokenHash = deps.macs.sha256(stringToBytes(token))
  const status = await deps.recommenders.transaction(recommenderId, async (unit) => {
    const found = await unit.signIn(tokenHash)
    if (found === 'takes-over') {
      await unit.takeOver(tokenHash, deps.clock.now())
      await unit.sessions.removeAll()
    }
    return found
  })
  if (!status) throw new Problem('credentials_invalid')
  return { recommenderId }
}
