// Secrets are looked for wherever they must not be: in every row of every table, jobs included, in the log, and in
// what anybody can read.

import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliver } from '../support/shop.ts'
import { untilQuiet } from '../support/outcomes.ts'
import { standardPaid } from '../support/webhooks.ts'
import { makeWorld, type World } from './world.ts'

/** Milliseconds; a loaded machine takes several times as long. */
const PATIENCE = 300_000

const SEED = Math.floor(Math.random() * 2 ** 31)

/** A buyer whom only the shop may know. */
const BUYER = 'canary.buyer.7f3a@example.net'

let world: World

beforeAll(async () => {
  world = await makeWorld(SEED)
  const { relayer, shop } = world
  await deliver(relayer, shop, standardPaid({ id: 'canary', subtotal: '20.00', email: BUYER }))
  await untilQuiet(relayer, shop)
}, PATIENCE)

afterAll(() => world?.stop())

function secrets(): readonly string[] {
  return [...new Set([...world.secrets, ...world.shownOnce, BUYER])].filter((secret) => secret.length >= 16)
}

test('there are secrets of every kind to look for', () => {
  const kinds = [/^vp_test_/, /^whsec_/, /^[0-9a-f]{64}$/, /^[2-9a-z]{40,}$/, /@example\.net$/]
  for (const kind of kinds) expect(secrets().some((secret) => kind.test(secret))).toBe(true)
})

test('no row of any table holds one in clear, nor do the bytes of a column', async () => {
  const found: string[] = []
  for (const { place, text } of await everyRow(world.database.url)) {
    for (const secret of secrets()) {
      const hex = Buffer.from(secret, 'utf8').toString('hex')
      const base64 = Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, '')
      if ([secret, hex, base64].some((form) => text.includes(form)))
        found.push(`${place}: ${secret.slice(0, 12)}…`)
    }
  }
  expect(found).toEqual([])
})

test('and one that is planted there is found', async () => {
  const client = new pg.Client({ connectionString: world.database.url })
  await client.connect()
  await client.query('create table planted (body bytea)')
  await client.query('insert into planted values ($1)', [Buffer.from(world.shop.apiKey, 'utf8')])
  const hex = Buffer.from(world.shop.apiKey, 'utf8').toString('hex')
  const rows = await everyRow(world.database.url)
  expect(rows.filter(({ text }) => text.includes(hex)).map(({ place }) => place)).toEqual(['public.planted'])
  await client.query('drop table planted')
  await client.end()
})

test('the log holds none', () => {
  const log = world.relayer.output()
  expect(log.length).toBeGreaterThan(100)
  expect(secrets().filter((secret) => log.includes(secret))).toEqual([])
})

test('nothing that can be read tells one to whom it was not sent', async () => {
  const { relayer, surfaces, principals, ids } = world
  const told: string[] = []
  for (const { method, path } of surfaces) {
    if (method !== 'GET') continue
    for (const { name, key } of principals) {
      const filled = path.replaceAll(
        /:(\w+)/g,
        (_, parameter: string) => [...(ids.get(parameter) ?? ['x'])][0] ?? 'x',
      )
      const response = await fetch(new URL(filled, relayer.url), {
        redirect: 'manual',
        headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      })
      const text = await response.text()
      for (const secret of secrets()) {
        if (text.includes(secret) && !filled.includes(secret))
          told.push(`${name}: ${path}: ${secret.slice(0, 12)}…`)
      }
    }
  }
  expect(told).toEqual([])
})

async function everyRow(connectionString: string): Promise<readonly { place: string; text: string }[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const tables = await client.query<{ place: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as place from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const rows: { place: string; text: string }[] = []
  for (const { place } of tables.rows) {
    const { rows: found } = await client.query<{ text: string }>(`select t::text as text from ${place} t`)
    rows.push(...found.map(({ text }) => ({ place, text })))
  }
  await client.end()
  return rows
}
