// The credentials that let us read a shop's orders: sealed at rest, opened for one pull.

import { stringToBytes, bytesToString } from 'viem/utils'

import type { ConnectionId } from '#domain/ids.ts'
import type { ShopCredentials } from '#ports/shop-api.ts'

import type { AppDeps } from '../deps.ts'

/** Seals credentials for one connection and no other. */
export function sealCredentials(
  { sealer }: Pick<AppDeps, 'sealer'>,
  connectionId: ConnectionId,
  credentials: ShopCredentials,
): Uint8Array {
  return sealer.seal(stringToBytes(JSON.stringify(credentials)), contextOf(connectionId))
}

/** Opens what {@link sealCredentials} sealed. */
export function openCredentials(
  { sealer }: Pick<AppDeps, 'sealer'>,
  connectionId: ConnectionId,
  sealed: Uint8Array,
): ShopCredentials {
  return JSON.parse(bytesToString(sealer.open(sealed, contextOf(connectionId)))) as ShopCredentials
}

function contextOf(connectionId: ConnectionId): string {
  return `connection:${connectionId}:credentials`
}
