// Connections to addresses that somebody else chose. A name is resolved once, every address it has is checked, and the
// connection goes to the address that was checked and to no other, so that neither a name that points inwards nor one
// that changes its mind between the check and the connection leads into this network.

import type { RequestOptions } from 'node:http'

/** Addresses of one name that are looked at; a name with more is no shop's. */
const ADDRESSES_MAX = 32

export type NetworkAddress = { readonly address: string; readonly family: number }

export type PinningDeps = {
  /** All addresses of a host name; an address is its own. */
  readonly resolve: (host: string) => Promise<readonly NetworkAddress[]>
  /** Whether an address may be connected to. */
  readonly isPublicAddress: (address: string) => boolean
}

/** A host that is not connected to; the message continues a sentence and tells nothing of what else the name leads to. */
export class HostRefused extends Error {
  override readonly name = 'HostRefused'
}

/**
 * The one address of `url`'s host that is connected to. Throws {@link HostRefused} for a name that is not found in time,
 * and for one of which any address may not be connected to.
 */
export async function checkedAddress(
  { resolve, isPublicAddress }: PinningDeps,
  url: URL,
  signal: AbortSignal,
): Promise<NetworkAddress> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await Promise.race([resolve(host), abortOf(signal)]).catch((cause: unknown) => {
    throw new HostRefused('has a host that is not found', { cause })
  })
  const [first] = addresses
  const isSafe = addresses.length <= ADDRESSES_MAX && addresses.every((one) => isPublicAddress(one.address))
  if (first === undefined || !isSafe) throw new HostRefused('has a host that is not on the open internet')
  return first
}

/** Options of a request that connects to `pinned` alone: a connection of its own, through no proxy. The name goes into Host and certificate only. */
export function pinnedOptions(pinned: NetworkAddress): Pick<RequestOptions, 'agent' | 'lookup'> {
  return {
    agent: false,
    lookup: (_host, { all }, found) =>
      all === true ? found(null, [{ ...pinned }]) : found(null, pinned.address, pinned.family),
  }
}

/** Never resolves; rejects when time is up, which the system's resolver does not know of. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('time is up')), { once: true })
  })
}
