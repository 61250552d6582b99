// The open internet as this machine sees it.

import { lookup } from 'node:dns/promises'

import type { PinningDeps } from './pinned-connection.ts'
import { isPublicAddress } from './public-address.ts'

/** Names are asked of the system's resolver. */
export const openInternet: PinningDeps = {
  resolve: (host) => lookup(host, { all: true, verbatim: true }),
  isPublicAddress,
}
