// Set up once for all test files of a run: a folder for what they write, a PostgreSQL, and a migrated database that
// every file's own database is copied from. What a crashed test file left running is ended at the end.

import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#store/migrate.ts'
import { openDatabase } from '#store/database.ts'
import type { TestProject } from 'vitest/node'
import { createDatabase } from '../../scripts/system/postgres-databases.ts'
import { endLeftPostgres, startPostgres, type Postgres } from '../../scripts/system/postgres.ts'
import { readLivingProcess, writeProcessMark } from '../../scripts/system/process-mark.ts'
import { commandLineOf, endProcess, isAlive } from '../../scripts/system/process.ts'

/** The database that is copied; nobody stays connected to it. */
export const TEMPLATE_DATABASE = 'template_migrated'

const FOLDER_PREFIX = 'vouchpenny-test-'

/** Names the process of the run that a folder belongs to. */
const MARK_FILE = 'run.json'

/** Others may pass through, so that PostgreSQL's user finds its own folder inside; they see no names. */
const RUN_FOLDER_MODE = 0o711

/** A test's testnet has nothing worth saving. */
const END_STEPS = [{ signal: 'SIGKILL', patienceMilliseconds: 5_000 }] as const

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder that goes away after the run. */
    runFolder: string
    /** Connection string of the run's PostgreSQL; its database is the maintenance database. */
    postgresUrl: string
    /** Why there is no migrated database to copy; empty when there is one. */
    templateFault: string
  }
}

type Run = {
  readonly folder: string
  readonly postgres: Postgres
  readonly templateFault: string
  /** Projects that still need it. */
  users: number
}

/** The projects of a run load this file separately; they find their common run here. */
const RUN = Symbol.for('vouchpenny.test-run')
const shared = globalThis as { [RUN]?: Promise<Run> }

export async function setup(project: TestProject): Promise<void> {
  shared[RUN] ??= begin()
  const run = await shared[RUN]
  run.users += 1
  project.provide('runFolder', run.folder)
  project.provide('postgresUrl', run.postgres.urlOf('postgres'))
  project.provide('templateFault', run.templateFault)
}

export async function teardown(): Promise<void> {
  const run = await shared[RUN]
  if (!run) return
  run.users -= 1
  if (run.users > 0) return
  delete shared[RUN]
  await run.postgres.stop()
  await endLeftTestnets(run.folder)
  rmSync(run.folder, { recursive: true, force: true })
}

async function begin(): Promise<Run> {
  await sweepKilledRuns()
  const folder = realpathSync(mkdtempSync(join(tmpdir(), FOLDER_PREFIX)))
  chmodSync(folder, RUN_FOLDER_MODE)
  writeProcessMark(join(folder, MARK_FILE), process.pid)
  const postgres = await startPostgres({ folder: join(folder, 'postgres') })
  // A broken migration fails the tests that need a database, not those of the testnet.
  const templateFault = await makeTemplate(postgres).then(
    () => '',
    (error: unknown) => String(error),
  )
  return { folder, postgres, templateFault, users: 0 }
}

async function makeTemplate(postgres: Postgres): Promise<void> {
  const { url } = await createDatabase(postgres, { name: TEMPLATE_DATABASE })
  const database = openDatabase({ connectionString: url })
  try {
    await migrate(database)
  } finally {
    await database.destroy()
  }
}

/** A run that was killed could not clean up after itself. */
async function sweepKilledRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name)
    const mark = join(folder, MARK_FILE)
    if (!name.startsWith(FOLDER_PREFIX) || !existsSync(mark) || readLivingProcess(mark) !== undefined)
      continue
    await endLeftPostgres({ folder: join(folder, 'postgres') })
    await endLeftTestnets(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function endLeftTestnets(folder: string): Promise<void> {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('anvil.json')) continue
    const { pid } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { pid: number }
    if (isAlive(pid) && commandLineOf(pid)?.includes(folder)) await endProcess(pid, END_STEPS)
  }
}
