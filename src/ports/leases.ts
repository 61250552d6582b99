// Which process may do a piece of work that only one may do. The lock elects; the fence protects: it grows at every
// take-over, and whoever writes under an older one is refused.

/** `fence` is checked in every database transaction that writes under the lease. */
export type Lease = { readonly name: string; readonly fence: bigint }

export type Leases = {
  /** Takes the lease, or returns the one this process holds; undefined while another process has it. */
  readonly take: (name: string) => Promise<Lease | undefined>
  /** Gives a lease back; nothing happens when it is not held. */
  readonly release: (name: string) => Promise<void>
  /** Gives everything back and closes the connection. */
  readonly close: () => Promise<void>
}
