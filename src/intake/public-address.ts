// Which network addresses belong to the open internet: everything that could be this machine, its network or its cloud is
// not one of them.

import ipaddr from 'ipaddr.js'

/** Global unicast of IPv6: what lies outside is special or has not been given out (RFC 4291, section 2.4). */
const GLOBAL_IPV6: readonly [string, number] = ['2000::', 3]

/** Whether an IPv4 or IPv6 address, in the form a resolver gives it, is a public one. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  // An IPv4 address that is written as an IPv6 one reaches the IPv4 host.
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  const [prefix, bits] = GLOBAL_IPV6
  return address.kind() === 'ipv4' || address.match(ipaddr.parse(prefix), bits)
}
