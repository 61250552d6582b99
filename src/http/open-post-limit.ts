// Bounds how many requests without a key one network address may make. Addresses are kept for a minute, in memory
// alone.

import { Problem } from '#domain/problem.ts'

/** The window that is counted, in milliseconds: one minute. */
const WINDOW_MS = 60_000

/** Most addresses remembered in a window; when full, all of them start anew rather than grow without end. */
const ADDRESSES_MAX = 50_000

/** Counts a request from `address`; throws `rate_limited` above the limit. */
export type AdmitOpenPost = (address: string | undefined) => void

/** A counter of `perMinute` requests per address by the wall clock `now`, in milliseconds. */
export function limitOpenPosts(perMinute: number, now: () => number): AdmitOpenPost {
  const counts = new Map<string, number>()
  let windowStart = now()
  return (address = 'unknown') => {
    const time = now()
    if (time - windowStart >= WINDOW_MS || time < windowStart || counts.size >= ADDRESSES_MAX) {
      counts.clear()
      windowStart = time
    }
    const count = (counts.get(networkOf(address)) ?? 0) + 1
    counts.set(networkOf(address), count)
    if (count > perMinute) throw new Problem('rate_limited')
  }
}

/** An IPv4 address itself; of an IPv6 address the first 64 bits, which are what one household is given. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  if (tail === undefined) return groups.slice(0, 4).join(':')
  return [...groups, '0', '0', '0', '0'].slice(0, 4).join(':')
}
