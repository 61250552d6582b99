// Runs a real PostgreSQL on a unix socket: no TCP port, no password, fsync on. It outlives the supervisor; a later
// start finds the living server and adopts it.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import { findClusterFolder, knownClusterFolder, makeSocketFolder } from './postgres-folders.ts'
import {
  endProcess,
  isAlive,
  sendSignal,
  spawnDetached,
  workingFolderOf,
  type ProcessOwner,
} from './process.ts'
import { refuse } from './refusal.ts'
import { unprivilegedOwner } from './unprivileged.ts'
import { waitFor } from './wait-for.ts'

/** Names the socket file; no TCP port is opened. */
const SOCKET_PORT = 5432

/** The cluster's only role; whoever can open the private socket folder is it. */
const ROLE = 'vouchpenny'

/** The major version whose files this server reads. */
const MAJOR_VERSION = '18'

/** Recovery after a crash of a large cluster can take most of this. */
const START_DEADLINE_MILLISECONDS = 60_000

/** After a kill, the old server's children need a moment to notice and leave. */
const LEFTOVER_DEADLINE_MILLISECONDS = 10_000

/** Fast shutdown (SIGINT) ends sessions and writes a checkpoint; immediate (SIGQUIT) recovers on the next start. */
const STOP_STEPS = [
  { signal: 'SIGINT', patienceMilliseconds: 30_000 },
  { signal: 'SIGQUIT', patienceMilliseconds: 5_000 },
] as const

export type Postgres = {
  readonly pid: number
  /** Whether the server was running already. */
  readonly adopted: boolean
  readonly socketFolder: string
  readonly dataFolder: string
  readonly logFile: string
  /** A connection string for `pg`: `postgresql:///<database>?host=<socket folder>&user=…`. */
  urlOf(database: string): string
  /** Fast shutdown; resolves when the server is gone. Refuses when it does not go. */
  stop(): Promise<void>
  /** Ends the server at once; it recovers from its log at the next start. */
  hurry(): void
}

/**
 * Starts, or adopts, the PostgreSQL whose data is kept under `folder`; makes the cluster when there is none.
 * As root it runs as an unprivileged user. Refuses data of another user or another major version.
 */
export async function startPostgres({ folder }: { folder: string }): Promise<Postgres> {
  const owner = unprivilegedOwner()
  const cluster = findClusterFolder(folder, owner)
  const logFile = join(realpathSync(folder), 'postgres.log')
  const running = readPostmaster(cluster)
  if (running) return await adopt(running, cluster, logFile)

  const binaries = findPostgresBinaries(owner)
  if (!existsSync(cluster)) makeCluster(cluster, binaries, owner)
  refuseOtherVersion(cluster)
  const socketFolder = makeSocketFolder(cluster, owner)
  rmSync(join(cluster, 'postmaster.pid'), { force: true }) // Its process was found gone, or not to be PostgreSQL.
  const pid = await launch({ binaries, cluster, socketFolder, logFile, owner })
  return describe({ pid, adopted: false, socketFolder, dataFolder: cluster, logFile })
}

/** Ends the server that an interrupted run left on `folder`, if there is one, and removes data kept outside of it. */
export async function endLeftPostgres({ folder }: { folder: string }): Promise<void> {
  const cluster = knownClusterFolder(folder)
  if (!cluster) return
  const running = readPostmaster(cluster)
  if (running) {
    await endProcess(running.pid, STOP_STEPS)
    rmSync(running.socketFolder, { recursive: true, force: true })
  }
  rmSync(dirname(cluster), { recursive: true, force: true })
}

type Postmaster = { readonly pid: number; readonly socketFolder: string }

/** The living server of a cluster, from the file it keeps; undefined when that process is gone or another one. */
function readPostmaster(cluster: string): Postmaster | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  const socketFolder = lines[4]
  if (!Number.isInteger(pid) || pid <= 0 || !socketFolder || !isAlive(pid)) return undefined
  // A server works inside its cluster; after a crash the number may by now belong to some other process.
  const workingFolder = workingFolderOf(pid)
  if (workingFolder !== undefined && workingFolder !== cluster) return undefined
  return { pid, socketFolder }
}

async function adopt({ pid, socketFolder }: Postmaster, cluster: string, logFile: string): Promise<Postgres> {
  const serves = await waitFor(() => dataFolderBehind(socketFolder), START_DEADLINE_MILLISECONDS)
  if (serves !== cluster) {
    refuse(
      `A PostgreSQL (process ${pid}) holds ${cluster} but does not answer for it; end that process first.`,
    )
  }
  return describe({ pid, adopted: true, socketFolder, dataFolder: cluster, logFile })
}

