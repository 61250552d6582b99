// Plays hostile requests against a world, a few at a time, and gathers what was wrong with the answers.

import { readFileSync } from 'node:fs'
import pg from 'pg'
import { makeDice } from '../differential/dice.ts'
import { faultOf } from './judge.ts'
import { Agent } from 'node:http'
import { sendRaw } from './send-raw.ts'
import { hostileRequest, KINDS, type HostileRequest, type Kind } from './requests.ts'
import type { World } from './world.ts'

/** Requests that are on their way at one time. */
const AT_ONCE = 8

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

/** Requests between two looks at the rows: small enough that in many of them nothing was accepted. */
const BLOCK = 24

/** Faults after which it is clear enough. */
const FAULTS_MAX = 25

/** Rows that come and go without anybody asking, or count what was asked: figures, clicks, limits, the chain's, leases. */
const MOVING_TABLES =
  /webhook|metric|figure|hours|notice|click|limit|nonce|attempt|idempotency|^chain_|lease|job|delivery|journal|order|reward|batch|record|amendment/

export type Played = {
  readonly requests: number
  /** Requests of each kind, by status. */
  readonly census: Readonly<Record<Kind, Readonly<Record<string, number>>>>
  readonly faults: readonly string[]
  /** Blocks in which nothing was accepted, and so nothing may have been written. */
  readonly quietBlocks: number
  /** Resident memory of the relayer in MiB after a third, and at the end. */
  readonly memory: { readonly early: number; readonly late: number }
}

/** Plays `requests` of them; everything chosen follows from `seed`. */
export async function play(
  world: World,
  { requests, seed }: { requests: number; seed: number },
): Promise<Played> {
  const dice = makeDice(seed)
  const census = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, {}])) as Record<
    Kind,
    Record<string, number>
  >
  const faults: string[] = []
  const pool = new pg.Pool({ connectionString: world.database.url, max: 1 })
  let early = 0
  let quietBlocks = 0
  let rows = await rowCounts(pool)
  for (let done = 0; done < requests && faults.length < FAULTS_MAX; done += BLOCK) {
    const block = Array.from({ length: Math.min(BLOCK, requests - done) }, () => hostileRequest(world, dice))
    const statuses = await sendAll(world, block, faults)
    block.forEach(({ kind }, i) => {
      const status = `${statuses[i]}`
      census[kind][status] = (census[kind][status] ?? 0) + 1
    })
    const after = await rowCounts(pool)
    const isQuiet = block.every(({ method }, i) => method === 'GET' || (statuses[i] ?? 0) >= 400)
    if (isQuiet) {
      quietBlocks += 1
      for (const [table, count] of Object.entries(after)) {
        if (count !== rows[table]) faults.push(`refused requests changed ${table}: ${rows[table]} → ${count}`)
      }
    }
    rows = after
    if (early === 0 && done >= requests / 3) early = residentMebibytes(world)
  }
  await pool.end()
  return { requests, census, faults, quietBlocks, memory: { early, late: residentMebibytes(world) } }
}

async function sendAll(
  world: World,
  block: readonly HostileRequest[],
  faults: string[],
): Promise<readonly number[]> {
  const statuses: number[] = []
  const waiting = [...block.entries()]
  const runner = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, request] = next
      statuses[i] = await send(world, request, faults)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, runner))
  return statuses
}

/** The status, or 0 when the server hung up on what is no HTTP. */
async function send(world: World, request: HostileRequest, faults: string[]): Promise<number> {
  const { kind, method, path, headers, body } = request
  const answer = await sendRaw(agent, world.relayer.url, request)
  if (answer === 'unsendable' || answer === 'hung-up') return 0
  const fault = faultOf({ method, path, ...answer }, world.secrets, JSON.stringify({ headers, path }))
  const isLetIn = request.isRefused === true && answer.status < 300
  if (isLetIn) faults.push(`${kind}: ${method} ${path.slice(0, 120)} was let in: ${JSON.stringify(headers)}`)
  if (fault !== undefined) {
    faults.push(
      `${kind}: ${method} ${path.slice(0, 120)} ${JSON.stringify(body)?.slice(0, 300) ?? ''}: ${fault}`,
    )
  }
  return answer.status
}

async function rowCounts(pool: pg.Pool): Promise<Record<string, string>> {
  const tables = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  )
  const names = tables.rows.map(({ name }) => name).filter((name) => !MOVING_TABLES.test(name))
  const counts = await pool.query<{ name: string; count: string }>(
    names
      .map((name) => `select '${name}' as name, count(*)::text as count from "${name}"`)
      .join(' union all '),
  )
  return Object.fromEntries(counts.rows.map(({ name, count }) => [name, count]))
}

/** VmRSS of the relayer's process. */
function residentMebibytes({ relayer }: World): number {
  const status = readFileSync(`/proc/${relayer.pid()}/status`, 'utf8')
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024)
}
