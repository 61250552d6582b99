// Another API key for a shop: for one purpose, allowed no more than that, and best with an end.

import { DAY_MS } from '#domain/time.ts'
import { Problem } from '#domain/problem.ts'

import { newApiKey } from './api-key.ts'

import type { Scope } from '#domain/access/principal.ts'
import type { AppDeps } from '../deps.ts'

/** Keys of one shop that work at one time: one a program or machine is plenty. */
export const API_KEYS_MAX = 100

/** Makes a key; it is shown here alone. Throws `too_many_keys`. */
export async function createApiKey(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'macs' | 'clock' | 'settings'>,
  {
    retailerId,
    name,
    scopes,
    expiresInDays,
  }: {
    readonly retailerId: string
    readonly name: string
    readonly scopes: readonly Scope[]
    /** Null for a key that does not end. */
    readonly expiresInDays: number | null
  },
): Promise<{
  readonly apiKey: string
  readonly keyId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdAt: number
  readonly expiresAt: number | null
}> {
  const createdAt = deps.clock.now()
  const { apiKey, keyId, secretHash } = newApiKey(deps, retailerId)
  const expiresAt = expiresInDays === null ? null : createdAt + expiresInDays * DAY_MS
  const row = { keyId, name, scopes: [...new Set(scopes)], createdAt, expiresAt }
  await deps.retailers.transaction(retailerId, async ({ apiKeys }) => {
    if ((await apiKeys.countLive(createdAt)) >= API_KEYS_MAX)
      throw new Problem('too_many_keys', { most: API_KEYS_MAX })
    await apiKeys.insert({ ...row, secretHash })
  })
  return { apiKey, ...row }
}
