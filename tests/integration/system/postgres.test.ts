// The embedded PostgreSQL: durable, reachable by socket alone, adopted while it lives, and started again after a kill,
// whatever its folder is called and whoever starts it.

import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { createDatabase, dropDatabase } from '../../../scripts/system/postgres-databases.ts'
import { startPostgres, type Postgres } from '../../../scripts/system/postgres.ts'
import { isAlive } from '../../../scripts/system/process.ts'
import { Refusal } from '../../../scripts/system/refusal.ts'
import { waitFor } from '../../../scripts/system/wait-for.ts'
import { makeRunFolder } from '../../support/run-folder.ts'

/** A killed process is gone within milliseconds. */
const GONE_WITHIN_MILLISECONDS = 5_000

const isRoot = process.getuid?.() === 0
let running: Postgres | undefined

afterEach(async () => {
  await running?.stop()
  running = undefined
})

async function start(folder: string): Promise<Postgres> {
  running = await startPostgres({ folder })
  return running
}

async function ask(url: string, question: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>({ text: question })
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

test('is durable, listens on no port, and sorts alike everywhere', async () => {
  const postgres = await start(makeRunFolder('postgres-'))
  const url = postgres.urlOf('postgres')
  expect(await ask(url, 'show fsync')).toBe('on')
  expect(await ask(url, 'show listen_addresses')).toBe('')
  expect(await ask(url, 'show server_version')).toMatch(/^18\./)
  expect(await ask(url, `select datlocale from pg_database where datname = 'postgres'`)).toBe('C.UTF-8')
  expect(lstatSync(postgres.socketFolder).mode & 0o777).toBe(0o700)
})

test('keeps what was committed over a stop and a start', async () => {
  const folder = makeRunFolder('postgres-')
  const first = await start(folder)
  const { url } = await createDatabase(first, { name: 'shop' })
  await ask(url, 'create table kept as select 7 as n')
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)
  expect(existsSync(first.socketFolder)).toBe(false)

  const second = await start(folder)
  expect(second.adopted).toBe(false)
  expect(await ask(second.urlOf('shop'), 'select n from kept')).toBe(7)
  expect((await createDatabase(second, { name: 'shop' })).status).toBe('already-there')
})

test('is adopted while it lives, and recovers what was committed after a kill', async () => {
  const folder = makeRunFolder('postgres-')
  const first = await start(folder)
  const { url } = await createDatabase(first, { name: 'shop' })
  const again = await startPostgres({ folder })
  expect(again).toMatchObject({ adopted: true, pid: first.pid, socketFolder: first.socketFolder })

  await ask(url, 'create table kept as select 7 as n')
  process.kill(first.pid, 'SIGKILL')
  await waitFor(() => !isAlive(first.pid), GONE_WITHIN_MILLISECONDS)
  const after = await start(folder)
  expect(after.adopted).toBe(false)
  expect(await ask(after.urlOf('shop'), 'select n from kept')).toBe(7)
})

test('lives in a folder with spaces, ü and a very long path', async () => {
  const folder = join(makeRunFolder("läden 'und' mehr "), 'x'.repeat(200), 'y'.repeat(200))
  const postgres = await start(folder)
  expect(await ask(postgres.urlOf('postgres'), 'select 1')).toBe(1)
})

test('begins anew when its folder was removed under it', async () => {
  const folder = makeRunFolder('postgres-')
  const abandoned = await startPostgres({ folder })
  await createDatabase(abandoned, { name: 'shop' })
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  try {
    const fresh = await start(folder)
    expect(fresh.pid).not.toBe(abandoned.pid)
    expect((await createDatabase(fresh, { name: 'shop' })).status).toBe('created')
  } finally {
    await abandoned.stop()
  }
})

test('is not confused by the file of a server whose number another process has now', async () => {
  const folder = makeRunFolder('postgres-')
  const first = await start(folder)
  const cluster = first.dataFolder
  const postmaster = readFileSync(join(cluster, 'postmaster.pid'), 'utf8')
  await first.stop()
  writeFileSync(join(cluster, 'postmaster.pid'), postmaster.replace(/^\d+/, String(process.pid)))
  expect((await start(folder)).adopted).toBe(false)
})

test('copies a database from another and drops it while somebody is connected', async () => {
  const postgres = await start(makeRunFolder('postgres-'))
  const { url } = await createDatabase(postgres, { name: 'original' })
  await ask(url, 'create table kept as select 7 as n')
  const copy = await createDatabase(postgres, { name: 'copy', template: 'original' })
  const client = new Client({ connectionString: copy.url })
  client.on('error', () => undefined)
  await client.connect()
  expect((await client.query<{ n: number }>('select n from kept')).rows).toEqual([{ n: 7 }])
  await dropDatabase(postgres, { name: 'copy' })
  await expect(ask(copy.url, 'select 1')).rejects.toThrow('does not exist')
})

test('refuses the data of another major version', async () => {
  const folder = makeRunFolder('postgres-')
  const first = await start(folder)
  const cluster = first.dataFolder
  await first.stop()
  running = undefined
  writeFileSync(join(cluster, 'PG_VERSION'), '16\n')
  await expect(startPostgres({ folder })).rejects.toThrow(/written by PostgreSQL 16, and this is 18/)
  await expect(startPostgres({ folder })).rejects.toThrow(Refusal)
})

test.runIf(isRoot)(
  'as root, keeps its data elsewhere when its user cannot reach the folder, and forgets it with the folder',
  async () => {
    const parent = makeRunFolder('postgres-')
    const folder = join(parent, 'closed', 'postgres')
    mkdirSync(join(parent, 'closed'), { mode: 0o700 })
    const first = await start(folder)
    await createDatabase(first, { name: 'shop' })
    expect(lstatSync(join(folder, 'home')).isSymbolicLink()).toBe(true)
    const elsewhere = first.dataFolder
    await first.stop()

    const second = await start(folder)
    expect((await createDatabase(second, { name: 'shop' })).status).toBe('already-there')
    await second.stop()

    rmSync(folder, { recursive: true })
    const third = await start(folder)
    expect((await createDatabase(third, { name: 'shop' })).status).toBe('created')
    expect(existsSync(elsewhere)).toBe(false)
    await third.stop()
    running = undefined
    rmSync(dirname(third.dataFolder), { recursive: true })
  },
)
