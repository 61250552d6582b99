// Which network an address belongs to, so that one household counts as one.

/** An IPv4 address itself; of an IPv6 address the first 64 bits, which are what one household is given. */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  if (tail === undefined) return groups.slice(0, 4).join(':')
  return [...groups, '0', '0', '0', '0'].slice(0, 4).join(':')
}