async function dataFolderBehind(socketFolder: string): Promise<string | undefined> {
  const client = new Client({ host: socketFolder, port: SOCKET_PORT, user: ROLE, database: 'postgres' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory
  } finally {
    await client.end()
  }
}

/** Made beside its place and then renamed, so that an interrupted attempt leaves nothing that looks whole. */
function makeCluster(cluster: string, binaries: PostgresBinaries, owner: ProcessOwner | undefined): void {
  const partial = `${cluster}.partial`
  rmSync(partial, { recursive: true, force: true })
  const made = spawnSync(
    binaries.initdb,
    [
      ...['--pgdata', partial, '--username', ROLE, '--auth', 'trust', '--encoding', 'UTF8'],
      // The built-in locale sorts alike on every machine, whatever its C library or ICU.
      ...[
        '--locale',
        'C',
        '--locale-provider',
        'builtin',
        '--builtin-locale',
        'C.UTF-8',
        '--no-instructions',
      ],
    ],
    { cwd: dirname(cluster), env: environment(cluster), encoding: 'utf8', ...owner },
  )
  if (made.status !== 0) {
    const reason = made.error?.message ?? lastLine(made.stderr)
    refuse(`PostgreSQL could not make its data folder ${cluster}: ${reason}`)
  }
  renameSync(partial, cluster)
}

function refuseOtherVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (version === MAJOR_VERSION) return
  refuse(
    `The database in ${cluster} was written by PostgreSQL ${version}, and this is ${MAJOR_VERSION}; move it away, or use that version through DATABASE_URL.`,
  )
}

type Launch = {
  readonly binaries: PostgresBinaries
  readonly cluster: string
  readonly socketFolder: string
  readonly logFile: string
  readonly owner: ProcessOwner | undefined
}

async function launch(plan: Launch): Promise<number> {
  const deadline = Date.now() + LEFTOVER_DEADLINE_MILLISECONDS
  for (;;) {
    const { pid, ready } = await launchOnce(plan)
    if (ready) return pid
    const reason = lastLine(readFileSync(plan.logFile, 'utf8'))
    const leftover = /shared memory block/.test(reason) && Date.now() < deadline
    if (!leftover) refuse(`PostgreSQL did not start: ${reason} (log: ${plan.logFile})`)
  }
}

async function launchOnce(plan: Launch): Promise<{ pid: number; ready: boolean }> {
  const { cluster, socketFolder } = plan
  const child = spawnDetached({
    command: plan.binaries.postgres,
    args: [
      ...['-D', cluster, '-p', String(SOCKET_PORT), '-c', 'listen_addresses='],
      ...['-c', `unix_socket_directories="${socketFolder}"`, '-c', 'unix_socket_permissions=0700'],
      ...['-c', 'timezone=UTC', '-c', 'log_timezone=UTC'],
    ],
    cwd: dirname(cluster),
    env: environment(cluster),
    logFile: plan.logFile,
    owner: plan.owner,
  })
  const { pid } = child
  if (pid === undefined) return { pid: 0, ready: false }
  const outcome = await waitFor(async () => {
    if (!isAlive(pid)) return 'ended'
    return (await dataFolderBehind(socketFolder)) === cluster ? 'ready' : undefined
  }, START_DEADLINE_MILLISECONDS)
  if (outcome !== 'ready') await endProcess(pid, STOP_STEPS)
  return { pid, ready: outcome === 'ready' }
}

/** Nothing of ours: a stray PGDATA or PGPORT would speak to the server. */
function environment(cluster: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: dirname(cluster), LC_ALL: 'C', TZ: 'UTC' }
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const telling = lines.findLast((line) => /FATAL|error:|ERROR/.test(line)) ?? lines.at(-1)
  return telling?.replace(/^.*?(FATAL|ERROR|error):\s*/, '') ?? 'it said nothing'
}

function describe(server: Omit<Postgres, 'urlOf' | 'stop' | 'hurry'>): Postgres {
  return {
    ...server,
    urlOf: (database) =>
      `postgresql:///${database}?host=${encodeURIComponent(server.socketFolder)}&port=${SOCKET_PORT}&user=${ROLE}`,
    async stop() {
      if (!(await endProcess(server.pid, STOP_STEPS))) {
        refuse(`PostgreSQL (process ${server.pid}) does not stop; see ${server.logFile}.`)
      }
      rmSync(server.socketFolder, { recursive: true, force: true })
    },
    hurry: () => sendSignal(server.pid, 'SIGQUIT'),
  }
}
