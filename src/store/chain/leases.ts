// Elects one process per lease by a session advisory lock of PostgreSQL on a connection of its own: when the process
// dies or the connection breaks, PostgreSQL lets go. The fence counts take-overs.

import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import type { Lease, Leases } from '#ports/leases.ts'
import pg from 'pg'

import type { DatabaseTransaction } from '../database.ts'

/** Longest a statement on the lock's connection may take, in milliseconds: none of them waits for anybody. */
const STATEMENT_TIMEOUT_MS = 5_000

/** Longest the connection may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000

const LOCK = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked'
const UNLOCK = 'select pg_advisory_unlock(hashtextextended($1, 0))'
const RAISE_FENCE = `insert into chain_leaders (lease, fence, taken_at) values ($1, 1, now())
  on conflict (lease) do update set fence = chain_leaders.fence + 1, taken_at = now()
  returning fence::text as fence`

type Session = {
  readonly client: pg.Client
  /** What this process holds or is about to take. */
  readonly held: Map<string, Promise<Lease | undefined>>
}

/** One connection for all leases of this process; opened at the first `take`, and again after it broke. */
export function createLeases({ connectionString }: { readonly connectionString: string }): Leases {
  let session: Promise<Session> | undefined

  const opened = (): Promise<Session> => {
    if (session) return session
    const opening = openSession(connectionString, () => {
      if (session === opening) session = undefined
    })
    session = opening
    return opening
  }

  return {
    take: async (name) => {
      const { client, held } = await opened()
      const known = held.get(name)
      if (known) return known
      const taking = takeOver(client, name)
      held.set(name, taking)
      const lease = await taking.catch((cause: unknown) => {
        held.delete(name)
        throw new Problem('storage_unavailable', {}, { cause })
      })
      if (!lease) held.delete(name)
      return lease
    },
    release: async (name) => {
      if (!session) return
      const { client, held } = await session
      if (held.delete(name)) await client.query(UNLOCK, [name])
    },
    close: async () => {
      if (!session) return
      const { client } = await session
      await client.end()
    },
  }
}

async function openSession(connectionString: string, forget: () => void): Promise<Session> {
  const client = new pg.Client({
    connectionString,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  })
  client.on('error', forget)
  client.on('end', forget)
  try {
    await client.connect()
    return { client, held: new Map() }
  } catch (cause) {
    forget()
    throw new Problem('storage_unavailable', {}, { cause })
  }
}

async function takeOver(client: pg.Client, name: string): Promise<Lease | undefined> {
  const locked = await client.query<{ locked: boolean }>(LOCK, [name])
  if (locked.rows[0]?.locked !== true) return undefined
  const raised = await client.query<{ fence: string }>(RAISE_FENCE, [name])
  const fence = raised.rows[0]?.fence
  invariant(fence, 'raising a fence returns it')
  return { name, fence: BigInt(fence) }
}

/**
 * Throws `lease_lost` unless `lease` is the latest take-over, and keeps others from taking over until the database
 * transaction ends.
 */
export async function checkFence(transaction: DatabaseTransaction, lease: Lease): Promise<void> {
  const row = await transaction
    .selectFrom('chain_leaders')
    .select('fence')
    .where('lease', '=', lease.name)
    .forShare()
    .executeTakeFirst()
  if (row?.fence !== lease.fence) throw new Problem('lease_lost', { lease: lease.name })
}
